/* tables.h - plan items and reports, one row each, put together from the events.
 *
 * An item gets a row each time it is triggered for a target, and one row with the status
 * "never triggered" when that never happens. A report gets a row when it is sent, lost,
 * missed or concealed; what comes of it is found by following causes.
 */
#ifndef MU_ANALYSIS_TABLES_H
#define MU_ANALYSIS_TABLES_H

#include "sim/recorder.h"

/* What the plan says of an item, which no event tells. Borrowed. */
struct mu_task_info {
    const char *item;         /* the thing: "office/county-hq:A7" */
    const char *title, *file; /* may be NULL */
    int64_t line;             /* in the plan file; 0 = unknown */
    mu_time deadline;         /* after the trigger; 0 or MU_NEVER = none */
};

#define MU_TASK_STATUS_LIST(X)                                                                     \
    X(MU_TASK_NEVER, "never_triggered")                                                            \
    X(MU_TASK_TRIGGERED, "triggered")                                                              \
    X(MU_TASK_STARTED, "started")                                                                  \
    X(MU_TASK_DONE, "done")                                                                        \
    X(MU_TASK_LATE, "done_late")                                                                   \
    X(MU_TASK_OVERDUE, "overdue")                                                                  \
    X(MU_TASK_FAILED, "failed")

enum mu_task_status {
#define X(code, text) code,
    MU_TASK_STATUS_LIST(X)
#undef X
        MU_TASK_STATUSES
};

struct mu_task {
    uint32_t item, owner, target;               /* things; target 0 = none */
    mu_time triggered, started, done, deadline; /* MU_NEVER = did not happen, none */
    enum mu_task_status status;
    const struct mu_task_info *info; /* NULL = not handed in */
};

#define MU_REPORT_STATUS_LIST(X)                                                                   \
    X(MU_REPORT_UNDER_WAY, "under_way")                                                            \
    X(MU_REPORT_ON_TIME, "on_time")                                                                \
    X(MU_REPORT_LATE, "late")                                                                      \
    X(MU_REPORT_LOST, "lost")                                                                      \
    X(MU_REPORT_MISSED, "missed")                                                                  \
    X(MU_REPORT_FALSE, "false")                                                                    \
    X(MU_REPORT_CONCEALED, "concealed")

enum mu_report_status {
#define X(code, text) code,
    MU_REPORT_STATUS_LIST(X)
#undef X
        MU_REPORT_STATUSES
};

struct mu_report_row {
    uint32_t sender, receiver;    /* things */
    double number;                /* of the sender */
    mu_time due, sent, received;  /* MU_NEVER = none, not */
    enum mu_report_status status; /* a false report that came late is false */
};

struct mu_tables {
    struct mu_task *tasks;
    size_t n_tasks;
    struct mu_report_row *reports;
    size_t n_reports;
};

/* `infos` may be NULL and must outlive the tables. */
enum mu_err mu_tables_init(struct mu_tables *tables, const struct mu_result *result,
                           const struct mu_task_info *infos, size_t n_infos) MU_CHECKED;
void mu_tables_fini(struct mu_tables *tables);

/* "done_late"; static. */
const char *mu_task_status_text(enum mu_task_status status);
const char *mu_report_status_text(enum mu_report_status status);

#endif
