/* h5get.h - reading HDF5 columns and attributes of files that may be anybody's.
 *
 * Errors are sticky: after the first one every call does nothing and gives nothing; `why`
 * says what was found where.
 */
#ifndef MU_ANALYSIS_H5GET_H
#define MU_ANALYSIS_H5GET_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

#include "sim/err.h"
#include "sim/value.h"

enum { MU_GET_RANK = 3 };

struct mu_get {
    char *why;       /* MU_WHY_MAX bytes */
    enum mu_err err; /* MU_OK so far */
};

bool mu_get_ok(const struct mu_get *get);
void mu_get_fail(struct mu_get *get, const char *fmt, ...) MU_PRINTF(2, 3); /* damaged: ... */
void mu_get_no_memory(struct mu_get *get);
/* Zeroed and never of size 0; NULL: no memory. */
void *mu_get_alloc(struct mu_get *get, size_t n, size_t size);

/* -1 and an error when it is missing. */
hid_t mu_get_group(struct mu_get *get, hid_t at, const char *name);
bool mu_get_has(const struct mu_get *get, hid_t at, const char *name);
void mu_get_group_end(hid_t group);

/* Number of links, and the name of link i in the order of creation. */
size_t mu_get_links(struct mu_get *get, hid_t group);
bool mu_get_link(struct mu_get *get, hid_t group, size_t i, char *name, size_t size);

/* What a dataset is: its rank, dimensions, and whether it holds texts. */
struct mu_get_shape {
    int rank;
    size_t dims[MU_GET_RANK];
    bool text;
};
bool mu_get_shape(struct mu_get *get, hid_t group, const char *name, struct mu_get_shape *shape);

/* A column of `n` rows as an array of its own, to be freed. When *n is SIZE_MAX it is set, else
 * it must fit. `size` = bytes of `type`. */
void *mu_get_column(struct mu_get *get, hid_t group, const char *name, hid_t type, size_t size,
                    size_t *n);
/* Any rank: all elements. */
void *mu_get_block(struct mu_get *get, hid_t group, const char *name, hid_t type, size_t size,
                   const struct mu_get_shape *shape);
/* Seconds as instants, NaN = MU_NEVER. */
mu_time *mu_get_times(struct mu_get *get, hid_t group, const char *name, size_t *n);
/* Each text and the array are to be freed. */
char **mu_get_texts(struct mu_get *get, hid_t group, const char *name, size_t *n);
void mu_get_texts_free(char **texts, size_t n);

/* Attributes of a group (of = ".") or of its dataset. Missing: the text is NULL, the number
 * stays as it was and false is returned; no error. */
char *mu_get_text(struct mu_get *get, hid_t at, const char *of, const char *name);
bool mu_get_number(struct mu_get *get, hid_t at, const char *of, const char *name, hid_t type,
                   void *value);

/* False: too large, not a number, or not whole. */
bool mu_get_to_time(double seconds, mu_time *t);

#endif
