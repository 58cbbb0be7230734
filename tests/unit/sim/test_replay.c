/* A run that is given the boards of an earlier one comes out as if it had solved, as long as the
 * field is told the same; when it is not, the result says from when on. */
#include <string.h>

#include "analysis/same.h"
#include "sim/digest.h"
#include "sim/run_impl.h"
#include "tests/cmocka_all.h"

/* ---- a sea and who bathes in it -------------------------------------------------------- */

enum { SEA_TURNED };
enum { CELLS = 9 };

struct sea_params {
    double rise; /* m a step */
    int64_t sends;
};

struct sea {
    double pushed, highest;
    int64_t steps;
};

static double land_height = 1; /* what stands in the geography */

static size_t sea_board_size(const struct mu_ctx *ctx)
{
    (void)ctx;
    return CELLS * sizeof(float) + 2; /* not a whole number of words */
}

/* Rises by its setting, by what it was told and by chance; every third step it is as it was. */
static bool sea_advance(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    const struct sea_params *p = mu_params(ctx);
    struct sea *sea = state;
    float *levels = board;

    (void)from;
    if (sea->steps++ % 3 == 2)
        return false;
    struct mu_stream s = mu_stream_for(ctx, 1, (uint64_t)(to / MU_SECOND));
    for (size_t i = 0; i < CELLS; i++)
        levels[i] += (float)(p->rise + sea->pushed + 0.1 * mu_uniform(&s));
    ((unsigned char *)board)[CELLS * sizeof(float) + 1] = (unsigned char)sea->steps;
    sea->highest = (double)levels[0] > sea->highest ? (double)levels[0] : sea->highest;
    if (sea->steps % 4 == 0)
        mu_record(ctx, &(struct mu_happening){.object = mu_part(ctx, 1), .value = sea->highest});
    return true;
}

static void sea_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct sea_params *p = mu_params(ctx);

    ((struct sea *)state)->pushed += *(const double *)ev->body;
    if (p->sends)
        mu_record(ctx, &(struct mu_happening){0});
}

static void sea_finish(struct mu_ctx *ctx, void *state)
{
    mu_record(ctx, &(struct mu_happening){.value = ((struct sea *)state)->pushed});
}

static void sea_basis(const struct mu_ctx *ctx, const void *state, struct mu_basis *basis)
{
    (void)state;
    basis->land = mu_digest(0, &land_height, sizeof land_height);
    basis->settings = mu_digest_params(ctx, mu_self(ctx), 0);
}

static double sea_highest(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct sea *)state)->highest;
}

static bool sea_shape(const struct mu_ctx *ctx, struct mu_grid_shape *shape)
{
    (void)ctx;
    *shape = (struct mu_grid_shape){.nx = 2, .ny = 1, .x0 = 1, .y0 = 2, .dx = 3};
    return true;
}

static void sea_cells(const struct mu_ctx *ctx, const void *state, float *cells)
{
    (void)ctx;
    cells[0] = (float)((const struct sea *)state)->highest;
    cells[1] = (float)((const struct sea *)state)->steps;
}

static size_t three(const void *params)
{
    (void)params;
    return 3;
}

static const struct mu_param sea_table[] = {
    MU_PARAM_NUMBER(struct sea_params, rise, "m", "0 m", 0, 0, "a step"),
    MU_PARAM_INTEGER(struct sea_params, sends, "0", 0, 1, "breaks the rule"),
    MU_PARAMS_END,
};

static const struct mu_model sea_model = {
    .name = "sea",
    .params = sea_table,
    .params_size = sizeof(struct sea_params),
    .state_size = sizeof(struct sea),
    .kinds = (const struct mu_kind[]){{"sea.turned", "m", "highest", ""}, {0}},
    .series = (const struct mu_series[]){{"highest", "m", "", sea_highest}, {0}},
    .part_kind = "bay",
    .parts = three,
    .field =
        &(const struct mu_field){
            .board_size = sea_board_size,
            .advance = sea_advance,
            .shape = sea_shape,
            .outputs = (const struct mu_grid_output[]){{"level", "m", "", "", false, sea_cells},
                                                       {"highest", "m", "", "", true, sea_cells},
                                                       {0}},
            .basis = sea_basis},
    .handle = sea_handle,
    .finish = sea_finish,
};

