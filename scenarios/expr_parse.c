#include "scenarios/expr_parse.h"

#include <string.h>

#include "scenarios/entity_find.h"
#include "scenarios/expr_lex.h"

#define NODES_MAX 256
#define DEPTH_MAX 40

/* What a part of the expression is: true or false, or a number of this base unit. */
struct type {
    bool truth;
    const char *base;
    bool bare; /* a number written without a unit */
    double number;
};

static const struct type truth = {.truth = true, .base = "1"};

struct parser {
    struct mu_lexer lexer;
    struct mu_reading *in;
    const char *it;
    struct mu_node nodes[NODES_MAX];
    mu_entity_id about[NODES_MAX]; /* the entity of a fact */
    size_t n;
    uint32_t slots;
    int depth;
};

static bool parse_or(struct parser *p, struct type *type);

#define FAIL(p, at, ...)                                                                           \
    (mu_slot_error(&(struct mu_slot){(p)->in, mu_lexer_slot(&(p)->lexer, at).place,                \
                                     (p)->lexer.slot->owner, (p)->lexer.slot->key},                \
                   __VA_ARGS__))

static bool emit(struct parser *p, struct mu_node node, mu_entity_id about)
{
    if (p->n == NODES_MAX)
        return FAIL(p, p->lexer.token.start, "the trigger is too long; split the item");
    p->about[p->n] = about;
    p->nodes[p->n++] = node;
    return true;
}

static bool emit_op(struct parser *p, enum mu_op op)
{
    return emit(p, (struct mu_node){.op = op}, MU_NOBODY);
}

static bool is_word(const struct parser *p, const char *word)
{
    return p->lexer.token.kind == MU_TOKEN_WORD && strcmp(p->lexer.token.name, word) == 0;
}

static bool expect(struct parser *p, enum mu_token_kind kind, const char *what)
{
    if (p->lexer.token.kind != kind)
        return FAIL(p, p->lexer.token.start, "%s is expected here", what);
    return mu_lexer_next(&p->lexer);
}

static bool want_truth(struct parser *p, const char *at, struct type type)
{
    return type.truth ||
           FAIL(p, at, "this is a number; a condition is expected, such as a comparison");
}

static bool want_number(struct parser *p, const char *at, struct type type)
{
    return !type.truth || FAIL(p, at, "this is true or false; a number is expected");
}

static const char *next_quantity(const void *list, size_t i)
{
    const struct mu_quantity *quantities = list;
    return quantities ? quantities[i].name : NULL;
}

