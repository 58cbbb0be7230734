/* diag.h - mistakes in what people wrote, collected and then printed together.
 *
 *     flood.yaml:41:9: error: depot "North": unknown setting "bay"; did you mean "bays"?
 *
 * A reader reports a mistake and goes on; whoever called it looks at the count
 * before anything runs. Messages come out in the order of file, line and column;
 * the same message at the same place is kept once.
 */
#ifndef MU_SIM_DIAG_H
#define MU_SIM_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "sim/err.h"

/* A place in a file. `file` is borrowed and must outlive the collection;
 * line and column count from 1, columns in characters; line 0 = the whole file. */
struct mu_place {
    const char *file;
    int line, column;
};

enum mu_severity { MU_SEVERITY_ERROR, MU_SEVERITY_WARNING };

struct mu_diag {
    enum mu_severity severity;
    struct mu_place place;
    char *text;
};

/* Zeroed = empty and ready. */
struct mu_diags {
    struct mu_diag *items;
    size_t n, capacity;
    size_t errors, warnings;
    bool out_of_memory; /* at least one message was lost */
};

void mu_diags_fini(struct mu_diags *diags);

/* Both return false, so that a check can `return mu_diag_error(...)`. */
bool mu_diag_error(struct mu_diags *diags, struct mu_place place, const char *fmt, ...)
    MU_PRINTF(3, 4);
bool mu_diag_warning(struct mu_diags *diags, struct mu_place place, const char *fmt, ...)
    MU_PRINTF(3, 4);

/* Sorts by place and prints one message a line, then, where the file can still
 * be read, the line with a caret under the fault. */
void mu_diags_print(struct mu_diags *diags, FILE *out);
/* Only sorts, and drops what is said twice at one place. */
void mu_diags_sort(struct mu_diags *diags);

/* The candidate nearest to `word` by edit distance (at most a third of its length
 * away), or NULL: for "did you mean". `next` walks the candidates: it gets the
 * index and returns NULL at the end. */
const char *mu_nearest(const char *word, const char *(*next)(const void *list, size_t i),
                       const void *list);

struct mu_world;

/* What a model's own check gets: where to report, what to call the entity, and where each
 * of its settings stands. */
struct mu_check {
    struct mu_diags *diags;
    const char *entity; /* "depot \"North\"" */
    struct mu_place (*place)(const struct mu_check *check, const char *key);
    const void *geography;
    const struct mu_world *world; /* finished: which entities there are, of which kind */
    const void *reader;           /* the reader's own */
};

#endif
