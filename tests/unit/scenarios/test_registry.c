/* What every model says of itself must hold: defaults that parse and lie in their range, units
 * that are coherent SI, references to kinds that exist. */
#include <stdlib.h>
#include <string.h>

#include "models/registry.h"
#include "scenarios/params.h"
#include "tests/cmocka_all.h"
#include "tests/unit/scenarios/reading.h"

/* A world with one entity of every model, so that references in defaults have something. */
static int setup(void **state)
{
    if (test_reading_setup(state))
        return 1;
    struct test_reading *t = *state;
    t->in.world = mu_world_create(mu_models);
    if (!t->in.world)
        return 1;
    for (size_t i = 0; mu_models[i]; i++)
        if (mu_world_name(t->in.world, mu_models[i]->name, "x") != MU_OK)
            return 1;
    return mu_world_seal(t->in.world) != MU_OK;
}

static int teardown(void **state)
{
    struct test_reading *t = *state;
    mu_world_destroy(t->in.world);
    return test_reading_teardown(state);
}

static void assert_coherent(struct test_reading *t, const char *where, const char *name,
                            const char *unit)
{
    if (!unit || !*unit || strcmp(unit, "bool") == 0 || strcmp(unit, "level") == 0)
        return;
    const char *base = mu_units_base(t->in.units, unit);
    double one = 0;
    if (!base || mu_units_convert(t->in.units, 1, unit, base, &one) != MU_UNIT_FITS || one != 1)
        fail_msg("%s.%s: \"%s\" is not a coherent SI unit", where, name, unit);
}

/* Only for output: any unit, km as well as m. */
static void assert_known(struct test_reading *t, const char *where, const char *name,
                         const char *unit)
{
    if (unit && strcmp(unit, "bool") != 0 && !mu_units_base(t->in.units, unit))
        fail_msg("%s.%s: \"%s\" is not a unit", where, name, unit);
}

static bool model_exists(const char *name)
{
    for (size_t i = 0; mu_models[i]; i++)
        if (strcmp(mu_models[i]->name, name) == 0)
            return true;
    return false;
}

typedef void check_fn(struct test_reading *t, const char *where, const struct mu_param *param,
                      mu_entity_id id, void *block);

static void for_params(struct test_reading *t, const char *where, const struct mu_param *params,
                       size_t size, mu_entity_id id, check_fn *check)
{
    void *block = calloc(1, size + 1);
    assert_non_null(block);
    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++) {
        check(t, where, p, id, block);
        if (p->type == MU_TYPE_TABLE) {
            const char *inner = mu_pool_printf(&t->pool, "%s.%s", where, p->name);
            for_params(t, inner, p->row, p->row_size, MU_NOBODY, check);
        }
    }
    free(block);
}

static void for_models(struct test_reading *t, check_fn *check)
{
    for (size_t i = 0; mu_models[i]; i++) {
        const struct mu_model *m = mu_models[i];
        for_params(t, m->name, m->params, m->params_size, mu_world_find(t->in.world, m->name, "x"),
                   check);
    }
}

static void check_default(struct test_reading *t, const char *where, const struct mu_param *param,
                          mu_entity_id id, void *block)
{
    const struct mu_param alone[] = {*param, {.type = MU_TYPE_END}};
    struct mu_settings s = {
        .in = &t->in, .owner = where, .id = id, .place = {"default", 1, 1}, .row = id.i == 0};
    if (param->dflt && !mu_read_settings(&s, alone, block))
        fail_msg("%s: default \"%s\": %s", where, param->dflt, t->diags.items[0].text);
}

static void every_default_parses_and_lies_in_its_range(void **state)
{
    for_models(*state, check_default);
}

static void check_unit(struct test_reading *t, const char *where, const struct mu_param *param,
                       mu_entity_id id, void *block)
{
    (void)id;
    (void)block;
    assert_coherent(t, where, param->name, param->unit);
}

static void every_unit_is_known_and_coherent_where_it_must_be(void **state)
{
    struct test_reading *t = *state;
    for_models(t, check_unit);
    for (size_t i = 0; mu_models[i]; i++) {
        const struct mu_model *m = mu_models[i];
        for (const struct mu_quantity *q = m->quantities; q && q->name; q++)
            assert_coherent(t, m->name, q->name, q->unit);
        for (const struct mu_series *s = m->series; s && s->name; s++)
            assert_known(t, m->name, s->name, s->unit);
        for (const struct mu_kind *k = m->kinds; k && k->name; k++)
            assert_known(t, m->name, k->name, k->unit);
    }
}

static void check_shape(struct test_reading *t, const char *where, const struct mu_param *param,
                        mu_entity_id id, void *block)
{
    (void)t;
    (void)id;
    (void)block;
    if (!param->name || !param->help || !*param->help)
        fail_msg("%s.%s: has no help", where, param->name ? param->name : "?");
    if (param->lo > param->hi)
        fail_msg("%s.%s: its range is empty", where, param->name);
    if (param->of && !model_exists(param->of))
        fail_msg("%s.%s: there is no model \"%s\"", where, param->name, param->of);
    if (param->type == MU_TYPE_ENUM && (!param->choices || !param->choices[0]))
        fail_msg("%s.%s: has no choices", where, param->name);
    if (param->type == MU_TYPE_TABLE && (!param->row || !param->row_size))
        fail_msg("%s.%s: has no rows", where, param->name);
    if (strcmp(param->name, "owner") == 0 && strstr(where, ".plan"))
        fail_msg("%s: \"owner\" is the reader's", where);
}

static void every_parameter_explains_itself(void **state)
{
    for_models(*state, check_shape);
}

static void every_model_has_a_name_of_its_own_and_a_summary(void **state)
{
    (void)state;
    for (size_t i = 0; mu_models[i]; i++) {
        assert_non_null(mu_models[i]->summary);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(mu_models[i]->name, mu_models[k]->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_default_parses_and_lies_in_its_range),
        cmocka_unit_test(every_unit_is_known_and_coherent_where_it_must_be),
        cmocka_unit_test(every_parameter_explains_itself),
        cmocka_unit_test(every_model_has_a_name_of_its_own_and_a_summary),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
