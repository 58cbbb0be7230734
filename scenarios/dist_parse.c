#include "scenarios/dist_parse.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define ARGUMENTS_MAX 64

/* One argument: a word before the number ("cv"), the number, its unit, a weight after it. */
struct argument {
    char word[16];
    double number;
    char unit[32];
    bool has_weight;
    double weight;
};

struct parse {
    const struct mu_slot *slot;
    const char *text, *at;
    const char *unit; /* wanted */
    struct argument args[ARGUMENTS_MAX];
    size_t n;
    bool cut;
    struct argument cut_lo, cut_hi;
    char tail[32]; /* unit behind the parenthesis */
};

static void skip(struct parse *p)
{
    p->at += strspn(p->at, " \t\r\n");
}

static bool accept(struct parse *p, char c)
{
    skip(p);
    if (*p->at != c)
        return false;
    p->at++;
    return true;
}

static bool bad(const struct parse *p, const char *what)
{
    if (!*p->at)
        return mu_slot_error(p->slot,
                             "\"%s\": %s; inside { } or [ ] a distribution must stand in quotes",
                             p->text, what);
    return mu_slot_error(p->slot, "\"%s\": %s, found \"%.20s\"", p->text, what, p->at);
}

static void trim_copy(char *to, size_t size, const char *from, size_t n)
{
    while (n > 0 && strchr(" \t\r\n", from[n - 1]))
        n--;
    if (n >= size)
        n = size - 1;
    memcpy(to, from, n);
    to[n] = '\0';
}

/* "cv 0.4", "12 min", "3 m: 0.2" up to , ) or ]. */
static bool parse_argument(struct parse *p, struct argument *a)
{
    *a = (struct argument){.number = 0};
    skip(p);
    size_t letters = 0;
    while (isalpha((unsigned char)p->at[letters]))
        letters++;
    if (letters >= sizeof a->word)
        return bad(p, "a number is expected");
    trim_copy(a->word, sizeof a->word, p->at, letters);
    p->at += letters;
    skip(p);
    if (!mu_scan_number(&p->at, &a->number))
        return bad(p, "a number is expected");
    skip(p);
    size_t n = strcspn(p->at, ",):=]");
    trim_copy(a->unit, sizeof a->unit, p->at, n);
    p->at += n;
    if (!accept(p, ':') && !accept(p, '='))
        return true;
    skip(p);
    a->has_weight = mu_scan_number(&p->at, &a->weight);
    if (a->has_weight)
        (void)accept(p, '%'); /* weights are scaled anyway */
    return a->has_weight || bad(p, "a weight is expected");
}

static bool parse_arguments(struct parse *p)
{
    do {
        if (p->n == ARGUMENTS_MAX)
            return bad(p, "too many arguments");
        if (!parse_argument(p, &p->args[p->n++]))
            return false;
    } while (accept(p, ','));
    return accept(p, ')') || bad(p, "\",\" or \")\" is expected");
}

static bool at_cut(const struct parse *p)
{
    return strncmp(p->at, "in", 2) == 0 && (p->at[2] == '[' || isspace((unsigned char)p->at[2])) &&
           p->at[2 + strspn(p->at + 2, " \t\r\n")] == '[';
}

/* A unit, or nothing; stops before "in [". */
static bool parse_tail(struct parse *p)
{
    skip(p);
    const char *start = p->at;
    while (*p->at && !at_cut(p))
        p->at++;
    if (p->at > start)
        trim_copy(p->tail, sizeof p->tail, start, (size_t)(p->at - start));
    return true;
}

