#include "scenarios/expr_lex.h"

#include <ctype.h>
#include <string.h>

struct mu_slot mu_lexer_slot(const struct mu_lexer *lexer, const char *at)
{
    struct mu_slot slot = *lexer->slot;
    if (slot.place.line == 0 || strchr(lexer->text, '\n'))
        return slot;
    for (const char *s = lexer->text; s < at; s++)
        if (((unsigned char)*s & 0xC0) != 0x80)
            slot.place.column++;
    return slot;
}

static bool fail(const struct mu_lexer *l, const char *at, const char *what)
{
    struct mu_slot slot = mu_lexer_slot(l, at);
    return mu_slot_error(&slot, "%s", what);
}

static bool is_name_start(char c)
{
    return isalpha((unsigned char)c) || c == '_' || c == '"' || ((unsigned char)c & 0x80);
}

static bool is_name_char(char c, bool dashes)
{
    return isalnum((unsigned char)c) || c == '_' || ((unsigned char)c & 0x80) ||
           (c == '-' && dashes);
}

static size_t put(char *to, size_t size, size_t n, const char *from, size_t length)
{
    if (n + length >= size)
        return size;
    memcpy(to + n, from, length);
    to[n + length] = '\0';
    return n + length;
}

/* A bare word or "one in quotes", appended to `to` at n; the new length, `size` = too long. */
static size_t lex_part(struct mu_lexer *l, char *to, size_t size, size_t n, bool dashes)
{
    const char *start = l->at;
    if (*start == '"') {
        const char *end = strchr(start + 1, '"');
        if (!end)
            return size;
        l->at = end + 1;
        return put(to, size, n, start + 1, (size_t)(end - start - 1));
    }
    while (is_name_char(*l->at, dashes))
        l->at++;
    return put(to, size, n, start, (size_t)(l->at - start));
}

static bool lex_name(struct mu_lexer *l)
{
    struct mu_token *t = &l->token;
    bool quoted = *l->at == '"';
    size_t n = lex_part(l, t->name, sizeof t->name, 0, true);
    if (n < sizeof t->name && l->at[0] == '/' && is_name_start(l->at[1])) {
        const char *slash = l->at++;
        n = put(t->name, sizeof t->name, n, slash, 1);
        if (n < sizeof t->name)
            n = lex_part(l, t->name, sizeof t->name, n, true);
    }
    if (n >= sizeof t->name)
        return fail(l, t->start, "a name is too long, or its quote is not closed");
    t->kind = MU_TOKEN_WORD;
    if (*l->at == '.' && is_name_start(l->at[1])) {
        t->kind = MU_TOKEN_NAME;
        l->at++;
        if (lex_part(l, t->quantity, sizeof t->quantity, 0, false) >= sizeof t->quantity)
            return fail(l, t->start, "a name is too long");
    } else if (quoted || strchr(t->name, '/')) {
        return fail(l, l->at,
                    "a point and a quantity are expected after the name, as in "
                    "county.level");
    }
    return true;
}

static bool is_word(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && strncmp(s, word, n) == 0;
}

/* "m", "m3/s", "km/h", "%": what follows a number up to a blank or an operator. */
static void lex_unit(struct mu_lexer *l)
{
    const char *s = l->at + strspn(l->at, " \t\n");
    size_t n = 0;
    if (!isalpha((unsigned char)*s) && *s != '%' && !((unsigned char)*s & 0x80))
        return;
    while (isalnum((unsigned char)s[n]) || s[n] == '%' || s[n] == '^' ||
           (s[n] == '/' && isalpha((unsigned char)s[n + 1])) || ((unsigned char)s[n] & 0x80) ||
           (s[n] == '-' && isdigit((unsigned char)s[n + 1])))
        n++;
    if (is_word(s, n, "and") || is_word(s, n, "or") || n >= sizeof l->token.unit)
        return;
    memcpy(l->token.unit, s, n);
    l->token.unit[n] = '\0';
    l->at = s + n;
}

/* "1 d 6 h" is one number: parts of a duration are added up in seconds. */
static bool lex_more_parts(struct mu_lexer *l)
{
    struct mu_token *t = &l->token;
    struct mu_units *units = l->slot->in->units;
    double sum;
    while (*t->unit && mu_units_convert(units, t->number, t->unit, "s", &sum) == MU_UNIT_FITS) {
        const char *s = l->at + strspn(l->at, " \t\n"), *back = l->at;
        if (!isdigit((unsigned char)*s))
            return true;
        double part, part_s;
        l->at = s;
        if (!mu_scan_number(&l->at, &part))
            return fail(l, s, "this is not a number");
        t->unit[0] = '\0';
        lex_unit(l);
        if (mu_units_convert(units, part, t->unit, "s", &part_s) != MU_UNIT_FITS) {
            l->at = back;
            return fail(l, s, "an operator such as and, or, >= is expected");
        }
        t->number = sum + part_s;
        memcpy(t->unit, "s", 2);
    }
    return true;
}

static bool lex_number(struct mu_lexer *l)
{
    l->token.kind = MU_TOKEN_NUMBER;
    if (!mu_scan_number(&l->at, &l->token.number))
        return fail(l, l->at, "this is not a number");
    lex_unit(l);
    return lex_more_parts(l);
}

static bool lex_operator(struct mu_lexer *l)
{
    static const struct {
        const char *text;
        enum mu_op op;
    } ops[] = {{"<=", MU_OP_LE}, {">=", MU_OP_GE}, {"==", MU_OP_EQ}, {"!=", MU_OP_NE},
               {"<", MU_OP_LT},  {">", MU_OP_GT},  {"+", MU_OP_ADD}, {"-", MU_OP_SUB},
               {"*", MU_OP_MUL}, {"/", MU_OP_DIV}};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        size_t n = strlen(ops[i].text);
        if (strncmp(l->at, ops[i].text, n) == 0) {
            l->token.kind = MU_TOKEN_OP;
            l->token.op = ops[i].op;
            l->at += n;
            return true;
        }
    }
    static const char *const slips[][2] = {
        {"&&", "write and"}, {"||", "write or"}, {"=", "write == to compare"}, {"!", "write not"}};
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
        if (strncmp(l->at, slips[i][0], strlen(slips[i][0])) == 0)
            return fail(l, l->at, slips[i][1]);
    return fail(l, l->at, "this sign has no meaning in a trigger");
}

bool mu_lexer_next(struct mu_lexer *l)
{
    l->at += strspn(l->at, " \t\r\n");
    l->token = (struct mu_token){.kind = MU_TOKEN_END, .start = l->at};
    char c = *l->at;
    if (c == '\0')
        return true;
    if (c == '(' || c == ')') {
        l->token.kind = c == '(' ? MU_TOKEN_OPEN : MU_TOKEN_CLOSE;
        l->at++;
        return true;
    }
    if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)l->at[1])))
        return lex_number(l);
    return is_name_start(c) ? lex_name(l) : lex_operator(l);
}