/* Pushes the sea now and then, and notes how deep it is when that changes. */
struct bather_params {
    double push;
    mu_time first, every;
};

struct bather {
    double push;
};

static void bather_start(struct mu_ctx *ctx, void *state)
{
    const struct bather_params *p = mu_params(ctx);

    ((struct bather *)state)->push = p->push;
    if (p->push > 0)
        mu_set_timer(ctx, p->first, 1, NULL, 0);
}

static void bather_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct bather_params *p = mu_params(ctx);
    struct bather *b = state;

    (void)ev;
    mu_record(ctx, &(struct mu_happening){.value = b->push});
    mu_send(ctx, mu_first_of(ctx, "sea", NULL), MU_SECOND, 1, &b->push, sizeof b->push);
    mu_set_timer(ctx, p->every, 1, NULL, 0);
}

static void bather_board(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    const float *levels = mu_board(ctx, owner);
    const unsigned char last = ((const unsigned char *)levels)[CELLS * sizeof *levels + 1];

    (void)state;
    mu_record(ctx, &(struct mu_happening){.value = (double)levels[CELLS - 1] + 1000 * last});
}

static const struct mu_param bather_table[] = {MU_PARAMS_END};

static const struct mu_model bather_model = {
    .name = "bather",
    .params = bather_table,
    .params_size = sizeof(struct bather_params),
    .state_size = sizeof(struct bather),
    .kinds = (const struct mu_kind[]){{"bather.did", "m", "", ""}, {0}},
    .start = bather_start,
    .handle = bather_handle,
    .board = bather_board,
};

/* ---- worlds ------------------------------------------------------------------------------ */

struct beach {
    struct mu_world *world;
    struct mu_world_options options;
    struct mu_run_options run;
};

static const mu_time frames[] = {30 * MU_SECOND, 60 * MU_SECOND};

static struct mu_entity_name {
    const char *model, *name;
} const people[] = {{"bather", "ann"}, {"bather", "bob"}, {"sea", "south"}, {NULL, NULL}};

static void *params(const struct beach *b, const char *model, const char *name)
{
    return mu_world_params(b->world, mu_world_find(b->world, model, name));
}

/* `extra` (may be NULL): one more bather, who shifts everybody's numbers. */
static struct beach beach_of(const char *extra)
{
    static const struct mu_model *const models[] = {&bather_model, &sea_model, NULL};
    struct beach b = {.world = mu_world_create(models),
                      .run = {.seed = 5, .keep_frames = true},
                      .options = {.end = 100 * MU_SECOND,
                                  .lookahead = MU_SECOND,
                                  .publish_every = 5 * MU_SECOND,
                                  .sample_every = 10 * MU_SECOND,
                                  .frames = frames,
                                  .n_frames = 2}};

    assert_non_null(b.world);
    for (size_t i = 0; people[i].model; i++)
        assert_int_equal(mu_world_name(b.world, people[i].model, people[i].name), MU_OK);
    if (extra)
        assert_int_equal(mu_world_name(b.world, "bather", extra), MU_OK);
    assert_int_equal(mu_world_seal(b.world), MU_OK);
    *(struct sea_params *)params(&b, "sea", "south") = (struct sea_params){.rise = 0.01};
    *(struct bather_params *)params(&b, "bather", "ann") =
        (struct bather_params){.push = 0.25, .first = 12 * MU_SECOND, .every = 20 * MU_SECOND};
    return b;
}

static struct mu_run *begin(struct beach *b)
{
    struct mu_run *run;

    mu_world_set_options(b->world, &b->options);
    assert_int_equal(mu_world_finish(b->world), MU_OK);
    assert_int_equal(mu_run_create(b->world, &b->run, &run), MU_OK);
    return run;
}

static void finish(struct beach *b, struct mu_run *run, struct mu_result *result)
{
    const enum mu_err err = mu_run_until(run, MU_NEVER);

    if (err != MU_OK)
        print_message("%s\n", mu_run_failure(run));
    assert_int_equal(err, MU_OK);
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    mu_run_destroy(run);
    mu_world_destroy(b->world);
}

static void solve(struct beach b, struct mu_result *result)
{
    finish(&b, begin(&b), result);
}

static enum mu_err give(struct beach *b, struct mu_run *run, const struct mu_result *earlier,
                        char *why)
{
    return mu_run_replay(run, mu_world_find(b->world, "sea", "south"), earlier, why);
}

