#include "scenarios/utf8.h"

#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

size_t mu_utf8_length(const char *s, size_t n)
{
    unsigned char b[4] = {0};
    for (size_t i = 0; i < 4 && i < n; i++)
        b[i] = (unsigned char)s[i];
    if (n >= 1 && b[0] < 0x80)
        return 1;
    if (n >= 2 && b[0] >= 0xC2 && b[0] <= 0xDF && is_tail(b[1]))
        return 2;
    if (n >= 3 && b[0] >= 0xE0 && b[0] <= 0xEF && is_tail(b[1]) && is_tail(b[2])) {
        bool overlong = b[0] == 0xE0 && b[1] < 0xA0, surrogate = b[0] == 0xED && b[1] > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (n >= 4 && b[0] >= 0xF0 && b[0] <= 0xF4 && is_tail(b[1]) && is_tail(b[2]) && is_tail(b[3])) {
        bool overlong = b[0] == 0xF0 && b[1] < 0x90, beyond = b[0] == 0xF4 && b[1] > 0x8F;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

/* GBK holds GB 2312, so one question covers both. */
static bool is_gbk(const char *bytes, size_t n)
{
    iconv_t cd = iconv_open("UTF-8", "GBK");
    if (cd == (iconv_t)-1)
        return false;
    char *in = malloc(n), *at = in, out[4096];
    if (!in) {
        iconv_close(cd);
        return false;
    }
    memcpy(in, bytes, n);
    size_t left = n;
    bool ok = true;
    while (ok && left > 0) {
        char *to = out;
        size_t room = sizeof out, before = left;
        ok = iconv(cd, &at, &left, &to, &room) != (size_t)-1 || left < before;
    }
    free(in);
    iconv_close(cd);
    return ok;
}

static bool report(const char *bytes, size_t n, struct mu_place place, struct mu_diags *diags)
{
    unsigned char b0 = n > 1 ? (unsigned char)bytes[0] : 0,
                  b1 = n > 1 ? (unsigned char)bytes[1] : 0;
    if ((b0 == 0xFF && b1 == 0xFE) || (b0 == 0xFE && b1 == 0xFF))
        return mu_diag_error(diags, place,
                             "the file is UTF-16, not UTF-8; save it as UTF-8, or convert it with: "
                             "iconv -f UTF-16 -t UTF-8");
    if (is_gbk(bytes, n))
        return mu_diag_error(diags, place,
                             "the file is not UTF-8; it looks like GBK; save it as UTF-8, or "
                             "convert it with: iconv -f GBK -t UTF-8");
    return mu_diag_error(diags, place, "the file is not UTF-8 text");
}

bool mu_utf8_check(const char *bytes, size_t n, const char *file, struct mu_diags *diags)
{
    struct mu_place place = {file, 1, 1};
    for (size_t i = 0; i < n;) {
        size_t length = mu_utf8_length(bytes + i, n - i);
        if (length == 0)
            return report(bytes, n, place, diags);
        if (bytes[i] == '\0')
            return mu_diag_error(diags, place, "a zero byte: this is no text file");
        place.column++;
        if (bytes[i] == '\n') {
            place.line++;
            place.column = 1;
        }
        i += length;
    }
    return true;
}
