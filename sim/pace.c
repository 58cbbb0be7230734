#include "sim/pace.h"

#include <math.h>
#include <time.h>

#include "sim/assert.h"

static int64_t monotonic(void *self)
{
    struct timespec t;

    (void)self;
    mu_assert(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * MU_SECOND + t.tv_nsec / 1000;
}

struct mu_clock mu_clock_monotonic(void)
{
    return (struct mu_clock){.now = monotonic};
}

static int64_t wall_of(const struct mu_pace *pace)
{
    return pace->clock.now(pace->clock.self);
}

struct mu_pace mu_pace_init(struct mu_clock clock, mu_time time, double speed)
{
    struct mu_pace pace = {.clock = clock};

    mu_pace_jump(&pace, time);
    mu_pace_set_speed(&pace, speed);
    return pace;
}

mu_time mu_pace_time(const struct mu_pace *pace)
{
    const double passed = (double)(wall_of(pace) - pace->wall) * pace->speed;

    return passed < (double)(MU_NEVER - pace->time) ? pace->time + (mu_time)passed : MU_NEVER;
}

void mu_pace_jump(struct mu_pace *pace, mu_time time)
{
    mu_assert(time >= 0);
    pace->time = time;
    pace->wall = wall_of(pace);
}

void mu_pace_set_speed(struct mu_pace *pace, double speed)
{
    mu_assert(speed >= 0);
    mu_pace_jump(pace, mu_pace_time(pace));
    pace->speed = speed;
}

enum mu_err mu_pace_run(const struct mu_pace *pace, struct mu_run *run)
{
    const mu_time now = mu_pace_time(pace);

    return mu_run_until(run, now > mu_run_now(run) ? now : mu_run_now(run));
}

/* An event at t is executed by mu_run_until(t + 1). */
int64_t mu_pace_wait(const struct mu_pace *pace, const struct mu_run *run)
{
    const mu_time next = mu_run_next(run), now = mu_pace_time(pace);

    if (next == MU_NEVER || !(pace->speed > 0))
        return next < now ? 0 : INT64_MAX;
    if (next < now)
        return 0;
    const double wait = ceil((double)(next + 1 - pace->time) / pace->speed);
    const int64_t passed = wall_of(pace) - pace->wall;
    if (!(wait < 9e18))
        return INT64_MAX;
    return (int64_t)wait > passed ? (int64_t)wait - passed : 0;
}
