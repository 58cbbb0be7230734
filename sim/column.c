#include "sim/column_impl.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *mu_column_add(struct mu_column *column, size_t n)
{
    if (n > column->capacity - column->n) {
        size_t capacity = column->n + column->n / 2 + n;
        if (capacity > SIZE_MAX / column->width)
            return NULL;
        void *data = realloc(column->data, capacity * column->width);
        if (!data)
            return NULL;
        column->data = data;
        column->capacity = capacity;
    }
    void *end = (char *)column->data + column->n * column->width;
    column->n += n;
    return end;
}

enum mu_err mu_column_clone(const struct mu_column *from, struct mu_column *to)
{
    *to = (struct mu_column){.width = from->width};
    if (from->n == 0)
        return MU_OK;
    void *end = mu_column_add(to, from->n);
    if (!end)
        return MU_ERR_MEMORY;
    memcpy(end, from->data, from->n * from->width);
    return MU_OK;
}

void mu_column_fini(struct mu_column *column)
{
    free(mu_column_take(column));
}

void *mu_column_take(struct mu_column *column)
{
    void *data = column->data;
    *column = (struct mu_column){.width = column->width};
    return data;
}

void *mu_column_hand_over(struct mu_column *column)
{
    void *data = mu_column_take(column);

    return data ? data : calloc(1, column->width);
}
