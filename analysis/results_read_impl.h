/* results_read_impl.h - the parts of a result file, each read by one function. */
#ifndef MU_ANALYSIS_RESULTS_READ_IMPL_H
#define MU_ANALYSIS_RESULTS_READ_IMPL_H

#include "analysis/h5get.h"
#include "analysis/results.h"

/* Everything that meta points to, in a list, so that it can be freed at once. */
struct mu_owned {
    struct mu_owned *next;
    void *item;
};

struct mu_reading {
    struct mu_get get;
    hid_t file;
    struct mu_results_file *to;
};

/* Keeps `item` until the file is given back; frees it when there is no memory to. Returns it,
 * or NULL. */
void *mu_read_own(struct mu_reading *r, void *item);
/* The same for n texts and their array. */
const char **mu_read_own_texts(struct mu_reading *r, char **texts, size_t n);

/* results_read_meta.c */
void mu_read_root(struct mu_reading *r);
void mu_read_input(struct mu_reading *r);
void mu_read_tasks(struct mu_reading *r);
void mu_read_objectives(struct mu_reading *r);
void mu_read_observed(struct mu_reading *r);

/* results_read_parts.c */
void mu_read_entities(struct mu_reading *r);
void mu_read_events(struct mu_reading *r);
void mu_read_series(struct mu_reading *r);
void mu_read_hazard(struct mu_reading *r);

/* results_boards.c */
void mu_read_boards(struct mu_reading *r);

#endif
