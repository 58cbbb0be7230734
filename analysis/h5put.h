/* h5put.h - writing HDF5 groups, columns and attributes the way the contract wants them:
 * creation order tracked, chunked, every axis a dimension scale, UTF-8, units.
 *
 * Errors are sticky: after the first one every call does nothing, and `failed` says so. All
 * is written to a file in memory, so that the only thing that can be refused is memory.
 */
#ifndef MU_ANALYSIS_H5PUT_H
#define MU_ANALYSIS_H5PUT_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

#include "sim/value.h"

struct mu_put {
    hid_t file;
    bool failed;
};

enum { MU_PUT_RANK = 3 };

/* A dataset of numbers or texts; rank 0 = one number. Each dimension has the name of a scale
 * in the same group, made before; a scale names itself. */
struct mu_put_column {
    const char *name;
    hid_t type; /* H5T_NATIVE_..., or mu_put_text_type's */
    int rank;
    size_t dims[MU_PUT_RANK];
    const char *scales[MU_PUT_RANK];
    const void *data;                              /* NULL = all missing */
    const char *units, *long_name, *standard_name; /* NULL or "" = left out; numbers without
                                                      units get "1" */
    bool fill_nan;                                 /* doubles and floats: missing values are NaN */
};

/* False: no memory. */
bool mu_put_open(struct mu_put *put);
/* The whole file as bytes, to be freed; NULL: no memory. Closes the file in every case. */
unsigned char *mu_put_close(struct mu_put *put, size_t *n);

/* Negative after a failure; the caller closes groups with mu_put_group_end. */
hid_t mu_put_group(struct mu_put *put, hid_t at, const char *name);
void mu_put_group_end(struct mu_put *put, hid_t group);

/* Texts: `data` is an array of const char *, none of them NULL. */
hid_t mu_put_text_type(struct mu_put *put);
void mu_put_column(struct mu_put *put, hid_t group, const struct mu_put_column *column);
/* One text for each of the rows of `scale`; NULL texts are written as "". */
void mu_put_texts(struct mu_put *put, hid_t group, const char *name, const char *const *texts,
                  size_t n, const char *scale, const char *long_name);
/* Instants, as seconds in `units` ("seconds since ..."); MU_NEVER becomes NaN. */
void mu_put_times(struct mu_put *put, hid_t group, const char *name, const mu_time *times, size_t n,
                  const char *scale, const char *units, const char *long_name);
/* 0 .. n - 1 as a scale: for axes without a natural coordinate. */
void mu_put_row_scale(struct mu_put *put, hid_t group, const char *name, size_t n,
                      const char *long_name);

/* Of a group (at = group, of = ".") or of a dataset of it. NULL texts are left out. */
void mu_put_text(struct mu_put *put, hid_t at, const char *of, const char *name, const char *text);
void mu_put_number(struct mu_put *put, hid_t at, const char *of, const char *name, double value);
void mu_put_integer(struct mu_put *put, hid_t at, const char *of, const char *name, int64_t value);
void mu_put_count(struct mu_put *put, hid_t at, const char *of, const char *name, uint64_t value);
/* CF flags: the meaning of each value 0 .. n - 1 of a uint16 dataset; blanks in texts are
 * not allowed by CF and become "_". */
void mu_put_flags(struct mu_put *put, hid_t at, const char *of, const char *const *meanings,
                  size_t n);

#endif