static struct mu_run *begin_replay(struct beach *b, const struct mu_result *earlier)
{
    struct mu_run *run = begin(b);
    char why[MU_REPLAY_WHY];

    if (give(b, run, earlier, why) != MU_OK)
        fail_msg("%s", why);
    return run;
}

static void replay(struct beach b, const struct mu_result *earlier, struct mu_result *result)
{
    finish(&b, begin_replay(&b, earlier), result);
}

static void keep(struct mu_result *result)
{
    struct beach b = beach_of(NULL);

    b.run.keep_boards = true;
    solve(b, result);
    assert_int_equal(result->n_boards, 1);
    assert_string_equal(result->boards[0].field, "sea/south");
    assert_int_equal(result->boards[0].n, 14);     /* 21 instants, two of three */
    assert_int_equal(result->boards[0].n_told, 5); /* at 13, 33, 53, 73, 93 s */
    assert_int_equal(result->boards[0].n_last, 1);
}

/* ---- as if it had solved ----------------------------------------------------------------- */

static void keeping_boards_changes_nothing(void **unused)
{
    struct mu_result plain, kept;

    (void)unused;
    solve(beach_of(NULL), &plain);
    keep(&kept);
    assert_true(mu_results_same(&plain, &kept, stdout));
    assert_int_equal(plain.n_boards, 0);
    mu_result_fini(&plain);
    mu_result_fini(&kept);
}

static void assert_as_it_was(const struct mu_result *kept, const struct mu_result *again)
{
    assert_true(mu_results_same(kept, again, stdout));
    assert_int_equal(again->n_replays, 1);
    assert_string_equal(again->replays[0].field, "sea/south");
    assert_true(again->replays[0].differs_at == MU_NEVER);
}

static void a_replay_gives_the_same_bits(void **unused)
{
    static const enum mu_driver drivers[] = {MU_DRIVER_ONE_QUEUE, MU_DRIVER_WINDOWS};
    struct mu_result kept, again;

    (void)unused;
    keep(&kept);
    for (size_t i = 0; i < 2; i++)
        for (unsigned threads = 1; threads <= 3; threads++) {
            struct beach b = beach_of(NULL);
            b.run.driver = drivers[i];
            b.run.threads = threads;
            replay(b, &kept, &again);
            assert_as_it_was(&kept, &again);
            mu_result_fini(&again);
        }
    mu_result_fini(&kept);
}

/* Who replays may keep, and what is kept then is the same. */
static void a_replay_can_be_replayed(void **unused)
{
    struct mu_result kept, again;
    struct beach b = beach_of(NULL);

    (void)unused;
    keep(&kept);
    b.run.keep_boards = true;
    replay(b, &kept, &again);
    assert_as_it_was(&kept, &again);
    const struct mu_boards_info *x = &kept.boards[0], *y = &again.boards[0];
    assert_true(x->n == y->n && x->n_told == y->n_told && x->n_rows == y->n_rows);
    assert_memory_equal(x->ends, y->ends, x->n * sizeof *x->ends);
    assert_memory_equal(x->bytes, y->bytes, (size_t)x->ends[x->n - 1]);
    assert_memory_equal(x->told, y->told, x->n_told * sizeof *x->told);
    assert_memory_equal(x->rows, y->rows, x->n_rows * sizeof *x->rows);
    mu_result_fini(&kept);
    mu_result_fini(&again);
}

