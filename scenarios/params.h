/* params.h - settings -> the struct of a model, by its table of parameters.
 *
 * Generic: what may be set, in which unit and range, with which default, is all in the table.
 */
#ifndef MU_SCENARIOS_PARAMS_H
#define MU_SCENARIOS_PARAMS_H

#include "scenarios/inputs.h"
#include "scenarios/values.h"

#define MU_TABLE_PLAN "plan"       /* tables whose rows stand in files of their own */
#define MU_TABLE_HISTORY "history" /* the same; their rows may name instants */

struct mu_settings {
    struct mu_reading *in;
    struct mu_inputs *inputs;
    const struct mu_geo *geo;
    const char *owner;        /* 'zone "Luozhen"' */
    mu_entity_id id;          /* draws go to it */
    struct mu_place place;    /* where a missing setting is reported */
    struct mu_tree *own;      /* mapping, or NULL */
    struct mu_tree *common;   /* defaults of the model, or NULL */
    const char *common_owner; /* "every zone": a mistake there is told once, not for each */
    bool row;                 /* a row of a table: no draws */
    bool item;                /* a row of a plan or history: `line` and `file` are ours */
};

/* Fills `block`. Goes on after mistakes and returns false at the end. */
bool mu_read_settings(const struct mu_settings *s, const struct mu_param *params, void *block);
/* What is left over in a mapping is unknown: says so, with a guess. */
bool mu_check_leftover(const struct mu_reading *in, const char *owner, const struct mu_tree *map,
                       const struct mu_param *params);
/* The text of a table's rows as a list: expands a file name. NULL after a mistake. */
bool mu_is_item_table(const struct mu_param *param);
const struct mu_param *mu_find_param(const struct mu_param *params, const char *name);

#endif
