/* breach.h - how an opening in a dike or dam grows.
 *
 *   deepening   0 < age < T0   width B0, the sill falls straight from crest to final sill
 *   widening    age > T0       Verheij and van der Knaap (2003), while water flows in faster
 *                              than the material stands
 *
 * Or: a given table of width by age; or the final size and time of a regression (Froehlich
 * 2008 and 1995, Von Thun and Gillette 1990), reached at a steady rate.
 *
 * Left out on purpose: side slopes (the opening is a rectangle of mean width), sliding of
 * the banks, scour below the final sill. Sources: docs/models/dike.md.
 */
#ifndef MU_MODELS_HAZARD_BREACH_H
#define MU_MODELS_HAZARD_BREACH_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/value.h"

enum mu_growth {
    MU_GROWTH_VERHEIJ,
    MU_GROWTH_TABLE,
    MU_GROWTH_LINEAR, /* to a final size by a regression */
};

struct mu_breach_row {
    mu_time age;
    double width; /* m */
};

struct mu_breach_law {
    enum mu_growth growth;
    double crest, sill;               /* m above the datum; sill = final bottom */
    double width;                     /* m, at first */
    double max_width;                 /* m */
    double deepening;                 /* s, T0 */
    double critical_speed;            /* m/s, u_c */
    double f1, f2;                    /* of Verheij and van der Knaap */
    double final_width;               /* m, LINEAR */
    double final_age;                 /* s, LINEAR */
    const struct mu_breach_row *rows; /* TABLE: ages ascend */
    size_t n_rows;
};

struct mu_breach {
    double age;   /* s since it opened */
    double width; /* m, eroded */
    double sill;  /* m above the datum, now */
};

void mu_breach_open(const struct mu_breach_law *law, struct mu_breach *breach);

/* Grows by `dt` s under levels `up` outside and `down` inside. `ends` = 0, 1 or 2 of the two
 * ends are protected: a protected end erodes no more, and each end does half of the widening. */
void mu_breach_grow(const struct mu_breach_law *law, struct mu_breach *breach, double dt, double up,
                    double down, int ends);

/* Widening [m] between two ages counted from the end of deepening, both >= 0 s, under a
 * constant difference of heads [m] over the sill. */
double mu_breach_widening(const struct mu_breach_law *law, double head, double age0, double age1);

/* Final size of a breach by regression. `volume` m3 above the final sill, `height` m from
 * crest to final sill. */
struct mu_breach_size {
    double width;        /* m, mean */
    double bottom_width; /* m */
    double time;         /* s */
};

struct mu_breach_size mu_breach_froehlich_2008(double volume, double height, bool overtopping);
struct mu_breach_size mu_breach_froehlich_1995(double volume, double height, bool overtopping);
/* `resistant`: material hard to erode. Bottom width = mean width: no slope is given. */
struct mu_breach_size mu_breach_von_thun(double volume, double height, bool resistant);
/* Peak discharge [m3/s], Froehlich 1995; `head` = water depth over the final sill. */
double mu_breach_peak_1995(double volume, double head);

#endif
