#include "scenarios/values.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool mu_slot_error(const struct mu_slot *slot, const char *fmt, ...)
{
    char text[600];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    const char *owner = slot->owner ? slot->owner : "", *key = slot->key ? slot->key : "";
    return mu_diag_error(slot->in->diags, slot->place, "%s%s%s%s%s", owner, *owner ? ": " : "", key,
                         *key ? ": " : "", text);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool mu_scan_number(const char **at, double *value)
{
    const char *s = *at, *digits = s + (*s == '+' || *s == '-');
    if (!is_digit(digits[0]) && !(digits[0] == '.' && is_digit(digits[1])))
        return false;
    if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X'))
        return false;
    char *end;
    *value = strtod(s, &end);
    *at = end;
    return isfinite(*value);
}

static const char *skip_blanks(const char *s)
{
    return s + strspn(s, " \t");
}

static bool is_plain(const char *unit)
{
    return !unit || !*unit || strcmp(unit, "1") == 0;
}

static bool say_missing_unit(const struct mu_slot *slot, double number, const char *unit)
{
    const char *label = mu_units_label(unit);
    if (strcmp(unit, "s") == 0)
        return mu_slot_error(slot,
                             "%.10g has no unit; write \"%.10g min\", \"%.10g h\" or the like",
                             number, number, number);
    return mu_slot_error(slot, "%.10g has no unit; write \"%.10g %s\" if that is meant", number,
                         number, label);
}

bool mu_read_quantity(const struct mu_slot *slot, double number, const char *written,
                      const char *unit, double *value)
{
    if (!*written && is_plain(unit)) {
        *value = number;
        return true;
    }
    if (!*written)
        return say_missing_unit(slot, number, unit);
    struct mu_units *units = slot->in->units;
    switch (mu_units_convert(units, number, written, is_plain(unit) ? "1" : unit, value)) {
    case MU_UNIT_FITS: return true;
    case MU_UNIT_OTHER: break;
    case MU_UNIT_UNKNOWN: {
        const char *near = mu_units_nearest(written);
        if (near)
            return mu_slot_error(slot, "\"%s\" is not a known unit; did you mean \"%s\"?", written,
                                 near);
        return mu_slot_error(slot, "\"%s\" is not a known unit; %s is expected", written,
                             is_plain(unit) ? "a plain number" : mu_units_label(unit));
    }
    }
    char is[80], wanted[80];
    mu_units_what(units, written, is, sizeof is);
    mu_units_what(units, is_plain(unit) ? "1" : unit, wanted, sizeof wanted);
    if (is_plain(unit))
        return mu_slot_error(slot, "%.10g %s is %s; %s is expected", number, written, is, wanted);
    return mu_slot_error(slot, "%.10g %s is %s; %s in %s is expected", number, written, is, wanted,
                         mu_units_label(unit));
}

static bool say_no_number(const struct mu_slot *slot, const char *text, const char *unit)
{
    if (is_plain(unit))
        return mu_slot_error(slot, "\"%s\" is not a number", text);
    return mu_slot_error(slot, "\"%s\" is not a number with a unit (%s)", text,
                         mu_units_label(unit));
}

bool mu_read_number(const struct mu_slot *slot, const char *text, const char *unit, double *value)
{
    const char *at = skip_blanks(text);
    double number;
    if (!mu_scan_number(&at, &number))
        return say_no_number(slot, text, unit);
    if (*at == ',' && is_digit(at[1]))
        return mu_slot_error(slot, "\"%s\": write numbers without commas", text);
    at = skip_blanks(at);
    char written[80];
    size_t n = strlen(at);
    if (n >= sizeof written)
        return say_no_number(slot, text, unit);
    while (n > 0 && strchr(" \t\r\n", at[n - 1]))
        n--;
    memcpy(written, at, n);
    written[n] = '\0';
    if (is_digit(*written) && !strchr(written, '/'))
        return say_no_number(slot, text, unit);
    return mu_read_quantity(slot, number, written, unit, value);
}

bool mu_read_integer(const struct mu_slot *slot, const char *text, const char *unit, int64_t *value)
{
    double number;
    if (!mu_read_number(slot, text, unit, &number))
        return false;
    if (number != floor(number) || fabs(number) > 9007199254740992.0) /* 2^53: exact in a double */
        return mu_slot_error(slot, "%s is not a whole number", text);
    *value = (int64_t)number;
    return true;
}

bool mu_read_bool(const struct mu_slot *slot, const char *text, bool *value)
{
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) {
        *value = text[0] == 't';
        return true;
    }
    static const char *const yes[] = {"yes", "Yes", "YES", "on", "True", "TRUE", "y", "1"};
    static const char *const no[] = {"no", "No", "NO", "off", "False", "FALSE", "n", "0"};
    for (size_t i = 0; i < 8; i++) {
        if (strcmp(text, yes[i]) == 0)
            return mu_slot_error(slot, "\"%s\": write true", text);
        if (strcmp(text, no[i]) == 0)
            return mu_slot_error(slot, "\"%s\": write false", text);
    }
    return mu_slot_error(slot, "\"%s\" is neither true nor false", text);
}

bool mu_check_range(const struct mu_slot *slot, double value, double lo, double hi,
                    const char *unit)
{
    if ((lo == 0.0 && hi == 0.0) || (value >= lo && value <= hi))
        return true;
    char v[64], l[64], h[64];
    mu_format_value(value, unit, v, sizeof v);
    mu_format_value(lo, unit, l, sizeof l);
    mu_format_value(hi, unit, h, sizeof h);
    return mu_slot_error(slot, "%s is out of range; allowed %s to %s", v, l, h);
}

/* In the largest unit that gives at least one and no more than three decimals. */
static void format_duration(double s, char *text, size_t size)
{
    static const struct {
        double s;
        const char *name;
    } steps[] = {{86400, "d"}, {3600, "h"}, {60, "min"}};
    for (size_t i = 0; i < 3; i++) {
        double v = s / steps[i].s;
        if (fabs(v) >= 1.0 && fabs(v * 100 - round(v * 100)) < 1e-9) {
            snprintf(text, size, "%.10g %s", v, steps[i].name);
            return;
        }
    }
    snprintf(text, size, "%.10g s", s);
}

void mu_format_value(double value, const char *unit, char *text, size_t size)
{
    if (is_plain(unit))
        snprintf(text, size, "%.10g", value);
    else if (strcmp(unit, "s") == 0)
        format_duration(value, text, size);
    else
        snprintf(text, size, "%.10g %s", value, mu_units_label(unit));
}
