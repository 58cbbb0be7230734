#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/values.h"

#define US_PER_S 1000000.0
#define LONGEST_S 3.2e9 /* a hundred years; keeps sums of times far from overflow */

static bool digits(const char **at, int least, int most, int *value)
{
    int n = 0, v = 0;
    while (n < most && isdigit((unsigned char)**at)) {
        v = 10 * v + (**at - '0');
        (*at)++;
        n++;
    }
    *value = v;
    return n >= least;
}

/* h:mm or h:mm:ss[.fff]; hours without bound, as in "36:00". */
static bool scan_clock(const char **at, double *s)
{
    int h, m, sec = 0;
    const char *p = *at;
    if (!digits(&p, 1, 5, &h) || *p++ != ':' || !digits(&p, 2, 2, &m) || m > 59)
        return false;
    double fraction = 0;
    if (*p == ':') {
        p++;
        if (!digits(&p, 2, 2, &sec) || sec > 59)
            return false;
        if (*p == '.') {
            char *end;
            fraction = strtod(p, &end);
            p = end;
        }
    }
    *s = h * 3600.0 + m * 60.0 + sec + fraction;
    *at = p;
    return true;
}

static size_t unit_length(const char *s)
{
    return strcspn(s, " \t0123456789+-.:");
}

/* One "2 d" of "2 d 6 h". */
static bool scan_part(const struct mu_slot *slot, const char **at, double *s)
{
    double number;
    if (!mu_scan_number(at, &number))
        return false;
    *at += strspn(*at, " \t");
    size_t n = unit_length(*at);
    char unit[32];
    if (n >= sizeof unit)
        return false;
    memcpy(unit, *at, n);
    unit[n] = '\0';
    *at += n;
    return mu_units_convert(slot->in->units, number, unit, "s", s) == MU_UNIT_FITS;
}

/* Parts and perhaps a clock at the end ("1d 06:00"). Quiet. */
static bool scan_span(const struct mu_slot *slot, const char *text, double *seconds)
{
    const char *at = text + strspn(text, " \t");
    double sign = 1, sum = 0;
    if (*at == '-' || *at == '+')
        sign = *at++ == '-' ? -1 : 1;
    at += strspn(at, " \t");
    if (!isdigit((unsigned char)*at) && *at != '.')
        return false;
    while (*at) {
        double part;
        if (*at == '-' || *at == '+')
            return false;
        if (scan_clock(&at, &part)) {
            sum += part;
            at += strspn(at, " \t");
            break;
        }
        if (!scan_part(slot, &at, &part))
            return false;
        sum += part;
        at += strspn(at, " \t");
    }
    *seconds = sign * sum;
    return *at == '\0' && sum <= LONGEST_S;
}

bool mu_looks_like_instant(const char *text)
{
    text += strspn(text, " \t");
    if (text[0] == 'T' && (text[1] == '+' || text[1] == '-'))
        return true;
    int year, month;
    return digits(&text, 4, 4, &year) && *text++ == '-' && digits(&text, 2, 2, &month) &&
           *text == '-';
}

static bool starts_with_number(const char *text)
{
    double unused;
    text += strspn(text, " \t");
    return mu_scan_number(&text, &unused);
}

bool mu_read_duration(const struct mu_slot *slot, const char *text, mu_time *value)
{
    double s;
    if (scan_span(slot, text, &s)) {
        *value = llround(s * US_PER_S);
        return true;
    }
    if (mu_looks_like_instant(text))
        return mu_slot_error(slot,
                             slot->in->clock.no_instants
                                 ? "\"%s\" is an instant of the event, and a plan holds none; "
                                   "write an offset from the trigger, such as 30 min"
                                 : "\"%s\" is an instant; a duration such as 30 min is expected",
                             text);
    if (!starts_with_number(text))
        return mu_slot_error(slot, "\"%s\" is not a duration; write 30 min, 1.5 h or 2 d 6 h",
                             text);
    if (!mu_read_number(slot, text, "s", &s))
        return false;
    if (fabs(s) > LONGEST_S)
        return mu_slot_error(slot, "\"%s\" is longer than a hundred years", text);
    *value = llround(s * US_PER_S);
    return true;
}

