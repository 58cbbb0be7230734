/* model.h - the descriptor by which a model introduces itself.
 *
 * Adding a model = its two files, one line in models/registry.c, a test, and a page in
 * docs/models. Everything a user, a reader, a result or a document needs to know of it
 * stands in the const tables named here.
 */
#ifndef MU_SIM_MODEL_H
#define MU_SIM_MODEL_H

#include "sim/diag.h"
#include "sim/param.h"
#include "sim/sim.h"

/* A kind of recorded event. `value` says what mu_happening.value holds and its unit. */
struct mu_kind {
    const char *name; /* "group.departed" */
    const char *unit, *value, *help;
};

/* Something sampled at every sampling instant, for every entity of the model. */
struct mu_series {
    const char *name, *unit, *help;
    double (*get)(const struct mu_ctx *ctx, const void *state);
};

/* Something about an entity that can be observed, told and used in triggers. */
struct mu_quantity {
    const char *name, *unit, *help; /* unit "level": IV..I as 1..4; "bool": 0 or 1 */
};

/* One CF grid of a field's output. */
struct mu_grid_shape {
    size_t nx, ny;
    double x0, y0, dx; /* centre of the lower left cell, cell size [m] */
};

struct mu_grid_output {
    const char *name, *unit, *standard_name, *long_name;
    bool final; /* written once, at the end (maxima, arrival times), not at every frame */
    void (*get)(const struct mu_ctx *ctx, const void *state, float *cells); /* row 0 = south */
};

/* What the boards of a field follow from, beside messages and the instants of publication. */
struct mu_basis {
    uint64_t land;     /* digests: of the geography it reads */
    uint64_t settings; /* of parameters as drawn, and of entities' numbers that its board holds */
};

/* A field solver: runs between windows, writes the board. The board arrives zeroed and then
 * always as it was left. A call begins with the cause that the field was last told or last
 * recorded, and so do the `board` callbacks that follow from it. */
struct mu_field {
    size_t (*board_size)(const struct mu_ctx *ctx);
    /* From one publication instant to the next; false: the board is as it was. Messages
     * reach the model's `handle` first and are applied by their own stamps. */
    bool (*advance)(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to);
    bool (*shape)(const struct mu_ctx *ctx, struct mu_grid_shape *shape);
    const struct mu_grid_output *outputs; /* name NULL at the end */
    /* Optional: what the boards follow from beside messages, so that they can be kept and given to
     * another run (digest.h has the digests); a field that draws at use adds what it draws from.
     * Such a field sends nothing, and records only while it advances or in `finish`, of things that
     * it names, with the cause that it has anyway and without `since`. */
    void (*basis)(const struct mu_ctx *ctx, const void *state, struct mu_basis *basis);
};

enum mu_site_rule {
    MU_SITE_OWN,        /* each entity is a site of its own                          */
    MU_SITE_OPERATIONS, /* offices, teams, depots: face to face, without delay       */
};

struct mu_model {
    const char *name, *summary;
    const struct mu_param *params;
    size_t params_size, state_size;
    enum mu_site_rule site;
    const struct mu_kind *kinds;          /* name NULL at the end; may be NULL */
    const struct mu_series *series;       /* the same */
    const struct mu_quantity *quantities; /* the same */
    const struct mu_field *field;         /* NULL for ordinary models */

    /* Parts with numbers of their own in the result: groups of a village, items of a plan. */
    const char *part_kind;
    size_t (*parts)(const void *params);
    /* NULL: "<entity>#<i>". Writes at most `size` bytes with the final zero. */
    void (*part_name)(const void *params, const char *entity, size_t i, char *text, size_t size);
    /* Instead of the two above, for parts that are pieces of the geography: road links. */
    size_t (*geo_parts)(const void *geography);
    void (*geo_part_name)(const void *geography, size_t i, char *text, size_t size);

    /* Optional: rules across fields. `place` says where the field `key` was given. */
    bool (*check)(const void *params, const struct mu_check *check);

    void (*start)(struct mu_ctx *ctx, void *state); /* state arrives zeroed */
    void (*handle)(struct mu_ctx *ctx, void *state, const struct mu_event *ev);
    /* Optional: some board has changed; comes before the events of the same instant. */
    void (*board)(struct mu_ctx *ctx, void *state, mu_entity_id owner);
    void (*finish)(struct mu_ctx *ctx, void *state); /* optional: last records */
};

#endif
