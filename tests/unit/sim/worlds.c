#include "worlds.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/world_impl.h"

static const struct actor_params *params_of(const struct mu_ctx *ctx)
{
    return mu_params(ctx);
}

static void actor_start(struct mu_ctx *ctx, void *state)
{
    if (params_of(ctx)->start)
        params_of(ctx)->start(ctx, state);
}

static void actor_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    if (params_of(ctx)->handle)
        params_of(ctx)->handle(ctx, state, ev);
}

static void actor_board(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    if (params_of(ctx)->board)
        params_of(ctx)->board(ctx, state, owner);
}

static void actor_finish(struct mu_ctx *ctx, void *state)
{
    if (params_of(ctx)->finish)
        params_of(ctx)->finish(ctx, state);
}

static double get_n(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return (double)((const struct actor *)state)->n;
}

static size_t field_board_size(const struct mu_ctx *ctx)
{
    (void)ctx;
    return 4 * sizeof(double);
}

static bool field_advance(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    const struct actor_params *params = params_of(ctx);
    return params->advance && params->advance(ctx, state, board, from, to);
}

/* Two cells of 50 m, the first with its centre at (100, 200). */
static bool field_shape(const struct mu_ctx *ctx, struct mu_grid_shape *shape)
{
    (void)ctx;
    *shape = (struct mu_grid_shape){.nx = 2, .ny = 1, .x0 = 100, .y0 = 200, .dx = 50};
    return true;
}

static void field_cells(const struct mu_ctx *ctx, const void *state, float *cells)
{
    (void)ctx;
    cells[0] = (float)((const struct actor *)state)->n;
    cells[1] = -1;
}

static size_t actor_parts(const void *params)
{
    return (size_t)((const struct actor_params *)params)->count;
}

const struct mu_param test_actor_params[] = {
    MU_PARAM_NUMBER(struct actor_params, number, "1", "0", 0, 0, "a number"),
    MU_PARAM_INTEGER(struct actor_params, count, "0", 0, 0, "how many parts"),
    MU_PARAM_DURATION(struct actor_params, delay, "0 s", 0, 0, "a delay"),
    MU_PARAMS_END,
};

static const struct mu_kind actor_kinds[] = {
    {"actor.did", "1", "how much", "an actor did something"},
    {"actor.saw", "1", "what", "an actor saw something"},
    {0},
};

static const struct mu_kind clerk_kinds[] = {
    {"clerk.did", "1", "how much", "a clerk did something"},
    {"actor.saw", "1", "what", "an actor saw something"},
    {0},
};

static const struct mu_series actor_series[] = {{"n", "1", "its count", get_n}, {0}};

static const struct mu_quantity actor_quantities[] = {
    {"n", "1", "its count"}, {"open", "bool", "whether it is open"}, {0}};

const struct mu_model test_actor_model = {
    .name = "actor",
    .summary = "does what its test says",
    .params = test_actor_params,
    .params_size = sizeof(struct actor_params),
    .state_size = sizeof(struct actor),
    .site = MU_SITE_OWN,
    .kinds = actor_kinds,
    .series = actor_series,
    .quantities = actor_quantities,
    .part_kind = "limb",
    .parts = actor_parts,
    .start = actor_start,
    .handle = actor_handle,
    .board = actor_board,
    .finish = actor_finish,
};

const struct mu_model test_clerk_model = {
    .name = "clerk",
    .summary = "an actor on the operations site",
    .params = test_actor_params,
    .params_size = sizeof(struct actor_params),
    .state_size = sizeof(struct actor),
    .site = MU_SITE_OPERATIONS,
    .kinds = clerk_kinds,
    .start = actor_start,
    .handle = actor_handle,
    .board = actor_board,
    .finish = actor_finish,
};

static const struct mu_grid_output field_outputs[] = {
    {"depth", "m", "flood_water_thickness", "depth of water", false, field_cells},
    {"deepest", "m", "", "greatest depth", true, field_cells},
    {0},
};

/* All fields of all tests are one to a replay. */
static void field_basis(const struct mu_ctx *ctx, const void *state, struct mu_basis *basis)
{
    (void)ctx;
    (void)state;
    *basis = (struct mu_basis){1, 1};
}

static const struct mu_field field = {
    .board_size = field_board_size,
    .advance = field_advance,
    .shape = field_shape,
    .outputs = field_outputs,
    .basis = field_basis,
};

const struct mu_model test_field_model = {
    .name = "field",
    .summary = "an actor with a board",
    .params = test_actor_params,
    .params_size = sizeof(struct actor_params),
    .state_size = sizeof(struct actor),
    .site = MU_SITE_OPERATIONS, /* a field stands apart, whatever it says here */
    .kinds = actor_kinds,
    .field = &field,
    .start = actor_start,
    .handle = actor_handle,
};

struct mu_world_options test_options(void)
{
    return (struct mu_world_options){
        .end = 100 * MU_SECOND,
        .lookahead = MU_SECOND,
        .publish_every = 10 * MU_SECOND,
        .sample_every = 10 * MU_SECOND,
    };
}

static void split_name(const char *canonical, char *model, size_t size, const char **name)
{
    size_t n = strcspn(canonical, "/");
    mu_assert(n < size && canonical[n] == '/');
    memcpy(model, canonical, n);
    model[n] = 0;
    *name = canonical + n + 1;
}

struct mu_world *test_world(const char *const *names)
{
    const struct mu_model *models[] = {&test_field_model, &test_clerk_model, &test_actor_model,
                                       NULL};
    struct mu_world *world = mu_world_create(models);
    mu_assert(world);
    struct mu_world_options options = test_options();
    mu_world_set_options(world, &options);
    for (size_t i = 0; names[i]; i++) {
        char model[32];
        const char *name;
        split_name(names[i], model, sizeof model, &name);
        mu_assert(mu_world_name(world, model, name) == MU_OK);
    }
    mu_assert(mu_world_seal(world) == MU_OK);
    return world;
}

mu_entity_id test_find(const struct mu_world *world, const char *name)
{
    char model[32];
    const char *rest;
    split_name(name, model, sizeof model, &rest);
    return mu_world_find(world, model, rest);
}

struct actor_params *test_params(struct mu_world *world, const char *name)
{
    return mu_world_params(world, test_find(world, name));
}

struct mu_run *test_run(struct mu_world *world)
{
    if (!world->finished)
        mu_assert(mu_world_finish(world) == MU_OK);
    struct mu_run *run;
    const struct mu_run_options options = {.seed = 1, .keep_frames = true};
    mu_assert(mu_run_create(world, &options, &run) == MU_OK);
    return run;
}

void note(struct mu_ctx *ctx, const char *fmt, ...)
{
    struct diary *diary = params_of(ctx)->diary;
    mu_assert(diary && diary->n < DIARY_MAX);
    va_list args;
    va_start(args, fmt);
    vsnprintf(diary->notes[diary->n++], NOTE_MAX, fmt, args);
    va_end(args);
}

const char *diary_text(const struct diary *diary, char *text, size_t size)
{
    size_t at = 0;
    text[0] = 0;
    for (int i = 0; i < diary->n; i++)
        at += (size_t)snprintf(text + at, size - at, "%s%s", i ? " " : "", diary->notes[i]);
    return text;
}
