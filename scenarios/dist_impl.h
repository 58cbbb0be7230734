/* dist_impl.h - private: what has been read of a distribution, before it means anything. */
#ifndef MU_SCENARIOS_DIST_IMPL_H
#define MU_SCENARIOS_DIST_IMPL_H

#include "scenarios/values.h"

#define MU_DIST_ARGUMENTS_MAX 64

/* One argument: a word before the number ("cv"), the number, its unit, a weight after it. */
struct mu_dist_argument {
    char word[16];
    double number;
    char unit[32];
    bool has_weight;
    double weight;
};

struct mu_dist_text {
    const struct mu_slot *slot;
    const char *text, *at;
    const char *unit; /* wanted */
    struct mu_dist_argument args[MU_DIST_ARGUMENTS_MAX];
    size_t n;
    bool cut;
    struct mu_dist_argument cut_lo, cut_hi;
    char tail[32]; /* unit behind the parenthesis */
};

/* A number of the wanted dimension. */
bool mu_dist_value(const struct mu_dist_text *p, const struct mu_dist_argument *a, double *value);

/* A name and how its arguments are read. */
struct mu_dist_form {
    const char *name;
    enum mu_dist_kind kind;
    bool (*read)(const struct mu_dist_text *p, struct mu_dist *d);
};

/* NULL behind the last one. */
const struct mu_dist_form *mu_dist_form(size_t i);

#endif
