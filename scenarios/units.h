/* units.h - units as people write them, through UDUNITS-2.
 *
 * Beside UDUNITS' own there are things that are counted, each a dimension of its own, so
 * that beds are not boats: person (persons, people), household, boat, bed, vehicle (truck,
 * bus, car), team, report, message, call, item, level.
 *
 * UDUNITS has no fractional powers; two that hydraulics needs are taken as whole words:
 * "s m-1/3" (also "s/m^(1/3)": Manning's n) and "m1/2 s-1" ("m^(1/2)/s": weir coefficients).
 */
#ifndef MU_SCENARIOS_UNITS_H
#define MU_SCENARIOS_UNITS_H

#include <stdbool.h>
#include <stddef.h>

struct mu_units;

/* NULL: no memory, or UDUNITS' table of units is not installed. */
struct mu_units *mu_units_create(void);
void mu_units_destroy(struct mu_units *units);

enum mu_unit_fit {
    MU_UNIT_FITS,
    MU_UNIT_UNKNOWN, /* `from` is no unit */
    MU_UNIT_OTHER,   /* a unit of something else */
};

/* `to` must be a unit. "" and "1" are a plain number. */
enum mu_unit_fit mu_units_convert(struct mu_units *units, double value, const char *from,
                                  const char *to, double *out);
/* The coherent SI unit of the same dimension, one text for one dimension: "m3/s", "s", "1",
 * "person". NULL when `unit` is none. Lives as long as `units`. */
const char *mu_units_base(struct mu_units *units, const char *unit);
/* Base unit of a product (power 1) or quotient (power -1) of two base units; NULL = no memory. */
const char *mu_units_product(struct mu_units *units, const char *a, const char *b, int power);
/* "a speed", "a length", "a number of boats", "a quantity in kg.m-3". */
void mu_units_what(struct mu_units *units, const char *unit, char *text, size_t size);
/* The known unit nearest to a misspelt one, or NULL. */
const char *mu_units_nearest(const char *unit);
/* As written after a number: "person" -> "persons". */
const char *mu_units_label(const char *unit);

#endif
