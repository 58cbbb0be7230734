/* value.h - the kinds of value a parameter may hold, as plain structs.
 *
 * Everything here belongs to the design point: read once, const during a run.
 * Numbers are in SI; durations inside distributions are seconds.
 */
#ifndef MU_SIM_VALUE_H
#define MU_SIM_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t mu_time; /* microseconds since the scenario's start */

#define MU_SECOND INT64_C(1000000)
#define MU_MINUTE (60 * MU_SECOND)
#define MU_HOUR (60 * MU_MINUTE)
#define MU_DAY (24 * MU_HOUR)
#define MU_NEVER INT64_MAX

/* An entity: its rank, from 1, among all canonical names sorted by bytes. Rank 0 is
 * the world outside the model: players, history, the journal. */
typedef struct {
    uint32_t i;
} mu_entity_id;

/* Anything an event may speak of: an entity (same number) or a part of one, such as
 * one group of people in a village. 0 = nothing. */
typedef struct {
    uint32_t i;
} mu_thing;

/* One fact: a quantity of one entity ("zone Luozhen: flooded"). 0 = none. */
typedef struct {
    uint32_t i;
} mu_fact;

#define MU_NOBODY ((mu_entity_id){0})
#define MU_NOTHING ((mu_thing){0})
#define MU_NO_FACT ((mu_fact){0})

struct mu_point {
    double x, y; /* m, in the scenario's projected CRS */
};

/* Rows of a table parameter; the row's struct is named beside the parameter. */
struct mu_table {
    const void *rows;
    size_t n;
};

struct mu_refs {
    const mu_entity_id *ids;
    size_t n;
};

enum mu_dist_kind {
    MU_DIST_FIXED,       /* a                                   */
    MU_DIST_UNIFORM,     /* a..b                                */
    MU_DIST_TRIANGULAR,  /* a, mode b, c                        */
    MU_DIST_NORMAL,      /* mean a, standard deviation b        */
    MU_DIST_LOGNORMAL,   /* median a, sigma of the logarithm b  */
    MU_DIST_EXPONENTIAL, /* mean a                              */
    MU_DIST_WEIBULL,     /* scale a, shape b                    */
    MU_DIST_CHOICE,      /* n points with their weights         */
    MU_DIST_GAMMA,       /* mean a, shape b; Erlang: b whole    */
    MU_DIST_BETA,        /* a..d, shapes b and c                */
    MU_DIST_LOGISTIC,    /* mean a, scale b                     */
    MU_DIST_LOGLOGISTIC, /* median a, shape b                   */
    MU_DIST_PARETO,      /* least a, shape b                    */
    MU_DIST_GUMBEL,      /* of the largest; mode a, scale b     */
    /* whole numbers: */
    MU_DIST_POISSON,           /* mean a                                         */
    MU_DIST_BINOMIAL,          /* successes in a trials, each with probability b */
    MU_DIST_GEOMETRIC,         /* trials to the first success, from 1; mean a    */
    MU_DIST_NEGATIVE_BINOMIAL, /* mean a, shape b: variance a + a^2 / b          */
};

/* Up to here GSL's distribution functions of these hold. */
#define MU_DIST_SHAPE_MAX 1e5 /* gamma, beta, negative binomial */
#define MU_DIST_COUNT_MAX 5e5 /* means and trials */

/* A distribution, cut to [lo, hi] by its own quantiles (infinite = not cut). */
struct mu_dist {
    enum mu_dist_kind kind;
    double a, b, c, d;
    double lo, hi;
    const double *values, *cumulative; /* choice: n values; cumulative weights to 1 */
    size_t n;
};

/* A trigger: an expression over what its owner has been told, in postfix order.
 * Text -> nodes is the reader's work; nodes -> number models/command/facts.h. */
enum mu_op {
    MU_OP_NUMBER, /* push number                                          */
    MU_OP_FACT,   /* push the value known of `fact`; unknown if never told */
    MU_OP_IT,     /* push the value known of quantity `q` of the loop's entity */
    MU_OP_ANY,    /* over all entities of a kind: 1 if one is not 0       */
    MU_OP_COUNT,  /* how many are not 0                                   */
    MU_OP_SUM,
    MU_OP_MAX,   /* the last four: model `model`, quantity `q`           */
    MU_OP_SINCE, /* pop truth; push seconds since it became true, 0 while false; memory `slot` */
    MU_OP_AGE,   /* push seconds since `fact` was observed               */
    MU_OP_NOT,
    MU_OP_AND,
    MU_OP_OR,
    MU_OP_LT,
    MU_OP_LE,
    MU_OP_GT,
    MU_OP_GE,
    MU_OP_EQ,
    MU_OP_NE,
    MU_OP_ADD,
    MU_OP_SUB,
    MU_OP_MUL,
    MU_OP_DIV,
};

struct mu_node {
    enum mu_op op;
    double number;
    mu_fact fact;
    uint32_t model, q; /* index in the world's list of models; quantity of that model */
    uint32_t slot;
};

struct mu_expr {
    const struct mu_node *nodes;
    size_t n;
    uint32_t slots;   /* memories used by since() */
    const char *text; /* as written */
};

#endif
