/* curves.h - persons by state and the breach over time, for plots. */
#ifndef MU_ANALYSIS_CURVES_H
#define MU_ANALYSIS_CURVES_H

#include "analysis/view.h"

#define MU_CURVE_LIST(X)                                                                           \
    X(MU_CURVE_WARNED, "warned", "person", "warned so far")                                        \
    X(MU_CURVE_DEPARTED, "departed", "person", "set out so far by their own means")                \
    X(MU_CURVE_TRAPPED, "trapped", "person", "trapped by water now, and waiting to be fetched")    \
    X(MU_CURVE_MOVED, "moved", "person", "out of the flooded zones so far")                        \
    X(MU_CURVE_MOVED_OWN, "moved_own", "person", "of them by their own means")                     \
    X(MU_CURVE_MOVED_BUS, "moved_bus", "person", "of them by bus")                                 \
    X(MU_CURVE_MOVED_BOAT, "moved_boat", "person", "of them by boat")                              \
    X(MU_CURVE_SHELTERED, "sheltered", "person", "in a shelter or at relatives' now")              \
    X(MU_CURVE_DEAD, "dead", "person", "dead so far")                                              \
    X(MU_CURVE_BREACH, "breach", "m", "open width of the widest breach")                           \
    X(MU_CURVE_CLOSED, "closed", "m", "width closed so far")

enum mu_curve {
#define X(code, name, unit, help) code,
    MU_CURVE_LIST(X)
#undef X
        MU_CURVES
};

struct mu_curves {
    size_t n; /* points */
    mu_time *times;
    double *values[MU_CURVES];
};

/* At the instants of `times` (ascending); a point counts what happened until then, that
 * instant included. */
enum mu_err mu_curves_init(struct mu_curves *curves, const struct mu_view *view,
                           const mu_time *times, size_t n) MU_CHECKED;
void mu_curves_fini(struct mu_curves *curves);

const char *mu_curve_name(enum mu_curve curve);
const char *mu_curve_unit(enum mu_curve curve);
const char *mu_curve_help(enum mu_curve curve);

#endif
