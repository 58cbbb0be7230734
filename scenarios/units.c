#include "scenarios/units.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <udunits2.h>

#include "scenarios/pool.h"
#include "sim/diag.h"

/* What is counted, its plural, and other words for it. */
static const struct {
    const char *name, *plural, *others[6];
} counts[] = {
    {"person", "persons", {"people", "casualty", "casualties"}},
    {"household", "households", {NULL}},
    {"boat", "boats", {NULL}},
    {"bed", "beds", {NULL}},
    {"vehicle", "vehicles", {"truck", "trucks", "bus", "buses", "car"}},
    {"team", "teams", {NULL}},
    {"report", "reports", {NULL}},
    {"message", "messages", {NULL}},
    {"call", "calls", {NULL}},
    {"item", "items", {NULL}},
    {"level", "levels", {NULL}},
};

/* Whole words that UDUNITS would read otherwise ("mph" is a milliphot to it, "m-1/3" a
 * division by three). */
static const struct {
    const char *written, *meant;
} words[] = {
    {"mph", "mile/hour"},
    {"kn", "knot"},
    {"deg", "degree"},
    {"veh", "vehicle"},
    {"veh/h", "vehicle/h"},
    {"cars", "vehicle"},
    {"s m-1/3", "manning_unit"},
    {"s m^-1/3", "manning_unit"},
    {"s m^(-1/3)", "manning_unit"},
    {"s/m^(1/3)", "manning_unit"},
    {"s/m1/3", "manning_unit"},
    {"m1/2 s-1", "weir_unit"},
    {"m^(1/2) s-1", "weir_unit"},
    {"m^(1/2)/s", "weir_unit"},
    {"m^0.5/s", "weir_unit"},
    {"m0.5/s", "weir_unit"},
};

/* Base units in the form we print, and what they measure. */
static const struct {
    const char *unit, *what;
} dimensions[] = {
    {"1", "a plain number"},
    {"m", "a length"},
    {"m2", "an area"},
    {"m3", "a volume"},
    {"s", "a duration"},
    {"m/s", "a speed"},
    {"m/s2", "an acceleration"},
    {"m2/s", "a flow per width"},
    {"m3/s", "a flow"},
    {"1/s", "a rate"},
    {"1/m", "a number per length"},
    {"1/m2", "a number per area"},
    {"kg", "a mass"},
    {"kg/s", "a mass per time"},
    {"kg/m3", "a density"},
    {"kg/m2", "a mass per area"},
    {"N", "a force"},
    {"Pa", "a pressure"},
    {"J", "an energy"},
    {"W", "a power"},
    {"K", "a temperature"},
    {"manning_unit", "a Manning roughness"},
    {"weir_unit", "a weir coefficient"},
    {"person", "a number of persons"},
    {"person/s", "persons per time"},
    {"person.s", "persons times a duration"},
    {"person/m2", "persons per area"},
    {"1/person", "a number per person"},
    {"kg/person", "a mass per person"},
    {"kg/person/s", "a mass per person and time"},
    {"household", "a number of households"},
    {"boat", "a number of boats"},
    {"bed", "a number of beds"},
    {"vehicle", "a number of vehicles"},
    {"vehicle/s", "vehicles per time"},
    {"person/vehicle", "persons per vehicle"},
    {"person/household", "persons per household"},
    {"vehicle/household", "vehicles per household"},
    {"team", "a number of teams"},
    {"report", "a number of reports"},
    {"report/s", "reports per time"},
    {"message", "a number of messages"},
    {"call", "a number of calls"},
    {"call/s", "calls per time"},
    {"item", "a number of items"},
    {"level", "a response level"},
};

static const char *const familiar[] = {
    "m",       "km",      "cm",       "mm",         "m2",       "km2",   "ha",       "m3",
    "L",       "s",       "min",      "h",          "d",        "hours", "minutes",  "days",
    "seconds", "m/s",     "km/h",     "m3/s",       "m2/s",     "mm/h",  "kg",       "t",
    "g",       "kg/s",    "t/h",      "kg/h",       "kg/m3",    "Pa",    "kPa",      "N",
    "kN",      "W",       "kW",       "J",          "K",        "1/s",   "1/h",      "1/d",
    "%",       "persons", "person/h", "households", "boats",    "beds",  "vehicles", "vehicle/h",
    "trucks",  "buses",   "teams",    "reports",    "messages", "calls", "items",    "m/h",
    "s m-1/3", NULL};

#define N_OF(a) (sizeof(a) / sizeof *(a))

struct conversion {
    const char *from, *to;
    enum mu_unit_fit fit;
    double slope, divisor, intercept; /* divisor != 0: divide by it instead */
};

struct mu_units {
    struct mu_pool pool;
    ut_system *system;
    ut_unit *dimensions[N_OF(dimensions)];
    struct conversion *conversions;
    size_t n_conversions;
    const char **made; /* base units that are in no table */
    size_t n_made;
};

static const char *const separators = " \t";

