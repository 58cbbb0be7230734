/* results_impl.h - the parts of a result file, each written by one function. */
#ifndef MU_ANALYSIS_RESULTS_IMPL_H
#define MU_ANALYSIS_RESULTS_IMPL_H

#include "analysis/h5put.h"
#include "analysis/results.h"

struct mu_writing {
    struct mu_put put;
    const struct mu_result *result;
    const struct mu_results_meta *meta;
    char time_units[64]; /* "seconds since 2010-06-12 16:00:00", UTC as CF has it */
};

/* results_parts.c */
void mu_write_root(struct mu_writing *w);
void mu_write_input(struct mu_writing *w);
void mu_write_events(struct mu_writing *w);
void mu_write_entities(struct mu_writing *w);
void mu_write_series(struct mu_writing *w);

/* results_grids.c */
void mu_write_hazard(struct mu_writing *w);

/* results_boards.c */
void mu_write_boards(struct mu_writing *w);

/* results_rows.c */
enum mu_err mu_write_tables(struct mu_writing *w) MU_CHECKED;
void mu_write_objectives(struct mu_writing *w);
void mu_write_observed(struct mu_writing *w);

#endif
