/* What the arguments of each distribution mean, by its name. */
#include <math.h>
#include <string.h>

#include "scenarios/dist_impl.h"

/* A number of the wanted dimension. */
bool mu_dist_value(const struct mu_dist_text *p, const struct mu_dist_argument *a, double *value)
{
    return mu_read_quantity(p->slot, a->number, *a->unit ? a->unit : p->tail, p->unit, value);
}

static bool plain_of(const struct mu_dist_text *p, const struct mu_dist_argument *a, double *value)
{
    return mu_read_quantity(p->slot, a->number, a->unit, "1", value);
}

static bool want(const struct mu_dist_text *p, size_t n, const char *form)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->args[i].has_weight)
            return mu_slot_error(p->slot, "\"%s\": weights belong to choice(...) only", p->text);
    return p->n == n || mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
}

static bool word_is(const struct mu_dist_argument *a, const char *word)
{
    return strcmp(a->word, word) == 0;
}

static bool no_words(const struct mu_dist_text *p, size_t n, const char *form)
{
    for (size_t i = 0; i < n; i++)
        if (*p->args[i].word)
            return mu_slot_error(p->slot, "\"%s\": \"%s\" has no meaning there; write %s", p->text,
                                 p->args[i].word, form);
    return true;
}

static bool read_uniform(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "uniform(least, greatest)";
    if (!want(p, 2, form) || !no_words(p, 2, form) || !mu_dist_value(p, &p->args[0], &d->a) ||
        !mu_dist_value(p, &p->args[1], &d->b))
        return false;
    return d->a <= d->b ||
           mu_slot_error(p->slot, "\"%s\": the least is above the greatest", p->text);
}

static bool read_triangular(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "triangular(least, most likely, greatest)";
    if (!want(p, 3, form) || !no_words(p, 3, form) || !mu_dist_value(p, &p->args[0], &d->a) ||
        !mu_dist_value(p, &p->args[1], &d->b) || !mu_dist_value(p, &p->args[2], &d->c))
        return false;
    return (d->a <= d->b && d->b <= d->c) ||
           mu_slot_error(p->slot, "\"%s\": the three numbers must not fall", p->text);
}

static bool read_normal(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "normal(mean, sd ...) or normal(mean, cv ...)";
    if (!want(p, 2, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a))
        return false;
    const struct mu_dist_argument *spread = &p->args[1];
    bool ok = false;
    if (word_is(spread, "sd")) {
        ok = mu_dist_value(p, spread, &d->b);
    } else if (word_is(spread, "cv")) {
        ok = plain_of(p, spread, &d->b);
        d->b *= fabs(d->a);
    } else {
        return mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
    }
    return ok && (d->b >= 0 || mu_slot_error(p->slot, "\"%s\": the spread is negative", p->text));
}

/* sigma of the logarithm. With w = exp(sigma^2): cv^2 = w - 1, and (sd / median)^2 = w (w - 1). */
static bool read_sigma(const struct mu_dist_text *p, const struct mu_dist_argument *a,
                       double median, double *sigma)
{
    double v;
    if (word_is(a, "cv")) {
        if (!plain_of(p, a, &v))
            return false;
        *sigma = sqrt(log1p(v * v));
    } else if (word_is(a, "sd")) {
        if (!mu_dist_value(p, a, &v))
            return false;
        double r = v / median;
        *sigma = sqrt(log((1 + sqrt(1 + 4 * r * r)) / 2));
    } else if (word_is(a, "sigma")) {
        if (!plain_of(p, a, &v))
            return false;
        *sigma = v;
    } else {
        return mu_slot_error(p->slot, "\"%s\": write lognormal(median, cv ...), sd or sigma",
                             p->text);
    }
    return v >= 0 || mu_slot_error(p->slot, "\"%s\": the spread is negative", p->text);
}

static bool read_lognormal(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "lognormal(median, cv ...)";
    if (!want(p, 2, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a))
        return false;
    if (d->a <= 0)
        return mu_slot_error(p->slot, "\"%s\": the median must be above 0", p->text);
    return read_sigma(p, &p->args[1], d->a, &d->b);
}

static bool read_exponential(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "exponential(mean)";
    if (!want(p, 1, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a))
        return false;
    return d->a > 0 || mu_slot_error(p->slot, "\"%s\": the mean must be above 0", p->text);
}

static bool read_weibull(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "weibull(scale, shape ...)";
    if (!want(p, 2, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a) ||
        !plain_of(p, &p->args[1], &d->b))
        return false;
    if (*p->args[1].word && !word_is(&p->args[1], "shape"))
        return mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
    return (d->a > 0 && d->b > 0) ||
           mu_slot_error(p->slot, "\"%s\": scale and shape must be above 0", p->text);
}

