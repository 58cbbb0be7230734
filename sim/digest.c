#include "sim/digest.h"

#include <string.h>
#include <xxhash.h>

#include "sim/run_impl.h"

uint64_t mu_digest(uint64_t before, const void *bytes, size_t n)
{
    return XXH3_64bits_withSeed(bytes, n, before);
}

static uint64_t of_text(uint64_t d, const char *text)
{
    return text ? mu_digest(d, text, strlen(text) + 1) : mu_digest(d, "", 0);
}

static uint64_t of_entity(uint64_t d, const struct mu_ctx *ctx, mu_entity_id id)
{
    return of_text(d, id.i ? mu_name(ctx, id) : NULL);
}

static uint64_t of_refs(uint64_t d, const struct mu_ctx *ctx, const struct mu_refs *refs)
{
    for (size_t i = 0; i < refs->n; i++)
        d = of_entity(d, ctx, refs->ids[i]);
    return mu_digest(d, &refs->n, sizeof refs->n);
}

static uint64_t of_dist(uint64_t d, const struct mu_dist *dist)
{
    const double numbers[] = {dist->kind, dist->a,  dist->b,  dist->c,
                              dist->d,    dist->lo, dist->hi, (double)dist->n};

    d = mu_digest(d, numbers, sizeof numbers);
    if (dist->n > 0) {
        d = mu_digest(d, dist->values, dist->n * sizeof *dist->values);
        d = mu_digest(d, dist->cumulative, dist->n * sizeof *dist->cumulative);
    }
    return d;
}

static uint64_t of_list(uint64_t d, const struct mu_ctx *ctx, const struct mu_param *params,
                        const char *values);

static uint64_t of_table(uint64_t d, const struct mu_ctx *ctx, const struct mu_param *param,
                         const struct mu_table *table)
{
    for (size_t i = 0; i < table->n; i++)
        d = of_list(d, ctx, param->row, (const char *)table->rows + i * param->row_size);
    return mu_digest(d, &table->n, sizeof table->n);
}

static uint64_t of_value(uint64_t d, const struct mu_ctx *ctx, const struct mu_param *param,
                         const void *value)
{
    switch (param->type) {
    case MU_TYPE_END: break;
    case MU_TYPE_NUMBER: return mu_digest(d, value, sizeof(double));
    case MU_TYPE_INTEGER: return mu_digest(d, value, sizeof(int64_t));
    case MU_TYPE_BOOL: return mu_digest(d, value, sizeof(bool));
    case MU_TYPE_DURATION:
    case MU_TYPE_INSTANT: return mu_digest(d, value, sizeof(mu_time));
    case MU_TYPE_ENUM: return mu_digest(d, value, sizeof(int32_t));
    case MU_TYPE_REF: return of_entity(d, ctx, *(const mu_entity_id *)value);
    case MU_TYPE_REFS: return of_refs(d, ctx, value);
    case MU_TYPE_TEXT: return of_text(d, *(const char *const *)value);
    case MU_TYPE_POINT: return mu_digest(d, value, sizeof(struct mu_point));
    case MU_TYPE_DIST: return of_dist(d, value);
    case MU_TYPE_EXPR: return of_text(d, ((const struct mu_expr *)value)->text);
    case MU_TYPE_TABLE: return of_table(d, ctx, param, value);
    }
    return d;
}

static uint64_t of_list(uint64_t d, const struct mu_ctx *ctx, const struct mu_param *params,
                        const char *values)
{
    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++)
        if (!p->descriptive)
            d = of_value(d, ctx, p, values + p->offset);
    return d;
}

uint64_t mu_digest_params(const struct mu_ctx *ctx, mu_entity_id id, uint64_t before)
{
    const struct mu_entity *entity = &ctx->run->entities[id.i];

    return of_list(before, ctx, entity->model->params, entity->params);
}