static void copies_of_runs_keep_and_replay_too(void **unused)
{
    struct mu_result kept, again;
    struct beach b = beach_of(NULL), c = beach_of(NULL);
    struct mu_run *run, *copy;

    (void)unused;
    b.run.keep_boards = true;
    run = begin(&b);
    assert_int_equal(mu_run_until(run, 47 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_clone(run, &copy), MU_OK);
    mu_run_destroy(run);
    finish(&b, copy, &kept);
    run = begin_replay(&c, &kept);
    assert_int_equal(mu_run_until(run, 62 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_clone(run, &copy), MU_OK);
    mu_run_destroy(run);
    finish(&c, copy, &again);
    assert_as_it_was(&kept, &again);
    mu_result_fini(&kept);
    mu_result_fini(&again);
}

/* Somebody more on the beach: all have other numbers, and the sea is the same. */
static void others_may_be_added(void **unused)
{
    struct mu_result kept, solved, again;

    (void)unused;
    keep(&kept);
    solve(beach_of("aaron"), &solved);
    replay(beach_of("aaron"), &kept, &again);
    assert_as_it_was(&solved, &again);
    mu_result_fini(&kept);
    mu_result_fini(&solved);
    mu_result_fini(&again);
}

/* What had come about until 62 s is not what comes last. */
static void a_shorter_run_goes_as_far_as_it_goes(void **unused)
{
    struct mu_result kept, again;
    struct beach b = beach_of(NULL);

    (void)unused;
    keep(&kept);
    struct mu_run *run = begin_replay(&b, &kept);
    assert_int_equal(mu_run_until(run, 62 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_finish(run, &again), MU_OK);
    assert_int_equal(again.n_samples, 7);
    assert_memory_equal(again.series[0].values, kept.series[0].values, 7 * sizeof(double));
    assert_int_equal(again.grids[0].n_times, 2);
    assert_int_equal(again.grids[1].n_times, 0);
    assert_memory_equal(again.events.value, kept.events.value, again.events.n * sizeof(double));
    mu_result_fini(&kept);
    mu_result_fini(&again);
    mu_run_destroy(run);
    mu_world_destroy(b.world);
}

/* ---- what it is told differs --------------------------------------------------------------- */

static mu_time differs_at(struct bather_params ann)
{
    struct mu_result kept, again;
    struct beach b = beach_of(NULL);

    keep(&kept);
    *(struct bather_params *)params(&b, "bather", "ann") = ann;
    replay(b, &kept, &again);
    const mu_time at = again.replays[0].differs_at;
    mu_result_fini(&kept);
    mu_result_fini(&again);
    return at;
}

/* A push takes a second to the sea. */
static void the_first_difference_is_told(void **unused)
{
    const mu_time s = MU_SECOND;

    (void)unused;
    assert_true(differs_at((struct bather_params){0.25, 12 * s, 20 * s}) == MU_NEVER);
    assert_true(differs_at((struct bather_params){0.26, 12 * s, 20 * s}) == 13 * s); /* harder  */
    assert_true(differs_at((struct bather_params){0.5, 12 * s, 20 * s}) == 13 * s);
    assert_true(differs_at((struct bather_params){0.25, 11 * s, 20 * s}) == 12 * s); /* earlier */
    assert_true(differs_at((struct bather_params){0.25, 14 * s, 20 * s}) == 13 * s); /* later   */
    assert_true(differs_at((struct bather_params){0.25, 12 * s, 21 * s}) == 33 * s);
    assert_true(differs_at((struct bather_params){0.25, 12 * s, 50 * s}) == 33 * s);
    assert_true(differs_at((struct bather_params){0, 0, 0}) == 13 * s);              /* never   */
    assert_true(differs_at((struct bather_params){0.25, 12 * s, 10 * s}) == 23 * s); /* oftener */
}

static void what_comes_too_late_to_matter_is_told_too(void **unused)
{
    struct mu_result kept, again;
    struct beach b = beach_of(NULL);

    (void)unused;
    b.run.keep_boards = true;
    ((struct bather_params *)params(&b, "bather", "ann"))->first = 98 * MU_SECOND;
    solve(b, &kept);
    b = beach_of(NULL);
    ((struct bather_params *)params(&b, "bather", "ann"))->push = 0;
    replay(b, &kept, &again);
    assert_true(again.replays[0].differs_at == 99 * MU_SECOND);
    mu_result_fini(&kept);
    mu_result_fini(&again);
}

/* ---- what is refused ------------------------------------------------------------------------ */

static void assert_refused(struct beach b, const struct mu_result *earlier, const char *expected)
{
    struct mu_run *run = begin(&b);
    char why[MU_REPLAY_WHY];

    assert_int_equal(give(&b, run, earlier, why), MU_ERR_INPUT);
    if (!strstr(why, expected))
        fail_msg("\"%s\" is not in \"%s\"", expected, why);
    mu_run_destroy(run);
    mu_world_destroy(b.world);
}

static void what_is_not_of_this_field_is_refused(void **unused)
{
    static const mu_time other_frames[] = {30 * MU_SECOND, 50 * MU_SECOND};
    struct mu_result kept, plain;
    struct beach b;

    (void)unused;
    keep(&kept);
    solve(beach_of(NULL), &plain);
    assert_refused(beach_of(NULL), &plain, "it holds no boards of sea/south");
    b = beach_of(NULL);
    ((struct sea_params *)params(&b, "sea", "south"))->rise = 0.02;
    assert_refused(b, &kept, "other settings");
    land_height = 2;
    assert_refused(beach_of(NULL), &kept, "another land");
    land_height = 1;
    b = beach_of(NULL);
    b.options.publish_every = 10 * MU_SECOND;
    assert_refused(b, &kept, "published every 5 s, and here it is every 10 s");
    b = beach_of(NULL);
    b.options.sample_every = 20 * MU_SECOND;
    assert_refused(b, &kept, "sampled every 10 s, and here it is every 20 s");
    b = beach_of(NULL);
    b.options.frames = other_frames;
    assert_refused(b, &kept, "no frame of 50 s");
    kept.grids[0].nx = 1;
    assert_refused(beach_of(NULL), &kept, "its grid has 1 x 1 cells of 3 m, and here it is 2 x 1");
    mu_result_fini(&kept);
    mu_result_fini(&plain);
}

/* Another seed draws another rise; a fixed one does not care, though the sea draws at use: a field
 * that does must say so in its basis, as this one does not. */
static void drawn_settings_are_compared_as_drawn(void **unused)
{
    const struct mu_dist dist = {MU_DIST_UNIFORM, .a = 0, .b = 1};
    struct mu_result kept, again;
    struct beach b[3];

    (void)unused;
    for (size_t i = 0; i < 3; i++) {
        b[i] = beach_of(NULL);
        assert_int_equal(mu_world_draw(b[i].world, mu_world_find(b[i].world, "sea", "south"),
                                       &sea_table[0], dist),
                         MU_OK);
    }
    b[0].run.keep_boards = true;
    solve(b[0], &kept);
    replay(b[1], &kept, &again);
    assert_as_it_was(&kept, &again);
    b[2].run.seed = 6;
    assert_refused(b[2], &kept, "the seed or replication differs");
    mu_result_fini(&kept);
    mu_result_fini(&again);
}

static void assert_fails(struct beach b, const struct mu_result *earlier, const char *expected)
{
    struct mu_run *run = earlier ? begin_replay(&b, earlier) : begin(&b);
    struct mu_result result;

    (void)!mu_run_until(run, MU_NEVER); /* it may fail at the very end, too */
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    assert_false(result.complete);
    assert_int_equal(result.n_boards, 0);
    if (!strstr(mu_run_failure(run), expected))
        fail_msg("\"%s\" is not in \"%s\"", expected, mu_run_failure(run));
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(b.world);
}

static void a_run_fails_where_the_boards_end_or_break(void **unused)
{
    struct mu_result kept;
    struct beach b = beach_of(NULL);

    (void)unused;
    keep(&kept);
    b.options.end = 120 * MU_SECOND;
    assert_fails(b, &kept, "the run that is replayed ended at 100.000000 s");
    kept.boards[0].bytes[kept.boards[0].ends[4] - 1] ^= 0x40;
    kept.boards[0].ends[5]--;
    assert_fails(beach_of(NULL), &kept, "the boards that were kept are damaged");
    mu_result_fini(&kept);
}

static void a_field_that_records_when_told_cannot_be_kept(void **unused)
{
    struct beach b = beach_of(NULL);

    (void)unused;
    ((struct sea_params *)params(&b, "sea", "south"))->sends = 1;
    b.run.keep_boards = true;
    assert_fails(b, NULL, "its boards cannot be kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeping_boards_changes_nothing),
        cmocka_unit_test(a_replay_gives_the_same_bits),
        cmocka_unit_test(a_replay_can_be_replayed),
        cmocka_unit_test(copies_of_runs_keep_and_replay_too),
        cmocka_unit_test(others_may_be_added),
        cmocka_unit_test(a_shorter_run_goes_as_far_as_it_goes),
        cmocka_unit_test(the_first_difference_is_told),
        cmocka_unit_test(what_comes_too_late_to_matter_is_told_too),
        cmocka_unit_test(what_is_not_of_this_field_is_refused),
        cmocka_unit_test(drawn_settings_are_compared_as_drawn),
        cmocka_unit_test(a_run_fails_where_the_boards_end_or_break),
        cmocka_unit_test(a_field_that_records_when_told_cannot_be_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
