/* pace.h - how far a run should have come by now: scenario time for the time on the wall.
 *
 *     for (;;) {
 *         err = mu_pace_run(&pace, run);             all that is due by now
 *         poll(..., mu_pace_wait(&pace, run) / 1000) until something is due or somebody acts
 *     }
 *
 * The clock is the caller's, so that tests have their own. It decides when something is
 * executed, never what comes out: a run may be stopped anywhere.
 */
#ifndef MU_SIM_PACE_H
#define MU_SIM_PACE_H

#include "sim/run.h"

/* Microseconds since any fixed instant; they never go back. */
struct mu_clock {
    int64_t (*now)(void *self);
    void *self;
};

struct mu_pace {
    struct mu_clock clock;
    double speed; /* scenario seconds in a second; 0 = paused */
    /* At `wall` it was `time`; both are set anew when the speed changes or time jumps. */
    int64_t wall;
    mu_time time;
};

/* The machine's own (CLOCK_MONOTONIC). */
struct mu_clock mu_clock_monotonic(void);

/* From scenario time `time` on, from now on. speed >= 0. */
struct mu_pace mu_pace_init(struct mu_clock clock, mu_time time, double speed);
/* What time it is now in the scenario, at most MU_NEVER. */
mu_time mu_pace_time(const struct mu_pace *pace);
/* From now on; 0 pauses. */
void mu_pace_set_speed(struct mu_pace *pace, double speed);
/* Now it is `time`: later, and a run catches up at once; earlier, and it waits. To go back, jump
 * and go on with a snapshot (mu_run_clone). */
void mu_pace_jump(struct mu_pace *pace, mu_time time);

/* Executes all before the scenario's now that has not been executed. */
enum mu_err mu_pace_run(const struct mu_pace *pace, struct mu_run *run) MU_CHECKED;
/* Microseconds on the wall until something more is due; 0 = it is, INT64_MAX = never: paused, or
 * nothing happens any more but the end. */
int64_t mu_pace_wait(const struct mu_pace *pace, const struct mu_run *run);

#endif
