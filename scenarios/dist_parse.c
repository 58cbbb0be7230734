#include "scenarios/dist_parse.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenarios/dist_impl.h"

static void skip(struct mu_dist_text *p)
{
    p->at += strspn(p->at, " \t\r\n");
}

static bool accept(struct mu_dist_text *p, char c)
{
    skip(p);
    if (*p->at != c)
        return false;
    p->at++;
    return true;
}

static bool bad(const struct mu_dist_text *p, const char *what)
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
static bool parse_argument(struct mu_dist_text *p, struct mu_dist_argument *a)
{
    *a = (struct mu_dist_argument){.number = 0};
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

static bool parse_arguments(struct mu_dist_text *p)
{
    do {
        if (p->n == MU_DIST_ARGUMENTS_MAX)
            return bad(p, "too many arguments");
        if (!parse_argument(p, &p->args[p->n++]))
            return false;
    } while (accept(p, ','));
    return accept(p, ')') || bad(p, "\",\" or \")\" is expected");
}

static bool at_cut(const struct mu_dist_text *p)
{
    return strncmp(p->at, "in", 2) == 0 && (p->at[2] == '[' || isspace((unsigned char)p->at[2])) &&
           p->at[2 + strspn(p->at + 2, " \t\r\n")] == '[';
}

/* A unit, or nothing; stops before "in [". */
static bool parse_tail(struct mu_dist_text *p)
{
    skip(p);
    const char *start = p->at;
    while (*p->at && !at_cut(p))
        p->at++;
    if (p->at > start)
        trim_copy(p->tail, sizeof p->tail, start, (size_t)(p->at - start));
    return true;
}

static bool parse_cut(struct mu_dist_text *p)
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

static const char *next_form(const void *list, size_t i)
{
    const struct mu_dist_form *form = mu_dist_form(i);

    (void)list;
    return form ? form->name : NULL;
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
    case MU_DIST_BETA: *least = d->a, *greatest = d->d; return true;
    case MU_DIST_BINOMIAL: *least = 0, *greatest = d->a; return true;
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

static bool apply_cut(const struct mu_dist_text *p, struct mu_dist *d)
{
    if (!p->cut)
        return true;
    if (!mu_dist_value(p, &p->cut_lo, &d->lo) || !mu_dist_value(p, &p->cut_hi, &d->hi))
        return false;
    if (d->lo >= d->hi || !(mu_dist_share(d) > 0))
        return mu_slot_error(p->slot, "\"%s\": nothing is left between the cuts", p->text);
    return true;
}

static bool read_form(const struct mu_slot *slot, const char *text, const char *unit,
                      struct mu_dist *d)
{
    struct mu_dist_text p = {.slot = slot, .text = text, .at = text, .unit = unit};
    skip(&p);
    size_t n = name_length(p.at), k = 0;
    const struct mu_dist_form *form;
    char name[24];
    trim_copy(name, sizeof name, p.at, n);
    while ((form = mu_dist_form(k)) != NULL && strcmp(form->name, name) != 0)
        k++;
    if (!form) {
        const char *near = mu_nearest(name, next_form, NULL);
        return mu_slot_error(slot, "\"%s\" is not a known distribution%s%s%s", name,
                             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    p.at += n;
    if (!accept(&p, '(') || !parse_arguments(&p) || !parse_tail(&p) || !parse_cut(&p))
        return false;
    d->kind = form->kind;
    return form->read(&p, d) && apply_cut(&p, d);
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
