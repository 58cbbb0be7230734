/* values.h - single values: text -> number, duration, instant; and back to text.
 *
 * Every function says what is wrong at the place of the text and returns false; several
 * mistakes are collected by reading on.
 */
#ifndef MU_SCENARIOS_VALUES_H
#define MU_SCENARIOS_VALUES_H

#include "scenarios/pool.h"
#include "scenarios/tree.h"
#include "scenarios/units.h"
#include "sim/param.h"
#include "sim/world.h"

struct mu_projection;

/* What times count from. */
struct mu_time_base {
    bool known;         /* the start has been read */
    int64_t start_unix; /* s since 1970-01-01T00:00Z */
    int zone_s;         /* the start's offset from UTC */
    bool has_onset;
    mu_time onset;
    bool no_instants; /* in a plan: it holds no instant of the event */
};

/* A node of a trigger that speaks of a fact; facts get their numbers last. */
struct mu_fact_wanted {
    struct mu_node *node;
    mu_entity_id entity;
    uint32_t quantity;
};

/* What is needed to turn a text into a value. */
struct mu_reading {
    struct mu_diags *diags;
    struct mu_pool *pool; /* for what lives as long as the scenario */
    struct mu_units *units;
    struct mu_projection *projection; /* NULL: the scenario names no CRS */
    struct mu_time_base clock;
    struct mu_world *world; /* sealed; NULL before */
    bool names_incomplete;  /* a section could not be read: unknown names are no news */
    struct mu_fact_wanted *wanted;
    size_t n_wanted;
};

/* A text, where it stands, and whose it is: 'zone "Luozhen"' and "population". */
struct mu_slot {
    struct mu_reading *in;
    struct mu_place place;
    const char *owner, *key;
};

bool mu_slot_error(const struct mu_slot *slot, const char *fmt, ...) MU_PRINTF(2, 3);

/* A sign, digits, a point, an exponent. Moves *at behind it. */
bool mu_scan_number(const char **at, double *value);

/* One number with its unit, in SI. unit NULL or "1" = a plain number, % allowed. */
bool mu_read_number(const struct mu_slot *slot, const char *text, const char *unit, double *value);
/* A number already split from its unit. */
bool mu_read_quantity(const struct mu_slot *slot, double number, const char *written,
                      const char *unit, double *value);
bool mu_read_integer(const struct mu_slot *slot, const char *text, const char *unit,
                     int64_t *value);
bool mu_read_bool(const struct mu_slot *slot, const char *text, bool *value);
/* "30 min", "2 d 6 h", "-5 min", "00:30" (h:mm). */
bool mu_read_duration(const struct mu_slot *slot, const char *text, mu_time *value);
/* ISO 8601 with zone, or T+02:30, T-1 d, T-1d 06:00; since the start. */
bool mu_read_instant(const struct mu_slot *slot, const char *text, mu_time *value);
/* ISO 8601 with zone: seconds since 1970 and the zone's offset. */
bool mu_read_iso(const struct mu_slot *slot, const char *text, int64_t *unix_us, int *zone_s);
/* Starts like an instant of either kind? */
bool mu_looks_like_instant(const char *text);

/* lo..hi, both 0 = not checked; printed in `unit`. */
bool mu_check_range(const struct mu_slot *slot, double value, double lo, double hi,
                    const char *unit);

/* SI -> text: "5 m", "1.5 h", "45 persons", "0.45". */
void mu_format_value(double value, const char *unit, char *text, size_t size);

#endif
