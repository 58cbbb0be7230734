/* score.h - objectives: what a run was worth, between nobody acting and knowing everything.
 *
 *     attainment = clamp((value - none) / (bound - none), 0, 1), paired by seed
 *     rating P S M U at 0.80, 0.65, 0.50; score = weighted mean of attainments
 *
 * An objective whose references do not differ, or of which a number is missing, is flagged
 * and has no weight. A vetoing objective that misses its target makes the whole run U.
 * Without references an objective is P when its target is met and U when not.
 */
#ifndef MU_ANALYSIS_SCORE_H
#define MU_ANALYSIS_SCORE_H

#include "analysis/metrics.h"

enum mu_better { MU_LOWER_IS_BETTER, MU_HIGHER_IS_BETTER };

struct mu_objective {
    const char *id, *title, *metric; /* borrowed */
    double target;                   /* in the metric's unit */
    enum mu_better better;
    double weight; /* >= 0 */
    bool veto;
};

/* One line of the references file. */
struct mu_reference {
    bool bound; /* else: nobody acts */
    uint64_t seed;
    char *metric;
    double value;
};

struct mu_references {
    struct mu_reference *rows;
    size_t n;
};

#define MU_WHY_MAX 512 /* bytes of a text that says why something was refused */

/* CSV with the header "plan_kind,seed,metric,value"; plan_kind is none or bound. `why`
 * (MU_WHY_MAX bytes) names the line of the first mistake. */
enum mu_err mu_references_read(const char *path, struct mu_references *references,
                               char *why) MU_CHECKED;
/* The same from bytes. */
enum mu_err mu_references_parse(const char *text, size_t n, struct mu_references *references,
                                char *why) MU_CHECKED;
void mu_references_fini(struct mu_references *references);

#define MU_SCORE_FLAG_LIST(X)                                                                      \
    X(MU_SCORE_OTHER_SEEDS, "the references are means over other seeds")                           \
    X(MU_SCORE_NO_REFERENCE, "there is no reference")                                              \
    X(MU_SCORE_SAME_REFERENCES, "the references do not differ: no weight")                         \
    X(MU_SCORE_REVERSED, "the references contradict what is better: no weight")                    \
    X(MU_SCORE_NO_VALUE, "there is no value: no weight")                                           \
    X(MU_SCORE_CENSORED, "it had not happened by the end of the run")

/* Bits 1 << i of `flags`. */
enum mu_score_flag {
#define X(code, text) code,
    MU_SCORE_FLAG_LIST(X)
#undef X
        MU_SCORE_FLAGS
};

struct mu_attained {
    const char *id, *title, *metric, *unit; /* borrowed */
    double target, value, none, bound;      /* NaN = missing */
    double attainment;                      /* 0 .. 1, NaN = missing */
    double weight;                          /* as it counts: 0 when flagged away */
    enum mu_better better;
    bool veto, met;
    char rating; /* 'P', 'S', 'M', 'U'; '-' = none */
    unsigned flags;
};

struct mu_score {
    struct mu_attained *rows;
    size_t n;
    double score; /* NaN when nothing has weight */
    char rating;
    bool vetoed; /* a vetoing objective missed its target */
};

/* Every metric must exist. `references` may be NULL. */
enum mu_err mu_score_init(struct mu_score *score, const struct mu_view *view,
                          const struct mu_objective *objectives, size_t n,
                          const struct mu_references *references) MU_CHECKED;
void mu_score_fini(struct mu_score *score);

char mu_rating(double attainment); /* '-' for NaN */
const char *mu_score_flag_text(enum mu_score_flag flag);

#endif
