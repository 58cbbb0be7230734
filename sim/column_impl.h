/* column_impl.h - private: one growing array of items of one size. */
#ifndef MU_SIM_COLUMN_IMPL_H
#define MU_SIM_COLUMN_IMPL_H

#include <stddef.h>

#include "sim/err.h"

struct mu_column {
    void *data;
    size_t n, capacity, width; /* items, items, bytes of one */
};

static inline size_t mu_column_bytes(const struct mu_column *column)
{
    return column->capacity * column->width;
}

/* Room for n > 0 more items, at its end; NULL = no memory. */
void *mu_column_add(struct mu_column *column, size_t n);
enum mu_err mu_column_clone(const struct mu_column *from, struct mu_column *to) MU_CHECKED;
void mu_column_fini(struct mu_column *column);
/* Hands the array over and leaves the column empty. */
void *mu_column_take(struct mu_column *column);
/* The same for a result, in which an array of nothing is one; NULL = no memory. */
void *mu_column_hand_over(struct mu_column *column);

#endif
