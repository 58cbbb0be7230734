/* desk.h - one resource and what happens to it on a day, for its tests. */
#ifndef MU_TESTS_DESK_H
#define MU_TESTS_DESK_H

#include "sim/resource.h"
#include "worlds.h"

enum { JOIN = 1, DONE, GAVE_UP, SHIFT, SERVERS, WITHDRAW, RESET };
enum { VISITS_MAX = 2000 };

/* Who comes when, and how long the service takes [s]. Named by letters in their order. */
struct visit {
    double at, service;
    int64_t priority;
    double patience; /* s */
};

/* Something else that happens: SERVERS to n, WITHDRAW of number n, RESET. */
struct deed {
    double at;
    uint16_t type;
    uint32_t n;
};

struct day {
    struct mu_resource_rules rules;
    const struct visit *visits;
    size_t n_visits;
    const struct deed *deeds;
    size_t n_deeds;
    const struct mu_shift *shifts;
    size_t n_shifts;
    mu_time period;
    void (*noted)(struct mu_ctx *ctx, const char *what, uint64_t who); /* NULL: in the diary */
};

extern const struct day *desk_day;         /* what is played */
extern struct mu_resource desk_at_the_end; /* with its tallies */
extern double desk_waited;                 /* s, of all who were served to the end */

#define VISITS(...)                                                                                \
    .visits = (const struct visit[]){__VA_ARGS__},                                                 \
    .n_visits = sizeof((const struct visit[]){__VA_ARGS__}) / sizeof(struct visit)
#define DEEDS(...)                                                                                 \
    .deeds = (const struct deed[]){__VA_ARGS__},                                                   \
    .n_deeds = sizeof((const struct deed[]){__VA_ARGS__}) / sizeof(struct deed)
#define SHIFTS(...)                                                                                \
    .shifts = (const struct mu_shift[]){__VA_ARGS__},                                              \
    .n_shifts = sizeof((const struct mu_shift[]){__VA_ARGS__}) / sizeof(struct mu_shift)

/* The whole day. `diary` may be NULL when the day has its own `noted`. */
void desk_play(const struct day *day, struct diary *diary, double end);
/* The same in steps: a world with the entity actor/desk, and a run in which desk_day is to come. */
struct mu_world *desk_world(struct diary *diary, double end);
struct mu_run *desk_run(struct mu_world *world);
void desk_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev);

#endif