static bool read_choice(const struct mu_dist_text *p, struct mu_dist *d)
{
    double *values = mu_pool_alloc(p->slot->in->pool, p->n * sizeof *values);
    double *cumulative = mu_pool_alloc(p->slot->in->pool, p->n * sizeof *cumulative);
    if (!values || !cumulative || !no_words(p, p->n, "choice(3 m: 0.2, 5 m: 0.8)"))
        return false;
    double sum = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct mu_dist_argument *a = &p->args[i];
        double weight = a->has_weight ? a->weight : 1.0;
        if (!mu_dist_value(p, a, &values[i]))
            return false;
        if (a->has_weight != p->args[0].has_weight || weight < 0)
            return mu_slot_error(p->slot, "\"%s\": give every value a weight from 0, or none",
                                 p->text);
        cumulative[i] = sum += weight;
    }
    if (!(sum > 0))
        return mu_slot_error(p->slot, "\"%s\": the weights sum to 0", p->text);
    for (size_t i = 0; i < p->n; i++)
        cumulative[i] = i + 1 == p->n ? 1.0 : cumulative[i] / sum;
    d->values = values;
    d->cumulative = cumulative;
    d->n = p->n;
    return true;
}

/* The second argument is a plain number above 0, with or without its name before it. */
/* A plain number above 0, perhaps behind a word. */
static bool read_above_0(const struct mu_dist_text *p, size_t i, const char *word, const char *form,
                         double most, double *number)
{
    const struct mu_dist_argument *a = &p->args[i];

    if (*a->word && !word_is(a, word))
        return mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
    if (!plain_of(p, a, number))
        return false;
    return (*number > 0 && *number <= most) ||
           mu_slot_error(p->slot, "\"%s\": %s must be above 0 and at most %g", p->text, word, most);
}

static bool read_shape(const struct mu_dist_text *p, size_t i, const char *word, const char *form,
                       double *shape)
{
    return read_above_0(p, i, word, form, MU_DIST_SHAPE_MAX, shape);
}

/* A first argument above 0, then a shape. */
static bool read_shaped(const struct mu_dist_text *p, const char *what, const char *form,
                        struct mu_dist *d)
{
    if (!want(p, 2, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a))
        return false;
    if (!(d->a > 0))
        return mu_slot_error(p->slot, "\"%s\": the %s must be above 0", p->text, what);
    return read_shape(p, 1, "shape", form, &d->b);
}

/* Of a gamma: shape 1 / cv^2. */
static bool read_gamma(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "gamma(mean, shape ...) or gamma(mean, cv ...)";
    double cv;

    if (p->n != 2 || !word_is(&p->args[1], "cv"))
        return read_shaped(p, "mean", form, d);
    if (!want(p, 2, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a) ||
        !read_shape(p, 1, "cv", form, &cv))
        return false;
    d->b = fmin(1 / (cv * cv), MU_DIST_SHAPE_MAX);
    return d->a > 0 || mu_slot_error(p->slot, "\"%s\": the mean must be above 0", p->text);
}

static bool read_erlang(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "erlang(mean, stages ...)";

    if (!want(p, 2, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a) ||
        !read_shape(p, 1, "stages", form, &d->b))
        return false;
    if (d->b != floor(d->b))
        return mu_slot_error(p->slot, "\"%s\": stages are whole", p->text);
    return d->a > 0 || mu_slot_error(p->slot, "\"%s\": the mean must be above 0", p->text);
}

static bool read_ends(const struct mu_dist_text *p, size_t last, struct mu_dist *d)
{
    if (!mu_dist_value(p, &p->args[0], &d->a) || !mu_dist_value(p, &p->args[last], &d->d))
        return false;
    return d->a < d->d ||
           mu_slot_error(p->slot, "\"%s\": the least must be below the greatest", p->text);
}

static bool read_beta(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "beta(least, greatest, shape ..., shape ...)";

    return want(p, 4, form) && no_words(p, 2, form) && read_ends(p, 1, d) &&
           read_shape(p, 2, "shape", form, &d->b) && read_shape(p, 3, "shape", form, &d->c);
}

/* The beta distribution that planners give by three estimates: mean (least + 4 likely +
 * greatest) / 6 (Malcolm, Roseboom, Clark and Fazar 1959). */
static bool read_pert(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "pert(least, most likely, greatest)";
    double likely;

    if (!want(p, 3, form) || !no_words(p, 3, form) || !read_ends(p, 2, d) ||
        !mu_dist_value(p, &p->args[1], &likely))
        return false;
    d->b = 1 + 4 * (likely - d->a) / (d->d - d->a);
    d->c = 1 + 4 * (d->d - likely) / (d->d - d->a);
    return (d->a <= likely && likely <= d->d) ||
           mu_slot_error(p->slot, "\"%s\": the three numbers must not fall", p->text);
}

static bool read_loglogistic(const struct mu_dist_text *p, struct mu_dist *d)
{
    return read_shaped(p, "median", "loglogistic(median, shape ...)", d);
}

static bool read_pareto(const struct mu_dist_text *p, struct mu_dist *d)
{
    return read_shaped(p, "least", "pareto(least, shape ...)", d);
}