static bool find_quantity(struct parser *p, const char *at, const struct mu_model *model,
                          const char *name, uint32_t *index)
{
    const struct mu_quantity *q = model->quantities;
    for (uint32_t i = 0; q && q[i].name; i++) {
        if (strcmp(q[i].name, name) == 0) {
            *index = i;
            return true;
        }
    }
    const char *near = mu_nearest(name, next_quantity, q);
    return FAIL(p, at, "nothing called \"%s\" can be known of a %s%s%s%s", name, model->name,
                near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static struct type type_of(struct parser *p, const char *unit)
{
    if (strcmp(unit, "bool") == 0)
        return truth;
    const char *base = mu_units_base(p->in->units, unit);
    return (struct type){.base = base ? base : "1"};
}

static uint32_t model_index(const struct parser *p, const char *name)
{
    return (uint32_t)mu_world_model_index(p->in->world, name);
}

static bool parse_it(struct parser *p, struct type *type)
{
    struct mu_token t = p->lexer.token;
    const struct mu_model *model = p->it ? mu_find_model(p->in->world, p->it) : NULL;
    if (!model)
        return FAIL(p, t.start, "\"it\" stands for nothing here; it needs for_each");
    struct mu_node node = {.op = MU_OP_IT, .model = model_index(p, model->name)};
    if (!find_quantity(p, t.start, model, t.quantity, &node.q))
        return false;
    *type = type_of(p, model->quantities[node.q].unit);
    return emit(p, node, MU_NOBODY) && mu_lexer_next(&p->lexer);
}

/* entity.quantity, for its value or its age. */
static bool parse_fact(struct parser *p, enum mu_op op, struct type *type)
{
    struct mu_token t = p->lexer.token;
    struct mu_slot slot = mu_lexer_slot(&p->lexer, t.start);
    mu_entity_id id = mu_find_entity(&slot, t.name, NULL);
    if (!id.i)
        return false;
    const struct mu_model *model = mu_world_entity_model(p->in->world, id);
    struct mu_node node = {.op = op, .model = model_index(p, model->name)};
    if (!find_quantity(p, t.start, model, t.quantity, &node.q))
        return false;
    *type =
        op == MU_OP_AGE ? (struct type){.base = "s"} : type_of(p, model->quantities[node.q].unit);
    return emit(p, node, id) && mu_lexer_next(&p->lexer);
}

static bool parse_over_all(struct parser *p, enum mu_op op, struct type *type)
{
    struct mu_token t = p->lexer.token;
    if (t.kind != MU_TOKEN_NAME)
        return FAIL(p, t.start, "a model and a quantity are expected, as in any(zone.flooded)");
    const struct mu_model *model = mu_find_model(p->in->world, t.name);
    if (!model)
        return FAIL(p, t.start, "\"%s\" is not a kind of entity", t.name);
    struct mu_node node = {.op = op, .model = model_index(p, t.name)};
    if (!find_quantity(p, t.start, model, t.quantity, &node.q))
        return false;
    if (op == MU_OP_ANY)
        *type = truth;
    else if (op == MU_OP_COUNT)
        *type = (struct type){.base = "1"};
    else
        *type = type_of(p, model->quantities[node.q].unit);
    if (op == MU_OP_SUM && type->truth)
        return FAIL(p, t.start, "\"%s\" is true or false; count() counts", t.quantity);
    return emit(p, node, MU_NOBODY) && mu_lexer_next(&p->lexer);
}

static bool parse_since(struct parser *p, struct type *type)
{
    const char *at = p->lexer.token.start;
    if (!parse_or(p, type) || !want_truth(p, at, *type))
        return false;
    *type = (struct type){.base = "s"};
    return emit(p, (struct mu_node){.op = MU_OP_SINCE, .slot = p->slots++}, MU_NOBODY);
}

static bool parse_age(struct parser *p, struct type *type)
{
    const struct mu_token *t = &p->lexer.token;
    if (t->kind != MU_TOKEN_NAME || strcmp(t->name, "it") == 0)
        return FAIL(p, t->start, "an entity and a quantity are expected, as in age(county.level)");
    return parse_fact(p, MU_OP_AGE, type);
}

static const struct {
    const char *name;
    enum mu_op op;
} functions[] = {{"any", MU_OP_ANY}, {"count", MU_OP_COUNT}, {"sum", MU_OP_SUM},
                 {"max", MU_OP_MAX}, {"since", MU_OP_SINCE}, {"age", MU_OP_AGE}};

#define N_FUNCTIONS (sizeof functions / sizeof *functions)

static bool parse_function(struct parser *p, enum mu_op op, struct type *type)
{
    if (!mu_lexer_next(&p->lexer) || !expect(p, MU_TOKEN_OPEN, "\"(\""))
        return false;
    bool ok = op == MU_OP_SINCE ? parse_since(p, type)
              : op == MU_OP_AGE ? parse_age(p, type)
                                : parse_over_all(p, op, type);
    return ok && expect(p, MU_TOKEN_CLOSE, "\")\"");
}

static bool parse_constant(struct parser *p, double value, struct type *type, struct type is)
{
    *type = is;
    type->number = value;
    return emit(p, (struct mu_node){.op = MU_OP_NUMBER, .number = value}, MU_NOBODY) &&
           mu_lexer_next(&p->lexer);
}

static bool say_word(struct parser *p)
{
    const struct mu_token *t = &p->lexer.token;
    static const char *const wrong[][2] = {
        {"AND", "and"}, {"OR", "or"}, {"NOT", "not"}, {"True", "true"}, {"False", "false"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (strcmp(t->name, wrong[i][0]) == 0)
            return FAIL(p, t->start, "write \"%s\"", wrong[i][1]);
    if (strcmp(t->name, "T") == 0)
        return FAIL(p, t->start,
                    "a trigger holds no instant of the event; write how long "
                    "something has lasted: since(...) > 2 h");
    return FAIL(p, t->start, "\"%s\" alone means nothing; write entity.quantity, such as %s.level",
                t->name, t->name);
}

static bool parse_word(struct parser *p, struct type *type)
{
    static const char *const levels[] = {"IV", "III", "II", "I"}; /* 1..4 */
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        if (is_word(p, functions[i].name))
            return parse_function(p, functions[i].op, type);
    for (int i = 0; i < 4; i++)
        if (is_word(p, levels[i]))
            return parse_constant(p, i + 1, type, (struct type){.base = "level"});
    if (is_word(p, "true") || is_word(p, "false"))
        return parse_constant(p, is_word(p, "true"), type, truth);
    return say_word(p);
}

static bool parse_number(struct parser *p, struct type *type)
{
    struct mu_token t = p->lexer.token;
    if (!*t.unit)
        return parse_constant(p, t.number, type, (struct type){.base = "1", .bare = true});
    const char *base = mu_units_base(p->in->units, t.unit);
    if (!base) {
        const char *near = mu_units_nearest(t.unit);
        return FAIL(p, t.start, "\"%s\" is not a known unit%s%s%s", t.unit,
                    near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    double value;
    if (mu_units_convert(p->in->units, t.number, t.unit, base, &value) != MU_UNIT_FITS)
        return FAIL(p, t.start, "\"%s\" is not a unit of a quantity", t.unit);
    return parse_constant(p, value, type, (struct type){.base = base});
}

static bool parse_negative(struct parser *p, struct type *type);

static bool parse_factor(struct parser *p, struct type *type)
{
    const struct mu_token *t = &p->lexer.token;
    switch (t->kind) {
    case MU_TOKEN_NUMBER: return parse_number(p, type);
    case MU_TOKEN_WORD: return parse_word(p, type);
    case MU_TOKEN_NAME:
        return strcmp(t->name, "it") == 0 ? parse_it(p, type) : parse_fact(p, MU_OP_FACT, type);
    case MU_TOKEN_OPEN:
        return mu_lexer_next(&p->lexer) && parse_or(p, type) && expect(p, MU_TOKEN_CLOSE, "\")\"");
    case MU_TOKEN_OP:
        if (t->op == MU_OP_SUB)
            return parse_negative(p, type);
        break;
    case MU_TOKEN_END: return FAIL(p, t->start, "the trigger ends too early");
    case MU_TOKEN_CLOSE: break;
    }
    return FAIL(p, t->start, "a value is expected here");
}

static bool parse_negative(struct parser *p, struct type *type)
{
    if (++p->depth > DEPTH_MAX)
        return FAIL(p, p->lexer.token.start, "too many signs");
    if (!emit_op(p, MU_OP_NUMBER) || !mu_lexer_next(&p->lexer))
        return false;
    const char *at = p->lexer.token.start;
    bool ok = parse_factor(p, type) && want_number(p, at, *type) && emit_op(p, MU_OP_SUB);
    p->depth--;
    return ok;
}

static bool at_op(const struct parser *p, enum mu_op a, enum mu_op b)
{
    const struct mu_token *t = &p->lexer.token;
    return t->kind == MU_TOKEN_OP && (t->op == a || t->op == b);
}

static bool parse_product(struct parser *p, struct type *type)
{
    const char *at = p->lexer.token.start;
    if (!parse_factor(p, type))
        return false;
    while (at_op(p, MU_OP_MUL, MU_OP_DIV)) {
        enum mu_op op = p->lexer.token.op;
        if (!want_number(p, at, *type) || !mu_lexer_next(&p->lexer))
            return false;
        at = p->lexer.token.start;
        struct type right;
        if (!parse_factor(p, &right) || !want_number(p, at, right))
            return false;
        const char *base =
            mu_units_product(p->in->units, type->base, right.base, op == MU_OP_MUL ? 1 : -1);
        if (!base || !emit_op(p, op))
            return false;
        *type = (struct type){.base = base};
    }
    return true;
}

/* 0 needs no unit: nothing is nothing in every unit. */
static bool same_kind(struct parser *p, const char *at, struct type a, struct type b)
{
    if (a.truth != b.truth)
        return FAIL(p, at, "a condition cannot be compared with a number");
    if (strcmp(a.base, b.base) == 0 || (a.bare && a.number == 0) || (b.bare && b.number == 0))
        return true;
    struct type bare = a.bare ? a : b, other = a.bare ? b : a;
    if (bare.bare)
        return FAIL(p, at, "%.10g has no unit; write \"%.10g %s\" if that is meant", bare.number,
                    bare.number, mu_units_label(other.base));
    char left[80], right[80];
    mu_units_what(p->in->units, a.base, left, sizeof left);
    mu_units_what(p->in->units, b.base, right, sizeof right);
    return FAIL(p, at, "%s on the left and %s on the right cannot be put together", left, right);
}

static bool parse_sum(struct parser *p, struct type *type)
{
    const char *at = p->lexer.token.start;
    if (!parse_product(p, type))
        return false;
    while (at_op(p, MU_OP_ADD, MU_OP_SUB)) {
        enum mu_op op = p->lexer.token.op;
        if (!want_number(p, at, *type) || !mu_lexer_next(&p->lexer))
            return false;
        at = p->lexer.token.start;
        struct type right;
        if (!parse_product(p, &right) || !want_number(p, at, right) ||
            !same_kind(p, at, *type, right) || !emit_op(p, op))
            return false;
        *type = (struct type){.base = type->bare ? right.base : type->base};
    }
    return true;
}

static bool is_comparison(const struct mu_token *t)
{
    return t->kind == MU_TOKEN_OP && t->op >= MU_OP_LT && t->op <= MU_OP_NE;
}

static bool parse_comparison(struct parser *p, struct type *type)
{
    if (!parse_sum(p, type))
        return false;
    if (!is_comparison(&p->lexer.token))
        return true;
    enum mu_op op = p->lexer.token.op;
    if (!mu_lexer_next(&p->lexer))
        return false;
    const char *at = p->lexer.token.start;
    struct type right;
    if (!parse_sum(p, &right) || !same_kind(p, at, *type, right) || !emit_op(p, op))
        return false;
    *type = truth;
    if (is_comparison(&p->lexer.token))
        return FAIL(p, p->lexer.token.start, "one comparison after another; join two by and");
    return true;
}

static bool parse_not(struct parser *p, struct type *type)
{
    if (!is_word(p, "not"))
        return parse_comparison(p, type);
    if (++p->depth > DEPTH_MAX)
        return FAIL(p, p->lexer.token.start, "too many times not");
    if (!mu_lexer_next(&p->lexer))
        return false;
    const char *at = p->lexer.token.start;
    bool ok = parse_not(p, type) && want_truth(p, at, *type) && emit_op(p, MU_OP_NOT);
    p->depth--;
    return ok;
}

static bool parse_and(struct parser *p, struct type *type)
{
    const char *at = p->lexer.token.start;
    if (!parse_not(p, type))
        return false;
    while (is_word(p, "and")) {
        if (!want_truth(p, at, *type) || !mu_lexer_next(&p->lexer))
            return false;
        at = p->lexer.token.start;
        if (!parse_not(p, type) || !want_truth(p, at, *type) || !emit_op(p, MU_OP_AND))
            return false;
    }
    return true;
}

static bool parse_or(struct parser *p, struct type *type)
{
    if (++p->depth > DEPTH_MAX)
        return FAIL(p, p->lexer.token.start, "more than %d parentheses, one inside the other",
                    DEPTH_MAX);
    const char *at = p->lexer.token.start;
    if (!parse_and(p, type))
        return false;
    while (is_word(p, "or")) {
        if (!want_truth(p, at, *type) || !mu_lexer_next(&p->lexer))
            return false;
        at = p->lexer.token.start;
        if (!parse_and(p, type) || !want_truth(p, at, *type) || !emit_op(p, MU_OP_OR))
            return false;
    }
    p->depth--;
    return true;
}

static bool parse_all(struct parser *p)
{
    struct type type;
    if (!mu_lexer_next(&p->lexer) || p->lexer.token.kind == MU_TOKEN_END)
        return p->lexer.token.kind == MU_TOKEN_END;
    const char *at = p->lexer.token.start;
    if (!parse_or(p, &type) || !want_truth(p, at, type))
        return false;
    if (p->lexer.token.kind != MU_TOKEN_END)
        return FAIL(p, p->lexer.token.start,
                    "\"%.20s\" is too much; and, or or the end is expected", p->lexer.token.start);
    return true;
}

static bool want_fact(struct mu_reading *in, struct mu_node *node, mu_entity_id entity)
{
    void *room = mu_pool_grow(in->pool, in->wanted, in->n_wanted, sizeof *in->wanted);
    if (!room)
        return false;
    in->wanted = room;
    in->wanted[in->n_wanted++] = (struct mu_fact_wanted){node, entity, node->q};
    return true;
}

static bool keep(const struct parser *p, const char *text, struct mu_expr *expr)
{
    size_t length = strlen(text) + 1;
    struct mu_node *nodes = mu_world_alloc(p->in->world, (p->n + 1) * sizeof *nodes);
    char *copy = mu_world_alloc(p->in->world, length);
    if (!nodes || !copy) {
        p->in->pool->failed = true;
        return false;
    }
    memcpy(copy, text, length);
    memcpy(nodes, p->nodes, p->n * sizeof *nodes);
    for (size_t i = 0; i < p->n; i++)
        if (p->about[i].i && !want_fact(p->in, &nodes[i], p->about[i]))
            return false;
    *expr = (struct mu_expr){.nodes = nodes, .n = p->n, .slots = p->slots, .text = copy};
    return true;
}

bool mu_read_expr(const struct mu_slot *slot, const char *text, const char *it,
                  struct mu_expr *expr)
{
    struct parser p = {.lexer = {.slot = slot, .text = text, .at = text}, .in = slot->in, .it = it};
    return parse_all(&p) && keep(&p, text, expr);
}

void mu_expr_number_facts(struct mu_reading *in)
{
    for (size_t i = 0; i < in->n_wanted; i++) {
        const struct mu_fact_wanted *w = &in->wanted[i];
        w->node->fact = mu_world_fact(in->world, w->entity, w->quantity);
    }
}
