/* view.h - one walk over the events of a run, and what metrics, curves and accounts ask of it:
 * what became of every group of people, of every item and of every report.
 */
#ifndef MU_ANALYSIS_VIEW_H
#define MU_ANALYSIS_VIEW_H

#include "analysis/clock.h"
#include "analysis/groups.h"
#include "analysis/tables.h"

/* How a group came out; MU_BY_NOTHING = it has not. */
enum mu_means { MU_BY_NOTHING, MU_BY_OWN, MU_BY_BUS, MU_BY_BOAT, MU_MEANS };

/* What became of one group. Times are MU_NEVER when it did not happen. */
struct mu_group_story {
    uint32_t thing, zone;              /* the group, and the entity it belongs to */
    double persons;                    /* before any death */
    double dead, injured;              /* persons */
    double refused, needless;          /* persons */
    mu_time warned, departed, flooded; /* first times */
    mu_time out;                       /* first time at a shelter, a relative's or on the shore */
    mu_time sheltered;
    enum mu_means means;     /* how it came out */
    mu_time trapped;         /* first time */
    mu_time rescued;         /* first taken aboard, out, or waving a boat on after that */
    double trapped_person_s; /* person-seconds, all spells, until the end of the run */
    bool zone_flooded;       /* water came into its zone during the run */
};

/* A number that holds for some persons. */
struct mu_weighted {
    double value, weight;
};

struct mu_view {
    const struct mu_result *result; /* borrowed */
    struct mu_clock clock;
    struct mu_group_story *groups;
    size_t n_groups;
    struct mu_tables tables;
    double team_busy_s;          /* s, summed over teams, from call to release */
    double trapped_peak;         /* persons at the same time */
    struct mu_weighted *scratch; /* n_groups; one thread may use a view at a time */
};

enum mu_err mu_view_init(struct mu_view *view, const struct mu_result *result,
                         const struct mu_clock *clock, const struct mu_task_info *infos,
                         size_t n_infos) MU_CHECKED;
void mu_view_fini(struct mu_view *view);

#endif