/* Days since 1970-01-01 in the Gregorian calendar; years counted from March, so that the
 * leap day is the last of its year. Check: 2000-03-01 is day 11017. */
static int64_t days_since_1970(int y, int m, int d)
{
    int64_t year = m <= 2 ? y - 1 : y;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return days[m - 1] + (m == 2 && leap);
}

static bool scan_zone(const char **at, int *zone_s)
{
    if (**at == 'Z' || **at == 'z') {
        (*at)++;
        *zone_s = 0;
        return true;
    }
    if (**at != '+' && **at != '-')
        return false;
    int sign = *(*at)++ == '-' ? -1 : 1, h, m = 0;
    if (!digits(at, 2, 2, &h))
        return false;
    if (**at == ':')
        (*at)++;
    if (isdigit((unsigned char)**at) && !digits(at, 2, 2, &m))
        return false;
    *zone_s = sign * (h * 3600 + m * 60);
    return h <= 14 && m <= 59;
}

static bool scan_date(const char **at, int *y, int *m, int *d)
{
    return digits(at, 4, 4, y) && *(*at)++ == '-' && digits(at, 2, 2, m) && *(*at)++ == '-' &&
           digits(at, 2, 2, d);
}

bool mu_read_iso(const struct mu_slot *slot, const char *text, int64_t *unix_us, int *zone_s)
{
    const char *at = text + strspn(text, " \t");
    int y, m, d;
    double clock = 0;
    if (!scan_date(&at, &y, &m, &d))
        return mu_slot_error(slot, "\"%s\" is not an instant; write 2010-06-21T18:30+08:00", text);
    if (m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return mu_slot_error(slot, "\"%s\": there is no such day", text);
    if (*at != 'T' && *at != 't' && *at != ' ')
        return mu_slot_error(slot, "\"%s\" has no time of day; write %04d-%02d-%02dT00:00+08:00",
                             text, y, m, d);
    at++;
    if (!scan_clock(&at, &clock) || clock > 86400)
        return mu_slot_error(slot, "\"%s\": there is no such time of day", text);
    if (!*at)
        return mu_slot_error(slot, "\"%s\" has no time zone; write %s+08:00 or %sZ", text, text,
                             text);
    if (!scan_zone(&at, zone_s) || *at)
        return mu_slot_error(slot, "\"%s\": \"%s\" is not a time zone; write +08:00 or Z", text,
                             at);
    *unix_us = (days_since_1970(y, m, d) * 86400 - *zone_s) * MU_SECOND + llround(clock * US_PER_S);
    return true;
}

static bool read_from_onset(const struct mu_slot *slot, const char *text, mu_time *value)
{
    const struct mu_time_base *clock = &slot->in->clock;
    double s;
    if (!scan_span(slot, text + 1, &s))
        return mu_slot_error(slot, "\"%s\" is not an instant; write T+02:30, T+1 h or T-1d 06:00",
                             text);
    if (!clock->has_onset)
        return mu_slot_error(slot, "\"%s\" counts from the onset, and the scenario names none",
                             text);
    *value = clock->onset + llround(s * US_PER_S);
    return true;
}

bool mu_read_instant(const struct mu_slot *slot, const char *text, mu_time *value)
{
    const struct mu_time_base *clock = &slot->in->clock;
    if (clock->no_instants && mu_looks_like_instant(text))
        return mu_slot_error(slot,
                             "\"%s\" is an instant of the event, and a plan holds none; use a "
                             "trigger",
                             text);
    if (text[0] == 'T' && (text[1] == '+' || text[1] == '-'))
        return read_from_onset(slot, text, value);
    int64_t unix_us;
    int zone_s;
    if (!mu_read_iso(slot, text, &unix_us, &zone_s))
        return false;
    *value = unix_us - clock->start_unix * MU_SECOND;
    return true;
}
