#include "analysis/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

/* Two references closer than this share of the larger one do not differ: sums of the same
 * numbers may differ in their last bits. */
#define SAME_SHARE 1e-9

char mu_rating(double attainment)
{
    if (isnan(attainment))
        return '-';
    if (attainment >= 0.80)
        return 'P';
    if (attainment >= 0.65)
        return 'S';
    return attainment >= 0.50 ? 'M' : 'U';
}

const char *mu_score_flag_text(enum mu_score_flag flag)
{
    static const char *const texts[] = {
#define X(code, text) text,
        MU_SCORE_FLAG_LIST(X)
#undef X
    };
    mu_assert((size_t)flag < MU_SCORE_FLAGS);
    return texts[flag];
}

static void flag(struct mu_attained *row, enum mu_score_flag f)
{
    row->flags |= 1U << f;
}

/* The reference of this seed, or the mean over all seeds; NaN when there is none. */
static double reference(const struct mu_references *refs, const char *metric, bool bound,
                        uint64_t seed, bool *other)
{
    double sum = 0;
    size_t n = 0;

    for (size_t i = 0; refs && i < refs->n; i++) {
        const struct mu_reference *r = &refs->rows[i];
        if (r->bound != bound || strcmp(r->metric, metric) != 0)
            continue;
        if (r->seed == seed)
            return r->value;
        if (!isnan(r->value)) {
            sum += r->value;
            n++;
        }
    }
    *other |= n > 0;
    return n ? sum / (double)n : NAN;
}

static void look_up(struct mu_attained *row, const struct mu_references *refs, uint64_t seed)
{
    bool other = false;

    row->none = reference(refs, row->metric, false, seed, &other);
    row->bound = reference(refs, row->metric, true, seed, &other);
    if (other)
        flag(row, MU_SCORE_OTHER_SEEDS);
}

static bool is_met(const struct mu_attained *row)
{
    if (row->better == MU_LOWER_IS_BETTER)
        return row->value <= row->target;
    return row->value >= row->target;
}

static bool references_differ(const struct mu_attained *row)
{
    double larger = fmax(fabs(row->none), fabs(row->bound));

    return fabs(row->bound - row->none) > SAME_SHARE * larger;
}

static bool is_reversed(const struct mu_attained *row)
{
    return (row->better == MU_LOWER_IS_BETTER) != (row->bound < row->none);
}

static void drop(struct mu_attained *row, enum mu_score_flag why)
{
    flag(row, why);
    row->weight = 0;
    row->attainment = NAN;
}

static void attain(struct mu_attained *row)
{
    double share = (row->value - row->none) / (row->bound - row->none);

    if (isnan(row->value)) {
        drop(row, MU_SCORE_NO_VALUE);
    } else if (isnan(row->none) || isnan(row->bound)) {
        flag(row, MU_SCORE_NO_REFERENCE);
        row->attainment = row->met ? 1 : 0;
    } else if (!references_differ(row)) {
        drop(row, MU_SCORE_SAME_REFERENCES);
    } else if (is_reversed(row)) {
        drop(row, MU_SCORE_REVERSED);
    } else {
        row->attainment = fmin(fmax(share, 0), 1);
    }
    row->rating = mu_rating(row->attainment);
}

static struct mu_attained judge(const struct mu_view *view, const struct mu_objective *objective,
                                const struct mu_references *refs)
{
    struct mu_metric_use use;
    struct mu_metric_value value;
    struct mu_attained row = {.id = objective->id,
                              .title = objective->title,
                              .metric = objective->metric,
                              .target = objective->target,
                              .weight = objective->weight,
                              .better = objective->better,
                              .veto = objective->veto};

    if (!mu_metric_find(objective->metric, &use))
        mu_bug("an objective without metric: the reader lets none through");
    value = mu_metric_of(&use, view);
    row.unit = use.metric->unit;
    row.value = value.value;
    row.met = is_met(&row);
    if (value.censored)
        flag(&row, MU_SCORE_CENSORED);
    look_up(&row, refs, view->result->seed);
    attain(&row);
    return row;
}

static void sum_up(struct mu_score *score)
{
    double sum = 0, weights = 0;

    for (size_t i = 0; i < score->n; i++) {
        const struct mu_attained *row = &score->rows[i];
        if (row->weight > 0) {
            sum += row->weight * row->attainment;
            weights += row->weight;
        }
        score->vetoed |= row->veto && !isnan(row->value) && !row->met;
    }
    score->score = weights > 0 ? sum / weights : NAN;
    score->rating = score->vetoed ? 'U' : mu_rating(score->score);
}

enum mu_err mu_score_init(struct mu_score *score, const struct mu_view *view,
                          const struct mu_objective *objectives, size_t n,
                          const struct mu_references *references)
{
    *score = (struct mu_score){.rows = calloc(n + 1, sizeof *score->rows)};
    if (!score->rows)
        return MU_ERR_MEMORY;
    score->n = n;
    for (size_t i = 0; i < n; i++)
        score->rows[i] = judge(view, &objectives[i], references);
    sum_up(score);
    return MU_OK;
}

void mu_score_fini(struct mu_score *score)
{
    free(score->rows);
    *score = (struct mu_score){0};
}
