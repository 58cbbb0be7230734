#include "sim/utf8_impl.h"

#include <stdbool.h>

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

static bool acceptable(uint32_t code, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = code >= 0xd800 && code <= 0xdfff;
    return code >= least[length] && code <= 0x10ffff && !surrogate;
}

uint32_t mu_utf8_next(const char *text, size_t n, size_t *used)
{
    *used = 1;
    unsigned char lead = (unsigned char)text[0];
    size_t length = sequence_length(lead);
    if (length == 1)
        return lead;
    if (length == 0 || length > n)
        return MU_UTF8_BAD;
    uint32_t code = lead & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if ((byte & 0xc0) != 0x80)
            return MU_UTF8_BAD;
        code = code << 6 | (byte & 0x3f);
    }
    if (!acceptable(code, length))
        return MU_UTF8_BAD;
    *used = length;
    return code;
}

struct range {
    uint32_t first, last;
};

/* Classes W and F of Unicode's East Asian Width (UAX #11), by blocks. */
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0xffe0, 0xffe6},   {0x16fe0, 0x18dff}, {0x1b000, 0x1b2ff}, {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x2fffd}, {0x30000, 0x3fffd},
};

/* Marks that stand on the character before them. */
static const struct range none[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff},
    {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};

static bool within(uint32_t code, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

int mu_utf8_width(uint32_t code)
{
    if (code < 0x300)
        return 1;
    if (within(code, none, sizeof none / sizeof *none))
        return 0;
    return within(code, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}