/* A place, then a scale in the same unit. */
static bool read_scaled(const struct mu_dist_text *p, const char *form, struct mu_dist *d)
{
    if (!want(p, 2, form) || !no_words(p, 1, form) || !mu_dist_value(p, &p->args[0], &d->a))
        return false;
    if (*p->args[1].word && !word_is(&p->args[1], "scale"))
        return mu_slot_error(p->slot, "\"%s\": write %s", p->text, form);
    return mu_dist_value(p, &p->args[1], &d->b) &&
           (d->b > 0 || mu_slot_error(p->slot, "\"%s\": the scale must be above 0", p->text));
}

static bool read_logistic(const struct mu_dist_text *p, struct mu_dist *d)
{
    return read_scaled(p, "logistic(mean, scale ...)", d);
}

static bool read_gumbel(const struct mu_dist_text *p, struct mu_dist *d)
{
    return read_scaled(p, "gumbel(mode, scale ...)", d);
}

/* ---- whole numbers ---- */

/* Whole numbers of minutes are no whole numbers of seconds: which are meant must not be guessed. */
static bool is_whole_unit(const struct mu_dist_text *p, const struct mu_dist_argument *a)
{
    struct mu_dist_argument one = *a;
    double value;

    one.number = 1;
    if (!mu_dist_value(p, &one, &value))
        return false;
    return value == 1 ||
           mu_slot_error(p->slot, "\"%s\" draws whole numbers: write them in %s", p->text, p->unit);
}

static bool read_count(const struct mu_dist_text *p, double least, double *count)
{
    if (!is_whole_unit(p, &p->args[0]) || !mu_dist_value(p, &p->args[0], count))
        return false;
    if (*count >= least && *count > 0 && *count <= MU_DIST_COUNT_MAX)
        return true;
    const bool plain = strcmp(p->unit, "1") == 0;
    return mu_slot_error(p->slot, "\"%s\": %g is out of range; allowed %s%g to %g%s%s", p->text,
                         *count, least > 0 ? "" : "above ", least, MU_DIST_COUNT_MAX,
                         plain ? "" : " ", plain ? "" : p->unit);
}

static bool read_poisson(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "poisson(mean)";
    return want(p, 1, form) && no_words(p, 1, form) && read_count(p, 0, &d->a);
}

static bool read_chance(const struct mu_dist_text *p, size_t i, const char *form, double *chance)
{
    return read_above_0(p, i, "p", form, 1, chance);
}

static bool read_binomial(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "binomial(trials, p ...)";

    if (!want(p, 2, form) || !no_words(p, 1, form) || !read_count(p, 1, &d->a) ||
        !read_chance(p, 1, form, &d->b))
        return false;
    return d->a == floor(d->a) || mu_slot_error(p->slot, "\"%s\": trials are whole", p->text);
}

static bool read_geometric(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "geometric(mean) or geometric(p ...)";

    if (!want(p, 1, form))
        return false;
    if (!word_is(&p->args[0], "p"))
        return no_words(p, 1, form) && read_count(p, 1, &d->a);
    struct mu_dist_argument tail = {.unit = ""};
    if (!read_chance(p, 0, form, &d->a) || (*p->tail && !is_whole_unit(p, &tail)))
        return false;
    d->a = 1 / d->a;
    return true;
}

static bool read_negative_binomial(const struct mu_dist_text *p, struct mu_dist *d)
{
    const char *form = "negative_binomial(mean, shape ...)";

    return want(p, 2, form) && no_words(p, 1, form) && read_count(p, 0, &d->a) &&
           read_shape(p, 1, "shape", form, &d->b);
}

static const struct mu_dist_form forms[] = {
    {"uniform", MU_DIST_UNIFORM, read_uniform},
    {"triangular", MU_DIST_TRIANGULAR, read_triangular},
    {"pert", MU_DIST_BETA, read_pert},
    {"beta", MU_DIST_BETA, read_beta},
    {"normal", MU_DIST_NORMAL, read_normal},
    {"lognormal", MU_DIST_LOGNORMAL, read_lognormal},
    {"logistic", MU_DIST_LOGISTIC, read_logistic},
    {"loglogistic", MU_DIST_LOGLOGISTIC, read_loglogistic},
    {"exponential", MU_DIST_EXPONENTIAL, read_exponential},
    {"erlang", MU_DIST_GAMMA, read_erlang},
    {"gamma", MU_DIST_GAMMA, read_gamma},
    {"weibull", MU_DIST_WEIBULL, read_weibull},
    {"pareto", MU_DIST_PARETO, read_pareto},
    {"gumbel", MU_DIST_GUMBEL, read_gumbel},
    {"poisson", MU_DIST_POISSON, read_poisson},
    {"binomial", MU_DIST_BINOMIAL, read_binomial},
    {"geometric", MU_DIST_GEOMETRIC, read_geometric},
    {"negative_binomial", MU_DIST_NEGATIVE_BINOMIAL, read_negative_binomial},
    {"choice", MU_DIST_CHOICE, read_choice},
};

const struct mu_dist_form *mu_dist_form(size_t i)
{
    return i < sizeof forms / sizeof *forms ? &forms[i] : NULL;
}
