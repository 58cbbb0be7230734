/* made.h - small results made by hand, and one drill whose numbers can be worked out on paper.
 *
 * The drill, in hours since the start; the dike breaks at 10 (the onset), the run ends at 20:
 *
 *   zone/A  #0, 3 persons: warned 9, leaves 9.5, at the school 10.5; home flooded 12
 *           #1, 4 persons: warned 11, home flooded and trapped 12, boat 15, shore 15.5, school 16
 *           #2, 2 persons: home flooded and trapped 13, one dies 14, never rescued
 *   zone/B  #0, 5 persons: warned 9, bus 10, school 11; its home stays dry
 */
#ifndef MU_TESTS_ANALYSIS_MADE_H
#define MU_TESTS_ANALYSIS_MADE_H

#include "analysis/results.h"

#define HOURS(h) ((mu_time)((h) * (double)MU_HOUR))

/* 13 June 2010 00:00 at UTC+8, as unix time: 2010-06-12T16:00:00Z. */
#define MADE_START INT64_C(1276358400)

/* In the order of names, as the engine numbers entities; parts follow. */
enum made_thing {
    MADE_DIKE = 1,
    MADE_FLEET,
    MADE_OFFICE,
    MADE_SCHOOL,
    MADE_TEAM,
    MADE_ZONE_A,
    MADE_ZONE_B,
    MADE_ITEM_1,
    MADE_ITEM_2,
    MADE_ITEM_3,
    MADE_A0,
    MADE_A1,
    MADE_A2,
    MADE_B0,
    MADE_THINGS,
};

/* What happened, by name of kind; times in hours. Returns the event's number. */
struct made_event {
    double hour;
    const char *kind;
    uint32_t subject;
    double value;
    uint32_t object, place;
    uint64_t cause, since;
};

/* The value, then whatever else by name. */
#define EVENT(hour_, kind_, subject_, ...)                                                         \
    (struct made_event)                                                                            \
    {                                                                                              \
        .hour = hour_, .kind = kind_, .subject = subject_, .value = __VA_ARGS__                    \
    }

/* The things above and every kind of event, but no event; ends at 20 h, seed 7. */
void made_world(struct mu_result *result);
uint64_t made_add(struct mu_result *result, struct made_event event);
void made_drill(struct mu_result *result);
/* The drill with a series and grids of water. */
void made_full(struct mu_result *result);

/* Fails the test unless |a - b| <= tolerance. */
void made_near(double a, double b, double tolerance);

/* Onset at 10 h, UTC+8. */
struct mu_clock made_clock(void);
/* Clock, names, two input files, attributes and what the plan says of item 1 (due 2 h after
 * its trigger); static. */
struct mu_results_meta made_meta(void);
void made_view(struct mu_view *view, const struct mu_result *result);
double made_metric(const struct mu_view *view, const char *name, bool *censored);

#endif