/* Written with single blanks, without those at the ends. */
static void tidy(const char *unit, char *text, size_t size)
{
    size_t n = 0;
    bool blank = false;
    for (unit += strspn(unit, separators); *unit && n + 2 < size; unit++) {
        if (strchr(separators, *unit)) {
            blank = true;
            continue;
        }
        if (blank)
            text[n++] = ' ';
        blank = false;
        text[n++] = *unit;
    }
    text[n] = '\0';
}

/* UDUNITS reads "2 m", "m @ 3", "m-1/3" and "days since ..." too: none is a unit to us. */
static bool is_plain_unit(const char *s)
{
    bool one = s[0] == '1' && (s[1] == '\0' || s[1] == '/' || s[1] == ' ');
    if (isdigit((unsigned char)s[0]) && !one)
        return false;
    if (strchr("+-./^)*", s[0]) || strchr(s, '@') || strstr(s, " since") || strstr(s, " from"))
        return false;
    for (; *s; s++) {
        if (*s == '/' && isdigit((unsigned char)s[strspn(s + 1, " (") + 1]))
            return false;
        if (*s == '.' && isdigit((unsigned char)s[1]))
            return false;
        if (*s == ' ' && isdigit((unsigned char)s[1]))
            return false;
    }
    return true;
}

static ut_unit *parse(struct mu_units *u, const char *unit)
{
    char text[80];
    tidy(unit, text, sizeof text);
    if (!*text)
        return ut_get_dimensionless_unit_one(u->system);
    for (size_t i = 0; i < N_OF(words); i++)
        if (strcmp(text, words[i].written) == 0)
            return ut_parse(u->system, words[i].meant, UT_UTF8);
    return is_plain_unit(text) ? ut_parse(u->system, text, UT_UTF8) : NULL;
}

static bool same_dimension(const ut_unit *a, const ut_unit *b)
{
    ut_unit *q = ut_divide(a, b);
    bool same = q && ut_is_dimensionless(q);
    ut_free(q);
    return same;
}

static bool map_counts(struct mu_units *u)
{
    for (size_t i = 0; i < N_OF(counts); i++) {
        ut_unit *unit = ut_new_base_unit(u->system);
        if (!unit)
            return false;
        ut_map_unit_to_name(unit, counts[i].name, UT_ASCII);
        ut_map_name_to_unit(counts[i].name, UT_ASCII, unit);
        ut_map_name_to_unit(counts[i].plural, UT_ASCII, unit);
        for (size_t k = 0; k < N_OF(counts[i].others) && counts[i].others[k]; k++)
            ut_map_name_to_unit(counts[i].others[k], UT_ASCII, unit);
        ut_free(unit);
    }
    static const char *const odd[] = {"manning_unit", "weir_unit"};
    for (size_t i = 0; i < N_OF(odd); i++) {
        ut_unit *unit = ut_new_base_unit(u->system);
        if (!unit)
            return false;
        ut_map_unit_to_name(unit, odd[i], UT_ASCII);
        ut_map_name_to_unit(odd[i], UT_ASCII, unit);
        ut_free(unit);
    }
    return true;
}

struct mu_units *mu_units_create(void)
{
    struct mu_units *u = calloc(1, sizeof *u);
    if (!u)
        return NULL;
    ut_set_error_message_handler(ut_ignore);
    u->system = ut_read_xml(NULL);
    bool ok = u->system && map_counts(u);
    for (size_t i = 0; ok && i < N_OF(dimensions); i++) {
        u->dimensions[i] = ut_parse(u->system, dimensions[i].unit, UT_UTF8);
        ok = u->dimensions[i] != NULL;
    }
    if (ok)
        return u;
    mu_units_destroy(u);
    return NULL;
}

void mu_units_destroy(struct mu_units *u)
{
    if (!u)
        return;
    for (size_t i = 0; i < N_OF(dimensions); i++)
        ut_free(u->dimensions[i]);
    if (u->system)
        ut_free_system(u->system);
    mu_pool_fini(&u->pool);
    free(u);
}

/* A factor of 1/100 is no double, but dividing by 100 is exact to the last bit. */
static void set_line(struct conversion *c, const cv_converter *cv)
{
    c->intercept = cv_convert_double(cv, 0.0);
    c->slope = cv_convert_double(cv, 1.0) - c->intercept;
    double inverse = 1.0 / c->slope, whole = round(inverse);
    if (fabs(c->slope) < 1.0 && fabs(inverse - whole) < 1e-9 * fabs(inverse))
        c->divisor = whole;
    else if (fabs(c->slope - round(c->slope)) < 1e-9)
        c->slope = round(c->slope);
}

static struct conversion work_out(struct mu_units *u, const char *from, const char *to)
{
    struct conversion c = {.from = from, .to = to, .fit = MU_UNIT_UNKNOWN};
    ut_unit *a = parse(u, from), *b = parse(u, to);
    if (a && b) {
        c.fit = same_dimension(a, b) ? MU_UNIT_FITS : MU_UNIT_OTHER;
        cv_converter *cv = c.fit == MU_UNIT_FITS ? ut_get_converter(a, b) : NULL;
        if (cv)
            set_line(&c, cv);
        else if (c.fit == MU_UNIT_FITS)
            c.fit = MU_UNIT_UNKNOWN; /* a point in time or a logarithm */
        cv_free(cv);
    }
    ut_free(a);
    ut_free(b);
    return c;
}

