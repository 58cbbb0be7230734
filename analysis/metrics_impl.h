/* metrics_impl.h - the functions behind the table of metrics. */
#ifndef MU_ANALYSIS_METRICS_IMPL_H
#define MU_ANALYSIS_METRICS_IMPL_H

#include "analysis/metrics.h"

#define MU_METRIC(name)                                                                            \
    struct mu_metric_value name(const struct mu_view *, const struct mu_metric_use *)

/* metrics_people.c */
MU_METRIC(mu_metric_people_total);
MU_METRIC(mu_metric_warned_before_water);
MU_METRIC(mu_metric_lead_time_median);
MU_METRIC(mu_metric_moved);    /* arg = enum mu_means; MU_MEANS = any */
MU_METRIC(mu_metric_moved_by); /* n = hours */
MU_METRIC(mu_metric_warned);
MU_METRIC(mu_metric_refused);
MU_METRIC(mu_metric_needless);
MU_METRIC(mu_metric_sheltered);
MU_METRIC(mu_metric_trapped);
MU_METRIC(mu_metric_trapped_peak);
MU_METRIC(mu_metric_trapped_hours);
MU_METRIC(mu_metric_first_rescue);
MU_METRIC(mu_metric_rescue_wait); /* arg = quantile */

/* metrics_events.c */
MU_METRIC(mu_metric_event_sum);   /* of values of `kind` */
MU_METRIC(mu_metric_event_count); /* of `kind` */
MU_METRIC(mu_metric_event_most);  /* greatest value of `kind` */
MU_METRIC(mu_metric_width_max);
MU_METRIC(mu_metric_after_breach); /* first `kind`; NaN without a breach */
MU_METRIC(mu_metric_level_at);     /* n = level */
MU_METRIC(mu_metric_reports_sent);
MU_METRIC(mu_metric_reports_good_share);
MU_METRIC(mu_metric_reports_with); /* arg = enum mu_report_status */
MU_METRIC(mu_metric_items_with);   /* arg = enum mu_task_status */
MU_METRIC(mu_metric_items_triggered);
MU_METRIC(mu_metric_items_done_share);
MU_METRIC(mu_metric_items_late);
MU_METRIC(mu_metric_team_hours);

struct mu_metric_value mu_metric_since_onset(const struct mu_view *view, mu_time t);

#endif
