/* results.h - the result file: HDF5, contract version 1 (docs/results.md).
 *
 * The file is made in memory, written to "<path>.partial" in the same folder, brought to
 * the disk and renamed, so that a file with the final name is always whole.
 */
#ifndef MU_ANALYSIS_RESULTS_H
#define MU_ANALYSIS_RESULTS_H

#include "analysis/score.h"

#define MU_RESULTS_FORMAT 1

/* One of the files a run was made from. */
struct mu_input_file {
    const char *path; /* as the scenario names it */
    const unsigned char *bytes;
    size_t n;
};

/* What is needed beside the inputs, seed and replication to make the run again. The three files
 * are named as in the inputs. */
struct mu_recipe {
    const char *scenario, *plan, *history; /* scenario NULL = not known; the others: none */
    const char *const *overrides;          /* --set, in their order */
    size_t n_overrides;
    bool perfect_information;
    mu_time until; /* MU_NEVER = to the scenario's end */
};

/* Something known of each thing of a kind: a number, or a text. */
struct mu_attribute_column {
    const char *kind, *name, *unit, *help;
    const double *values; /* one for each thing of the kind, in their order; or NULL: */
    const char *const *texts;
    size_t n;
};

/* Something recorded of the real event, to be drawn beside what was simulated. */
struct mu_observation {
    const char *curve; /* a name of curves.h */
    const char *title, *source;
    mu_time at;
    double low, high; /* equal for a single value */
};

/* What a file holds beside the result itself. Everything is borrowed; what may be left
 * out is NULL or 0. */
struct mu_results_meta {
    const char *muster_version;
    const char *scenario, *summary, *plan;
    const char *created; /* ISO 8601 */
    const char *command_line;
    struct mu_clock clock;
    const char *crs_wkt;
    const struct mu_input_file *inputs;
    size_t n_inputs;
    struct mu_recipe recipe;
    const struct mu_attribute_column *attributes;
    size_t n_attributes;
    const struct mu_task_info *tasks;
    size_t n_tasks;
    const struct mu_observation *observed;
    size_t n_observed;
    const struct mu_score *score;
};

/* `why` (MU_WHY_MAX bytes) says what was refused when the answer is not MU_OK; the path is
 * for the caller to print. */
enum mu_err mu_results_write(const char *path, const struct mu_result *result,
                             const struct mu_results_meta *meta, char *why) MU_CHECKED;

/* What was read; owns everything `result` and `meta` point to. meta.tasks has the infos of
 * those items that have a row in /tasks. */
struct mu_results_file {
    struct mu_result result;
    struct mu_results_meta meta;
    void *pool; /* owns the texts and columns */
};

/* MU_ERR_IO: cannot be opened. MU_ERR_INPUT: not a result of ours, damaged, or of a newer
 * format. `why` as above. A zeroed or half-read file may be given to fini. */
enum mu_err mu_results_read(const char *path, struct mu_results_file *file, char *why) MU_CHECKED;
/* The same with the boards of fields, which may be most of the file: for mu_run_replay. */
enum mu_err mu_results_read_boards(const char *path, struct mu_results_file *file,
                                   char *why) MU_CHECKED;
/* Only what the run was made from: names, clock, seed, replication, inputs and recipe. */
enum mu_err mu_results_read_inputs(const char *path, struct mu_results_file *file,
                                   char *why) MU_CHECKED;
void mu_results_file_fini(struct mu_results_file *file);

#endif