static bool parse_cut(struct parse *p)
{
    skip(p);
    if (!at_cut(p))
        return parse_tail(p);
    p->cut = true;
    p->at = strchr(p->at, '[') + 1;
    if (!parse_argument(p, &p->cut_lo) || !(accept(p, ',') || bad(p, "\",\" is expected")) ||
        !parse_argument(p, &p->cut_hi) || !(accept(p, ']') || bad(p, "\"]\" is expected")))
        return false;
    skip(p);
    const char *unit = p->at;
    p->at += strlen(p->at);
    if (*unit) {
        char cut_unit[32];
        trim_copy(cut_unit, sizeof cut_unit, unit, strlen(unit));
        if (!*p->cut_lo.unit)
            memcpy(p->cut_lo.unit, cut_unit, sizeof cut_unit);
        if (!*p->cut_hi.unit)
            memcpy(p->cut_hi.unit, cut_unit, sizeof cut_unit);
    }
    return true;
}

/* A number of the wanted dimension. */
static bool value_of(const struct parse *p, const struct argument *a, double *value)
{
    return mu_read_quantity(p->slot, a->number, *a->unit ? a->unit : p->tail, p->unit, value);
}

static bool plain_of(const struct parse *p, const struct argument *a, double *value)
{
    return mu_read_quantity(p->slot, a->number, a->unit, "1", value);
}

static bool want(const struct parse *p, size_t n, const char *form)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->args[i].has_weight)
            return mu_slot_error(p->slot, "\"%s\": weights belong to choice(...) only", p->text);
    return p->n == n || mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
}

static bool word_is(const struct argument *a, const char *word)
{
    return strcmp(a->word, word) == 0;
}

static bool no_words(const struct parse *p, size_t n, const char *form)
{
    for (size_t i = 0; i < n; i++)
        if (*p->args[i].word)
            return mu_slot_error(p->slot, "\"%s\": \"%s\" has no meaning there; write %s", p->text,
                                 p->args[i].word, form);
    return true;
}

static bool read_uniform(const struct parse *p, struct mu_dist *d)
{
    const char *form = "uniform(least, greatest)";
    if (!want(p, 2, form) || !no_words(p, 2, form) || !value_of(p, &p->args[0], &d->a) ||
        !value_of(p, &p->args[1], &d->b))
        return false;
    return d->a <= d->b ||
           mu_slot_error(p->slot, "\"%s\": the least is above the greatest", p->text);
}

static bool read_triangular(const struct parse *p, struct mu_dist *d)
{
    const char *form = "triangular(least, most likely, greatest)";
    if (!want(p, 3, form) || !no_words(p, 3, form) || !value_of(p, &p->args[0], &d->a) ||
        !value_of(p, &p->args[1], &d->b) || !value_of(p, &p->args[2], &d->c))
        return false;
    return (d->a <= d->b && d->b <= d->c) ||
           mu_slot_error(p->slot, "\"%s\": the three numbers must not fall", p->text);
}

static bool read_normal(const struct parse *p, struct mu_dist *d)
{
    const char *form = "normal(mean, sd ...) or normal(mean, cv ...)";
    if (!want(p, 2, form) || !no_words(p, 1, form) || !value_of(p, &p->args[0], &d->a))
        return false;
    const struct argument *spread = &p->args[1];
    bool ok = false;
    if (word_is(spread, "sd")) {
        ok = value_of(p, spread, &d->b);
    } else if (word_is(spread, "cv")) {
        ok = plain_of(p, spread, &d->b);
        d->b *= fabs(d->a);
    } else {
        return mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
    }
    return ok && (d->b >= 0 || mu_slot_error(p->slot, "\"%s\": the spread is negative", p->text));
}

/* sigma of the logarithm. With w = exp(sigma^2): cv^2 = w - 1, and (sd / median)^2 = w (w - 1). */
static bool read_sigma(const struct parse *p, const struct argument *a, double median,
                       double *sigma)
{
    double v;
    if (word_is(a, "cv")) {
        if (!plain_of(p, a, &v))
            return false;
        *sigma = sqrt(log1p(v * v));
    } else if (word_is(a, "sd")) {
        if (!value_of(p, a, &v))
            return false;
        double r = v / median;
        *sigma = sqrt(log((1 + sqrt(1 + 4 * r * r)) / 2));
    } else if (word_is(a, "sigma")) {
        if (!plain_of(p, a, &v))
            return false;
        *sigma = v;
    } else {
        return mu_slot_error(p->slot, "\"%s\": write lognormal(median, cv ...), sd or sigma",
                             p->text);
    }
    return v >= 0 || mu_slot_error(p->slot, "\"%s\": the spread is negative", p->text);
}

