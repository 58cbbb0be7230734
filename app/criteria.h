/* criteria.h - --fail-on 'metric>value': what a run must not come to. */
#ifndef MU_APP_CRITERIA_H
#define MU_APP_CRITERIA_H

#include "analysis/metrics.h"
#include "app/cli.h"

/* One of "<", "<=", ">", ">=", "==", "!=" between a metric and a number in its unit. */
struct mu_criterion {
    const char *text; /* as given */
    struct mu_metric_use metric;
    char metric_name[64];
    char op[3];
    double value;
};

/* False after saying what is wrong with `text`, which is borrowed. */
bool mu_criterion_parse(const char *text, struct mu_criterion *criterion);
/* A metric that is NaN (it never came to it) meets nothing but "!=". */
bool mu_criterion_met(const struct mu_criterion *criterion, double value);

#endif
