/* param.h - the one list of what a scenario may set for a model.
 *
 * A model lists its parameters once, in a const table; the reader, the range
 * checks, `muster models`, the JSON Schema, result metadata and the documents all
 * work from that list.
 *
 *     static const struct mu_param depot_params[] = {
 *         MU_PARAM_NUMBER(struct mu_depot_params, load_rate, "kg/s", "2.5 kg/s", 1e-3, 1e3,
 *                         "speed of one bay", .source = "muster calibration"),
 *         MU_PARAM_INTEGER(struct mu_depot_params, bays, "1", 1, 1000, "loads at once"),
 *         MU_PARAMS_END,
 *     };
 *
 * The help text comes last, then whatever else the row needs by name. The key is the field's name;
 * a wrong C type does not compile. The default is a text in the language of the scenario file, with
 * its unit; NULL = the scenario must give it. A NUMBER, INTEGER or DURATION given as a distribution
 * is drawn once per run; a DIST is drawn at each use, by the model.
 */
#ifndef MU_SIM_PARAM_H
#define MU_SIM_PARAM_H

#include "sim/value.h"

enum mu_param_type {
    MU_TYPE_END,
    MU_TYPE_NUMBER,   /* double, SI                                           */
    MU_TYPE_INTEGER,  /* int64_t                                              */
    MU_TYPE_BOOL,     /* bool                                                 */
    MU_TYPE_DURATION, /* mu_time; lo and hi in seconds                        */
    MU_TYPE_INSTANT,  /* mu_time since the start; MU_NEVER when left out      */
    MU_TYPE_ENUM,     /* int32_t index into `choices`                         */
    MU_TYPE_REF,      /* mu_entity_id of an entity of model `of` (NULL = any) */
    MU_TYPE_REFS,     /* struct mu_refs, a list of the same                   */
    MU_TYPE_TEXT,     /* const char *, UTF-8                                  */
    MU_TYPE_POINT,    /* struct mu_point                                      */
    MU_TYPE_DIST,     /* struct mu_dist of a number in `unit` ("s" = durations) */
    MU_TYPE_EXPR,     /* struct mu_expr over facts                            */
    MU_TYPE_TABLE,    /* struct mu_table; rows described by `row`, `row_size` */
};

struct mu_param {
    enum mu_param_type type;
    const char *name, *unit, *dflt, *help;
    size_t offset;
    double lo, hi;              /* inclusive; both 0 = not checked */
    const char *const *choices; /* ENUM: names, NULL at the end */
    const char *of;             /* REF, REFS: name of the model */
    const struct mu_param *row; /* TABLE */
    size_t row_size;
    const char *source; /* where the default comes from */
    bool optional;      /* may be left out although it has no default: zero, empty, MU_NEVER */
    bool descriptive;   /* changes no event; why, in `help` */
};

#define MU_FIELD_(ctype, st, field)                                                                \
    .offset = _Generic(((st *)0)->field, ctype : offsetof(st, field))

#define MU_PARAM_NUMBER(st, field, unit_, dflt_, lo_, hi_, ...)                                    \
    {                                                                                              \
        .type = MU_TYPE_NUMBER, .name = #field, .unit = unit_, .dflt = dflt_, .lo = lo_,           \
        .hi = hi_, MU_FIELD_(double, st, field), .help = __VA_ARGS__                               \
    }
#define MU_PARAM_INTEGER(st, field, dflt_, lo_, hi_, ...)                                          \
    {                                                                                              \
        .type = MU_TYPE_INTEGER, .name = #field, .dflt = dflt_, .lo = lo_, .hi = hi_,              \
        MU_FIELD_(int64_t, st, field), .help = __VA_ARGS__                                         \
    }
#define MU_PARAM_BOOL(st, field, dflt_, ...)                                                       \
    {                                                                                              \
        .type = MU_TYPE_BOOL, .name = #field, .dflt = dflt_, MU_FIELD_(bool, st, field),           \
        .help = __VA_ARGS__                                                                        \
    }
#define MU_PARAM_DURATION(st, field, dflt_, lo_, hi_, ...)                                         \
    {                                                                                              \
        .type = MU_TYPE_DURATION, .name = #field, .unit = "s", .dflt = dflt_, .lo = lo_,           \
        .hi = hi_, MU_FIELD_(mu_time, st, field), .help = __VA_ARGS__                              \
    }
#define MU_PARAM_INSTANT(st, field, dflt_, ...)                                                    \
    {                                                                                              \
        .type = MU_TYPE_INSTANT, .name = #field, .dflt = dflt_, MU_FIELD_(mu_time, st, field),     \
        .help = __VA_ARGS__                                                                        \
    }
#define MU_PARAM_ENUM(st, field, choices_, dflt_, ...)                                             \
    {                                                                                              \
        .type = MU_TYPE_ENUM, .name = #field, .choices = choices_, .dflt = dflt_,                  \
        MU_FIELD_(int32_t, st, field), .help = __VA_ARGS__                                         \
    }
#define MU_PARAM_REF(st, field, of_, ...)                                                          \
    {                                                                                              \
        .type = MU_TYPE_REF, .name = #field, .of = of_, MU_FIELD_(mu_entity_id, st, field),        \
        .help = __VA_ARGS__                                                                        \
    }
#define MU_PARAM_REFS(st, field, of_, ...)                                                         \
    {                                                                                              \
        .type = MU_TYPE_REFS, .name = #field, .of = of_, MU_FIELD_(struct mu_refs, st, field),     \
        .help = __VA_ARGS__                                                                        \
    }
#define MU_PARAM_TEXT(st, field, dflt_, ...)                                                       \
    {                                                                                              \
        .type = MU_TYPE_TEXT, .name = #field, .dflt = dflt_, MU_FIELD_(const char *, st, field),   \
        .help = __VA_ARGS__                                                                        \
    }
#define MU_PARAM_POINT(st, field, ...)                                                             \
    {                                                                                              \
        .type = MU_TYPE_POINT, .name = #field, .unit = "m", MU_FIELD_(struct mu_point, st, field), \
        .help = __VA_ARGS__                                                                        \
    }
#define MU_PARAM_DIST(st, field, unit_, dflt_, lo_, hi_, ...)                                      \
    {                                                                                              \
        .type = MU_TYPE_DIST, .name = #field, .unit = unit_, .dflt = dflt_, .lo = lo_, .hi = hi_,  \
        MU_FIELD_(struct mu_dist, st, field), .help = __VA_ARGS__                                  \
    }
#define MU_PARAM_EXPR(st, field, dflt_, ...)                                                       \
    {                                                                                              \
        .type = MU_TYPE_EXPR, .name = #field, .dflt = dflt_, MU_FIELD_(struct mu_expr, st, field), \
        .help = __VA_ARGS__                                                                        \
    }
#define MU_PARAM_TABLE(st, field, row_params, row_st, ...)                                         \
    {                                                                                              \
        .type = MU_TYPE_TABLE, .name = #field, .row = row_params, .row_size = sizeof(row_st),      \
        MU_FIELD_(struct mu_table, st, field), .help = __VA_ARGS__                                 \
    }
#define MU_PARAMS_END                                                                              \
    {                                                                                              \
        .type = MU_TYPE_END                                                                        \
    }

#endif