static bool read_lognormal(const struct parse *p, struct mu_dist *d)
{
    const char *form = "lognormal(median, cv ...)";
    if (!want(p, 2, form) || !no_words(p, 1, form) || !value_of(p, &p->args[0], &d->a))
        return false;
    if (d->a <= 0)
        return mu_slot_error(p->slot, "\"%s\": the median must be above 0", p->text);
    return read_sigma(p, &p->args[1], d->a, &d->b);
}

static bool read_exponential(const struct parse *p, struct mu_dist *d)
{
    const char *form = "exponential(mean)";
    if (!want(p, 1, form) || !no_words(p, 1, form) || !value_of(p, &p->args[0], &d->a))
        return false;
    return d->a > 0 || mu_slot_error(p->slot, "\"%s\": the mean must be above 0", p->text);
}

static bool read_weibull(const struct parse *p, struct mu_dist *d)
{
    const char *form = "weibull(scale, shape ...)";
    if (!want(p, 2, form) || !no_words(p, 1, form) || !value_of(p, &p->args[0], &d->a) ||
        !plain_of(p, &p->args[1], &d->b))
        return false;
    if (*p->args[1].word && !word_is(&p->args[1], "shape"))
        return mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
    return (d->a > 0 && d->b > 0) ||
           mu_slot_error(p->slot, "\"%s\": scale and shape must be above 0", p->text);
}

static bool read_choice(const struct parse *p, struct mu_dist *d)
{
    double *values = mu_pool_alloc(p->slot->in->pool, p->n * sizeof *values);
    double *cumulative = mu_pool_alloc(p->slot->in->pool, p->n * sizeof *cumulative);
    if (!values || !cumulative || !no_words(p, p->n, "choice(3 m: 0.2, 5 m: 0.8)"))
        return false;
    double sum = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct argument *a = &p->args[i];
        double weight = a->has_weight ? a->weight : 1.0;
        if (!value_of(p, a, &values[i]))
            return false;
        if (a->has_weight != p->args[0].has_weight || weight < 0)
            return mu_slot_error(p->slot, "\"%s\": give every value a weight from 0, or none",
                                 p->text);
        cumulative[i] = sum += weight;
    }
    if (!(sum > 0))
        return mu_slot_error(p->slot, "\"%s\": the weights sum to 0", p->text);
    for (size_t i = 0; i < p->n; i++)
        cumulative[i] = i + 1 == p->n ? 1.0 : cumulative[i] / sum;
    d->values = values;
    d->cumulative = cumulative;
    d->n = p->n;
    return true;
}

static const struct {
    const char *name;
    enum mu_dist_kind kind;
    bool (*read)(const struct parse *p, struct mu_dist *d);
} forms[] = {
    {"uniform", MU_DIST_UNIFORM, read_uniform},
    {"triangular", MU_DIST_TRIANGULAR, read_triangular},
    {"normal", MU_DIST_NORMAL, read_normal},
    {"lognormal", MU_DIST_LOGNORMAL, read_lognormal},
    {"exponential", MU_DIST_EXPONENTIAL, read_exponential},
    {"weibull", MU_DIST_WEIBULL, read_weibull},
    {"choice", MU_DIST_CHOICE, read_choice},
};

static const char *next_form(const void *list, size_t i)
{
    (void)list;
    return i < sizeof forms / sizeof *forms ? forms[i].name : NULL;
}

static size_t name_length(const char *text)
{
    size_t n = 0;
    while (isalpha((unsigned char)text[n]) || text[n] == '_')
        n++;
    return n;
}

