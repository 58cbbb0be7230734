#include "models/hazard/breach.h"

#include <math.h>

#include "models/hazard/weir.h"

void mu_breach_open(const struct mu_breach_law *law, struct mu_breach *breach)
{
    *breach = (struct mu_breach){.width = law->width, .sill = law->crest};
    if (law->deepening <= 0)
        breach->sill = law->sill;
}

double mu_breach_widening(const struct mu_breach_law *law, double head, double age0, double age1)
{
    /* The published time counts in hours: 3600. Integrated, so that the answer for a steady
     * head does not depend on the step. */
    double c = law->f2 * MU_GRAVITY / (3600 * law->critical_speed);
    double reach = law->f1 * sqrt(MU_GRAVITY) * head * sqrt(head) / law->critical_speed;

    return reach * (log10(1 + c * age1) - log10(1 + c * age0));
}

static double verheij(const struct mu_breach_law *law, const struct mu_breach *b, double age1,
                      double up, double down)
{
    double head = fmax(up, b->sill) - fmax(down, b->sill);

    if (age1 <= law->deepening || head <= 0)
        return 0;
    if (mu_weir_speed(b->sill, up, down) <= law->critical_speed)
        return 0;
    return mu_breach_widening(law, head, fmax(b->age - law->deepening, 0), age1 - law->deepening);
}

static double from_table(const struct mu_breach_law *law, double age)
{
    const struct mu_breach_row *rows = law->rows;
    double t = age * (double)MU_SECOND;

    if (t <= (double)rows[0].age)
        return rows[0].width;
    for (size_t i = 1; i < law->n_rows; i++) {
        double t0 = (double)rows[i - 1].age, t1 = (double)rows[i].age;

        if (t < t1)
            return rows[i - 1].width + (rows[i].width - rows[i - 1].width) * (t - t0) / (t1 - t0);
    }
    return rows[law->n_rows - 1].width;
}

static double straight(const struct mu_breach_law *law, double age)
{
    double share = law->final_age > 0 ? fmin(age / law->final_age, 1) : 1;

    return law->width + share * fmax(law->final_width - law->width, 0);
}

static double widening(const struct mu_breach_law *law, const struct mu_breach *b, double age1,
                       double up, double down)
{
    switch (law->growth) {
    case MU_GROWTH_TABLE: return from_table(law, age1) - from_table(law, b->age);
    case MU_GROWTH_LINEAR: return straight(law, age1) - straight(law, b->age);
    case MU_GROWTH_VERHEIJ: break;
    }
    return verheij(law, b, age1, up, down);
}

void mu_breach_grow(const struct mu_breach_law *law, struct mu_breach *breach, double dt, double up,
                    double down, int ends)
{
    double age1 = breach->age + dt;
    double more = fmax(widening(law, breach, age1, up, down), 0) * (2 - ends) / 2;

    breach->width = fmax(breach->width, fmin(breach->width + more, law->max_width));
    breach->age = age1;
    if (law->deepening > 0) {
        double share = fmin(age1 / law->deepening, 1);

        breach->sill = law->crest + share * (law->sill - law->crest);
    }
}

struct mu_breach_size mu_breach_froehlich_2008(double volume, double height, bool overtopping)
{
    double width = 0.27 * (overtopping ? 1.3 : 1.0) * pow(volume, 0.32) * pow(height, 0.04);
    double slope = overtopping ? 1.0 : 0.7; /* horizontal to vertical */

    return (struct mu_breach_size){
        .width = width,
        .bottom_width = width - slope * height,
        .time = 63.2 * sqrt(volume / (MU_GRAVITY * height * height)),
    };
}

struct mu_breach_size mu_breach_froehlich_1995(double volume, double height, bool overtopping)
{
    double width = 0.1803 * (overtopping ? 1.4 : 1.0) * pow(volume, 0.32) * pow(height, 0.19);
    double slope = overtopping ? 1.4 : 0.9;

    return (struct mu_breach_size){
        .width = width,
        .bottom_width = width - slope * height,
        .time = 3600 * 0.00254 * pow(volume, 0.53) * pow(height, -0.90),
    };
}

/* C_b of Von Thun and Gillette by volume of the reservoir. */
static double von_thun_offset(double volume)
{
    if (volume < 1.23e6)
        return 6.1;
    if (volume < 6.17e6)
        return 18.3;
    return volume < 1.23e7 ? 42.7 : 54.9;
}

struct mu_breach_size mu_breach_von_thun(double volume, double height, bool resistant)
{
    double width = 2.5 * height + von_thun_offset(volume);
    double hours = resistant ? 0.02 * height + 0.25 : 0.015 * height;

    return (struct mu_breach_size){.width = width, .bottom_width = width, .time = 3600 * hours};
}

double mu_breach_peak_1995(double volume, double head)
{
    return 0.607 * pow(volume, 0.295) * pow(head, 1.24);
}
