/* metrics.h - the numbers a run is judged by: one const table, each a name and a function.
 *
 * Names are stable; a study, an objective and `muster models --metrics` all use this list.
 * A metric whose events did not happen gives 0 when it counts, NaN when it is a time, a
 * share or a median of nothing.
 */
#ifndef MU_ANALYSIS_METRICS_H
#define MU_ANALYSIS_METRICS_H

#include "analysis/view.h"

struct mu_metric_value {
    double value;
    bool censored; /* it had not happened by the end of the run, which stands in its place */
};

struct mu_metric_use;

struct mu_metric {
    const char *name; /* "<n>" stands for a whole number: "people.moved.by_<n>h" */
    const char *unit, *help;
    struct mu_metric_value (*value)(const struct mu_view *view, const struct mu_metric_use *use);
    const char *kind; /* of the events it looks at, where one function serves many */
    double arg;       /* a status, means or share, the same */
    int lo, hi;       /* of n, inclusive */
    const int *usual; /* numbers n that tables of runs have columns for; 0 at the end */
};

/* A metric and the number in its name. */
struct mu_metric_use {
    const struct mu_metric *metric;
    double n;
};

size_t mu_metric_count(void);
const struct mu_metric *mu_metric_at(size_t i);
/* For mu_nearest(word, mu_metric_name, NULL): NULL at the end. */
const char *mu_metric_name(const void *unused, size_t i);

/* False when there is no such metric. */
bool mu_metric_find(const char *name, struct mu_metric_use *use);
struct mu_metric_value mu_metric_of(const struct mu_metric_use *use, const struct mu_view *view);

/* Names for the columns of a table of runs: every metric, numbered ones with each of their
 * usual numbers. False when there are no more. */
bool mu_metric_column(size_t i, char *name, size_t size);

#endif
