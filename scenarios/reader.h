/* reader.h - scenario, plan and history files -> the world, or all their mistakes.
 *
 *     struct mu_scenario *s = mu_scenario_read(&request, mu_models, &diags);
 *     mu_diags_print(&diags, stderr);      // before the scenario goes: it holds the file names
 *     if (s && s->world) ... run it ...
 *     mu_scenario_destroy(s);
 *
 * The format: docs/format.md. Nothing here knows a model by name.
 */
#ifndef MU_SCENARIOS_READER_H
#define MU_SCENARIOS_READER_H

#include "models/geo.h"
#include "scenarios/inputs.h"
#include "sim/world.h"

struct mu_scenario_request {
    const char *scenario;         /* path of the file, or of its folder */
    const char *plan, *history;   /* paths, NULL = none */
    const char *const *overrides; /* "zone.Luozhen.population=1000 persons" */
    size_t n_overrides;
    /* Kept from an earlier reading: these are read, by name, and nothing from the disk. The folder
     * of `scenario` need not exist then. NULL = from the disk. Borrowed until the read is over. */
    const struct mu_source_file *given;
    size_t n_given;
};

struct mu_goal {
    const char *id, *title, *metric;
    bool has_target;
    double target;    /* in `unit` */
    const char *unit; /* coherent SI: "person", "s", "1" */
    bool lower_is_better;
    bool veto;
    double weight;
    struct mu_place place;
};

/* Something recorded of the real event, to be drawn beside what was simulated. */
struct mu_observed {
    const char *curve, *title, *source; /* "" = not given */
    mu_time at;
    double low, high; /* equal for a single value; in `unit` */
    const char *unit; /* coherent SI */
    struct mu_place place;
};

struct mu_plan_info {
    const char *id; /* NULL = no plan */
    const char *version, *title, *tier, *hazard_class, *hazard_kind, *parent, *review_by;
    const char **linked;
    size_t n_linked, n_items;
};

struct mu_scenario {
    struct mu_world *world; /* NULL after mistakes */
    struct mu_geo geo;
    const char *name, *summary, *hazard_class, *hazard_kind; /* "" = not given */
    int64_t start_unix;                                      /* s since 1970-01-01T00:00Z */
    int zone_s;                                              /* the start's offset from UTC */
    mu_time end, onset;                                      /* onset MU_NEVER = none */
    struct mu_goal *objectives;
    size_t n_objectives;
    struct mu_observed *observed;
    size_t n_observed;
    const char *references; /* path of the file, NULL = none */
    struct mu_plan_info plan;
    const char *history;          /* its title, NULL = none */
    struct mu_source_file *files; /* all that was read, the scenario first */
    size_t n_files;
    struct mu_reader *reader; /* the reader's own memory */
};

/* NULL = no memory; then `diags` must not be printed. Mistakes: `world` is NULL and `diags` has
 * errors. `models`: NULL at the end. `diags` borrows file names from the scenario. */
struct mu_scenario *mu_scenario_read(const struct mu_scenario_request *request,
                                     const struct mu_model *const *models, struct mu_diags *diags);
void mu_scenario_destroy(struct mu_scenario *scenario);
/* "T+02:30", "2010-06-21T18:30+08:00" or "30 h" (since the start), as on a command line. */
bool mu_scenario_instant(const struct mu_scenario *scenario, const char *text, mu_time *at,
                         struct mu_diags *diags);

#endif
