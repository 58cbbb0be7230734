/* worlds.h - small worlds for tests of the engine.
 *
 * An actor does what its test says: its parameters name the functions to call. The three
 * models differ only in where they stand: actors on sites of their own, clerks together on
 * the operations site, fields beside everything. What happens is noted in a diary.
 */
#ifndef MU_TESTS_WORLDS_H
#define MU_TESTS_WORLDS_H

#include "sim/run.h"

enum { DIARY_MAX = 256, NOTE_MAX = 64 };

/* What happened, one short text each, in order. */
struct diary {
    int n;
    char notes[DIARY_MAX][NOTE_MAX];
};

struct actor_params {
    void (*start)(struct mu_ctx *ctx, void *state);
    void (*handle)(struct mu_ctx *ctx, void *state, const struct mu_event *ev);
    bool (*advance)(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to);
    void (*board)(struct mu_ctx *ctx, void *state, mu_entity_id owner);
    void (*finish)(struct mu_ctx *ctx, void *state);
    struct diary *diary; /* NULL: none is kept */
    double number;
    int64_t count;
    mu_time delay;
};

/* Any actor's state: a few numbers, and memory it may have asked for. */
struct actor {
    int64_t n;
    double sum;
    mu_ref memory;
    mu_timer timer;
    mu_cause cause;
};

enum actor_kind { ACTOR_DID, ACTOR_SAW };

extern const struct mu_model test_actor_model, test_clerk_model, test_field_model;
extern const struct mu_param test_actor_params[];

/* Names are canonical ("actor/A"), NULL at the end, in any order. The world is sealed but
 * not finished. Options: end 100 s, lookahead 1 s, publication and samples every 10 s. */
struct mu_world *test_world(const char *const *names);
struct mu_world_options test_options(void);
mu_entity_id test_find(const struct mu_world *world, const char *name);
struct actor_params *test_params(struct mu_world *world, const char *name);
/* Finishes the world if need be, with the seed 1. */
struct mu_run *test_run(struct mu_world *world);

void note(struct mu_ctx *ctx, const char *fmt, ...) MU_PRINTF(2, 3);
/* All notes, one space between. */
const char *diary_text(const struct diary *diary, char *text, size_t size);
#define assert_diary(diary, expected)                                                              \
    do {                                                                                           \
        char text_[DIARY_MAX * NOTE_MAX];                                                          \
        assert_string_equal(diary_text(diary, text_, sizeof text_), expected);                     \
    } while (0)

#endif
