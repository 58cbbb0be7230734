/* clock.h - scenario time as people read it: the local clock and the hours since the onset. */
#ifndef MU_ANALYSIS_CLOCK_H
#define MU_ANALYSIS_CLOCK_H

#include <stddef.h>

#include "sim/value.h"

struct mu_clock {
    int64_t start_unix; /* s: the scenario's start, UTC */
    int32_t zone_s;     /* s east of UTC */
    mu_time onset;      /* since the start; MU_NEVER = the scenario names none */
};

#define MU_CLOCK_TEXT 40 /* bytes that any of the texts fits in */

/* "06-21 18:30"; "never" for MU_NEVER. */
void mu_clock_local(const struct mu_clock *clock, mu_time t, char *text, size_t size);
/* "T+6:05", "T-0:30"; from the start when there is no onset; "never" for MU_NEVER. */
void mu_clock_since_onset(const struct mu_clock *clock, mu_time t, char *text, size_t size);
/* "2010-06-21T18:30:00+08:00". */
void mu_clock_iso(const struct mu_clock *clock, mu_time t, char *text, size_t size);
/* "6 h 05 min", "12 min", "40 s"; for lengths of time in seconds, NaN = "-". */
void mu_clock_length(double seconds, char *text, size_t size);
/* The onset, or the start when there is none. */
mu_time mu_clock_zero(const struct mu_clock *clock);

#endif