static struct conversion find_conversion(struct mu_units *u, const char *from, const char *to)
{
    for (size_t i = 0; i < u->n_conversions; i++) {
        struct conversion c = u->conversions[i];
        if (strcmp(c.from, from) == 0 && strcmp(c.to, to) == 0)
            return c;
    }
    struct conversion c = work_out(u, from, to);
    void *room = mu_pool_grow(&u->pool, u->conversions, u->n_conversions, sizeof c);
    c.from = mu_pool_text(&u->pool, from, strlen(from));
    c.to = mu_pool_text(&u->pool, to, strlen(to));
    if (room && c.from && c.to) {
        u->conversions = room;
        u->conversions[u->n_conversions++] = c;
    }
    return c;
}

enum mu_unit_fit mu_units_convert(struct mu_units *u, double value, const char *from,
                                  const char *to, double *out)
{
    struct conversion c = find_conversion(u, from, to);
    if (c.fit == MU_UNIT_FITS)
        *out = c.divisor != 0.0 ? value / c.divisor + c.intercept : value * c.slope + c.intercept;
    return c.fit;
}

static size_t find_dimension(const struct mu_units *u, const ut_unit *unit)
{
    for (size_t i = 0; i < N_OF(dimensions); i++)
        if (same_dimension(unit, u->dimensions[i]))
            return i;
    return N_OF(dimensions);
}

static const char *keep(struct mu_units *u, const char *text)
{
    for (size_t i = 0; i < u->n_made; i++)
        if (strcmp(u->made[i], text) == 0)
            return u->made[i];
    const char **room = mu_pool_grow(&u->pool, u->made, u->n_made, sizeof *room);
    char *copy = mu_pool_text(&u->pool, text, strlen(text));
    if (!room || !copy)
        return NULL;
    u->made = room;
    u->made[u->n_made++] = copy;
    return copy;
}

static const char *base_of(struct mu_units *u, const ut_unit *unit)
{
    size_t i = find_dimension(u, unit);
    if (i < N_OF(dimensions))
        return dimensions[i].unit;
    char text[160];
    int n = ut_format(unit, text, sizeof text, UT_ASCII | UT_DEFINITION);
    if (n < 0 || (size_t)n >= sizeof text)
        return NULL;
    /* "1000 kg.s-2": without the factor it is coherent. */
    const char *start = text + strspn(text, "0123456789.+-e ");
    return keep(u, start);
}

const char *mu_units_base(struct mu_units *u, const char *unit)
{
    ut_unit *parsed = parse(u, unit);
    const char *base = parsed ? base_of(u, parsed) : NULL;
    ut_free(parsed);
    return base;
}

const char *mu_units_product(struct mu_units *u, const char *a, const char *b, int power)
{
    ut_unit *x = parse(u, a), *y = parse(u, b);
    ut_unit *z = !x || !y ? NULL : power > 0 ? ut_multiply(x, y) : ut_divide(x, y);
    const char *base = z ? base_of(u, z) : NULL;
    ut_free(x);
    ut_free(y);
    ut_free(z);
    return base;
}

void mu_units_what(struct mu_units *u, const char *unit, char *text, size_t size)
{
    ut_unit *parsed = parse(u, unit);
    size_t i = parsed ? find_dimension(u, parsed) : N_OF(dimensions);
    if (i < N_OF(dimensions))
        snprintf(text, size, "%s", dimensions[i].what);
    else
        snprintf(text, size, "a quantity in %s", unit);
    ut_free(parsed);
}

static const char *next_familiar(const void *list, size_t i)
{
    const char *const *units = list;
    return units[i];
}

const char *mu_units_nearest(const char *unit)
{
    /* "kmh", "kph" and "km/hr" are too short or too far for counting edits */
    static const char *const slips[][2] = {
        {"kmh", "km/h"}, {"kph", "km/h"},     {"km/hr", "km/h"},  {"hr", "h"},  {"hrs", "h"},
        {"mins", "min"}, {"cms", "m3/s"},     {"cumecs", "m3/s"}, {"ton", "t"}, {"tons", "t"},
        {"kgs", "kg"},   {"pers", "persons"}, {"pax", "persons"},
    };
    for (size_t i = 0; i < N_OF(slips); i++)
        if (strcmp(unit, slips[i][0]) == 0)
            return slips[i][1];
    return mu_nearest(unit, next_familiar, familiar);
}

const char *mu_units_label(const char *unit)
{
    for (size_t i = 0; i < N_OF(counts); i++)
        if (strcmp(unit, counts[i].name) == 0)
            return counts[i].plural;
    if (strcmp(unit, "manning_unit") == 0)
        return "s m-1/3";
    return strcmp(unit, "weir_unit") == 0 ? "m1/2 s-1" : unit;
}
