/* deeds.h - what somebody does at a store or a condition, for their tests. */
#ifndef MU_TESTS_DEEDS_H
#define MU_TESTS_DEEDS_H

#include "sim/line.h"
#include "worlds.h"

/* Something done by somebody, named by a letter. */
struct deed {
    double at;
    uint16_t type;
    char who;
    struct mu_join join;
};

#define N(list) (sizeof(list) / sizeof *(list))

extern const struct deed *deeds; /* what is played */

double now_s(const struct mu_ctx *ctx);
/* What an event stands for; NULL for the owner's own. */
const struct deed *deed_of(const struct mu_event *ev);
/* actor/A, with these handlers, does it all within 100 s; why it failed goes to `failure`. */
enum mu_err deeds_play(const struct actor_params *params, const struct deed *of, size_t n,
                       char *failure, size_t size);
void deeds_post(struct mu_run *run, size_t n);

#endif
