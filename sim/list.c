#include "sim/list.h"

#include <string.h>

enum { FIRST_CAPACITY = 8 };

static void grow(struct mu_ctx *ctx, struct mu_list *list, size_t size)
{
    const uint32_t capacity = list->capacity > 0 ? 2 * list->capacity : FIRST_CAPACITY;
    const mu_ref more = mu_alloc(ctx, capacity, size);

    if (list->n > 0)
        memcpy(mu_at(ctx, more), mu_at(ctx, list->items), list->n * size);
    list->items = more;
    list->capacity = capacity;
}

void *mu_list_add(struct mu_ctx *ctx, struct mu_list *list, size_t size)
{
    if (list->n == list->capacity)
        grow(ctx, list, size);
    void *item = (char *)mu_at(ctx, list->items) + list->n++ * size;
    return memset(item, 0, size);
}
