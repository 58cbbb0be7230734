#include "tests/unit/scenarios/toys.h"

static const char *const colours[] = {"red", "amber", "green", NULL};
static const char *const verbs[] = {"warn", "send", "close", NULL};

static const struct mu_param slot_params[] = {
    MU_PARAM_DURATION(struct toy_slot, from, NULL, 0, 86400, "when the slot begins"),
    MU_PARAM_NUMBER(struct toy_slot, depth, "m", "1 m", 0, 10, "how deep"),
    MU_PARAM_REFS(struct toy_slot, at, "place", "where", .optional = true),
    MU_PARAMS_END,
};

static const struct mu_param item_params[] = {
    MU_PARAM_TEXT(struct toy_item, id, NULL, "name of the item"),
    MU_PARAM_ENUM(struct toy_item, does, verbs, NULL, "what is done"),
    MU_PARAM_EXPR(struct toy_item, when, "", "trigger"),
    MU_PARAM_TEXT(struct toy_item, for_each, "", "kind of entity"),
    MU_PARAM_REFS(struct toy_item, at, NULL, "targets", .optional = true),
    MU_PARAM_NUMBER(struct toy_item, amount, "1", "0", 0, 1000, "how many"),
    MU_PARAM_DURATION(struct toy_item, after, "0 s", 0, 1e6, "offset from the trigger"),
    MU_PARAM_DURATION(struct toy_item, deadline, "1 d", 0, 1e6, "time allowed"),
    MU_PARAM_INTEGER(struct toy_item, line, NULL, 0, 0, "line in the file"),
    MU_PARAMS_END,
};

#define INSIDE(field) .offset = offsetof(struct toy_decision, what.field)
static const struct mu_param decision_params[] = {
    MU_PARAM_INSTANT(struct toy_decision, at, NULL, "when it was decided"),
    {.type = MU_TYPE_TEXT, .name = "id", .help = "name", INSIDE(id)},
    {.type = MU_TYPE_ENUM, .name = "does", .choices = verbs, .help = "what", INSIDE(does)},
    {.type = MU_TYPE_INTEGER, .name = "line", .help = "line", INSIDE(line)},
    MU_PARAMS_END,
};

static const struct mu_param gadget_params[] = {
    MU_PARAM_NUMBER(struct toy_gadget, load, "kg/s", "2.5 kg/s", 1e-3, 1e3, "speed of one bay"),
    MU_PARAM_NUMBER(struct toy_gadget, share, "1", "40 %", 0, 1, "share that listens"),
    MU_PARAM_NUMBER(struct toy_gadget, people, "person", "10 persons", 0, 1e6, "staff"),
    MU_PARAM_INTEGER(struct toy_gadget, bays, "1", 1, 100, "loads at once"),
    MU_PARAM_BOOL(struct toy_gadget, open, "true", "open from the start"),
    MU_PARAM_DURATION(struct toy_gadget, turnout, "5 min", 0, 7200, "from call to leaving"),
    MU_PARAM_INSTANT(struct toy_gadget, opens, NULL, "when it opens", .optional = true),
    MU_PARAM_ENUM(struct toy_gadget, colour, colours, "green", "its light"),
    MU_PARAM_REF(struct toy_gadget, parent, "gadget", "whom it reports to", .optional = true),
    MU_PARAM_REFS(struct toy_gadget, places, "place", "whom it serves", .optional = true),
    MU_PARAM_TEXT(struct toy_gadget, note, "", "a remark"),
    MU_PARAM_POINT(struct toy_gadget, at, "where it stands", .optional = true),
    MU_PARAM_DIST(struct toy_gadget, delay, "s", "lognormal(12 min, cv 0.4)", 0, 86400, "delay"),
    MU_PARAM_EXPR(struct toy_gadget, when, "", "when it starts"),
    MU_PARAM_TABLE(struct toy_gadget, slots, slot_params, struct toy_slot, "its slots",
                   .optional = true),
    MU_PARAM_TABLE(struct toy_gadget, plan, item_params, struct toy_item, "its items"),
    MU_PARAM_TABLE(struct toy_gadget, history, decision_params, struct toy_decision, "decisions"),
    MU_PARAMS_END,
};

static const struct mu_quantity gadget_quantities[] = {
    {"level", "level", "response level"},
    {"waiting", "1", "loads that wait"},
    {NULL, NULL, NULL},
};

static bool gadget_check(const void *params, const struct mu_check *check)
{
    const struct toy_gadget *g = params;
    const struct toy_slot *slots = g->slots.rows;
    for (size_t i = 1; i < g->slots.n; i++)
        if (slots[i].from <= slots[i - 1].from)
            return mu_diag_error(check->diags, check->place(check, "slots[1].from"),
                                 "%s: slots must rise in time", check->entity);
    return true;
}

static const struct mu_model gadget_model = {
    .name = "gadget",
    .summary = "a box behind a few bays",
    .params = gadget_params,
    .params_size = sizeof(struct toy_gadget),
    .state_size = 8,
    .quantities = gadget_quantities,
    .check = gadget_check,
};

static const struct mu_param place_params[] = {
    MU_PARAM_NUMBER(struct toy_place, population, "person", NULL, 0, 1e7, "people who live there"),
    MU_PARAM_NUMBER(struct toy_place, roughness, "s m-1/3", "0.03 s m-1/3", 0.001, 1,
                    "Manning's n"),
    MU_PARAM_POINT(struct toy_place, at, "where it is", .optional = true),
    MU_PARAMS_END,
};

static const struct mu_quantity place_quantities[] = {
    {"flooded", "bool", "water in the streets"},
    {"depth", "m", "depth at the door"},
    {"trapped", "person", "people trapped"},
    {NULL, NULL, NULL},
};

static const struct mu_model place_model = {
    .name = "place",
    .summary = "somewhere people live",
    .params = place_params,
    .params_size = sizeof(struct toy_place),
    .state_size = 8,
    .quantities = place_quantities,
};

const struct mu_model *const toy_models[] = {&gadget_model, &place_model, NULL};
