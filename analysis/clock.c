#include "analysis/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static struct tm local_tm(const struct mu_clock *clock, mu_time t)
{
    time_t s = (time_t)(clock->start_unix + clock->zone_s + floor_div(t, MU_SECOND));
    struct tm tm = {0};

    gmtime_r(&s, &tm);
    return tm;
}

void mu_clock_local(const struct mu_clock *clock, mu_time t, char *text, size_t size)
{
    struct tm tm;

    if (t == MU_NEVER) {
        snprintf(text, size, "never");
        return;
    }
    tm = local_tm(clock, t);
    snprintf(text, size, "%02d-%02d %02d:%02d", tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
}

mu_time mu_clock_zero(const struct mu_clock *clock)
{
    return clock->onset == MU_NEVER ? 0 : clock->onset;
}

/* Minutes are cut, not rounded, as on a clock: T+0:59.9 is still T+0:59. */
void mu_clock_since_onset(const struct mu_clock *clock, mu_time t, char *text, size_t size)
{
    int64_t min;

    if (t == MU_NEVER) {
        snprintf(text, size, "never");
        return;
    }
    min = floor_div(t - mu_clock_zero(clock), MU_MINUTE);
    snprintf(text, size, "T%c%lld:%02d", min < 0 ? '-' : '+', (long long)llabs(min) / 60,
             (int)(llabs(min) % 60));
}

void mu_clock_iso(const struct mu_clock *clock, mu_time t, char *text, size_t size)
{
    int zone_min = abs(clock->zone_s) / 60;
    struct tm tm = local_tm(clock, t);

    snprintf(text, size, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", tm.tm_year + 1900,
             tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
             clock->zone_s < 0 ? '-' : '+', zone_min / 60, zone_min % 60);
}

void mu_clock_length(double seconds, char *text, size_t size)
{
    const char *sign = seconds < 0 ? "-" : "";
    double s = fabs(seconds);
    long long min = isfinite(s) ? llround(s / 60) : 0;

    if (isnan(seconds))
        snprintf(text, size, "-");
    else if (s < 60)
        snprintf(text, size, "%s%.0f s", sign, s);
    else if (min < 60)
        snprintf(text, size, "%s%lld min", sign, min);
    else
        snprintf(text, size, "%s%lld h %02lld min", sign, min / 60, min % 60);
}