bool mu_looks_like_dist(const char *text)
{
    text += strspn(text, " \t");
    size_t n = name_length(text);
    return n > 0 && text[n + strspn(text + n, " \t")] == '(';
}

/* Where it has ends of its own. */
static bool ends(const struct mu_dist *d, double *least, double *greatest)
{
    switch (d->kind) {
    case MU_DIST_FIXED: *least = *greatest = d->a; return true;
    case MU_DIST_UNIFORM: *least = d->a, *greatest = d->b; return true;
    case MU_DIST_TRIANGULAR: *least = d->a, *greatest = d->c; return true;
    case MU_DIST_CHOICE:
        *least = *greatest = d->values[0];
        for (size_t i = 1; i < d->n; i++) {
            *least = fmin(*least, d->values[i]);
            *greatest = fmax(*greatest, d->values[i]);
        }
        return true;
    default: return false;
    }
}

/* The mean, median or scale stands for what has no ends: outside lo..hi it is a mistake, and
 * the tail outside is cut. */
static bool fit_range(const struct mu_slot *slot, double lo, double hi, const char *unit,
                      struct mu_dist *d)
{
    if (lo == 0.0 && hi == 0.0)
        return true;
    double least, greatest;
    if (ends(d, &least, &greatest)) {
        least = fmax(least, d->lo);
        greatest = fmin(greatest, d->hi);
        return mu_check_range(slot, least, lo, hi, unit) &&
               mu_check_range(slot, greatest, lo, hi, unit);
    }
    if (!mu_check_range(slot, d->a, lo, hi, unit))
        return false;
    d->lo = fmax(d->lo, lo);
    d->hi = fmin(d->hi, hi);
    return true;
}

static bool apply_cut(const struct parse *p, struct mu_dist *d)
{
    if (!p->cut)
        return true;
    if (!value_of(p, &p->cut_lo, &d->lo) || !value_of(p, &p->cut_hi, &d->hi))
        return false;
    double least, greatest;
    bool empty = ends(d, &least, &greatest) && (d->hi < least || d->lo > greatest);
    if (d->lo >= d->hi || empty)
        return mu_slot_error(p->slot, "\"%s\": nothing is left between the cuts", p->text);
    return true;
}

static bool read_form(const struct mu_slot *slot, const char *text, const char *unit,
                      struct mu_dist *d)
{
    struct parse p = {.slot = slot, .text = text, .at = text, .unit = unit};
    skip(&p);
    size_t n = name_length(p.at), k = 0;
    char name[24];
    trim_copy(name, sizeof name, p.at, n);
    while (k < sizeof forms / sizeof *forms && strcmp(forms[k].name, name) != 0)
        k++;
    if (k == sizeof forms / sizeof *forms) {
        const char *near = mu_nearest(name, next_form, NULL);
        return mu_slot_error(slot, "\"%s\" is not a known distribution%s%s%s", name,
                             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    p.at += n;
    if (!accept(&p, '(') || !parse_arguments(&p) || !parse_tail(&p) || !parse_cut(&p))
        return false;
    d->kind = forms[k].kind;
    return forms[k].read(&p, d) && apply_cut(&p, d);
}

bool mu_read_dist(const struct mu_slot *slot, const char *text, const char *unit, double lo,
                  double hi, struct mu_dist *dist)
{
    struct mu_dist d = {.kind = MU_DIST_FIXED, .lo = -INFINITY, .hi = INFINITY};
    if (mu_looks_like_dist(text)) {
        if (!read_form(slot, text, unit, &d))
            return false;
    } else if (unit && strcmp(unit, "s") == 0) {
        mu_time t;
        if (!mu_read_duration(slot, text, &t))
            return false;
        d.a = (double)t / (double)MU_SECOND;
    } else if (!mu_read_number(slot, text, unit, &d.a)) {
        return false;
    }
    if (!fit_range(slot, lo, hi, unit, &d))
        return false;
    *dist = d;
    return true;
}
