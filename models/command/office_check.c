/* office_check.c - rules across the settings of an office: its duty, its rules of reporting. */
#include <stdio.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/world.h"

static struct mu_place row_place(const struct mu_check *check, const char *table, size_t row,
                                 const char *key)
{
    char path[80];

    snprintf(path, sizeof path, "%s[%zu].%s", table, row, key);
    return check->place(check, path);
}

static bool check_duty(const struct mu_office_params *p, const struct mu_check *check)
{
    const struct mu_duty *rows = p->duty.rows;
    bool ok = true;

    for (size_t i = 1; i < p->duty.n; i++)
        if (rows[i].level <= rows[i - 1].level)
            ok = mu_diag_error(check->diags, row_place(check, "duty", i, "level"),
                               "%s: duty: levels must rise from row to row: none, IV, III, II, I",
                               check->entity);
    return ok;
}

/* ---- models that a rule is about ---- */

static const char *next_model(const void *world, size_t i)
{
    return i < mu_world_models(world) ? mu_world_model(world, i)->name : NULL;
}

static bool check_word(const struct mu_check *check, size_t row, const char *word)
{
    if (mu_world_model_index(check->world, word) != SIZE_MAX)
        return true;
    const char *near = mu_nearest(word, next_model, check->world);
    return mu_diag_error(check->diags, row_place(check, "rules", row, "about"),
                         "%s: rules: about: \"%s\" is not a kind of entity%s%s%s", check->entity,
                         word, near ? "; did you mean \"" : "", near ? near : "",
                         near ? "\"?" : "");
}

static bool check_about(const struct mu_check *check, size_t row, const char *about)
{
    bool ok = true;

    for (const char *s = about + strspn(about, ", "); *s; s += strspn(s, ", ")) {
        char word[64];
        const size_t n = strcspn(s, ", ");
        snprintf(word, sizeof word, "%.*s", (int)n, s);
        ok &= check_word(check, row, word);
        s += n;
    }
    return ok;
}

static bool check_rules(const struct mu_office_params *p, const struct mu_check *check)
{
    const struct mu_rule *rules = p->rules.rows;
    bool ok = true;

    for (size_t i = 0; i < p->rules.n; i++) {
        ok &= check_about(check, i, rules[i].about);
        if (mu_world_params_const(check->world, rules[i].to) == p)
            ok = mu_diag_error(check->diags, row_place(check, "rules", i, "to"),
                               "%s: rules: to: it need not report to itself", check->entity);
    }
    return ok;
}

/* Upwards from its parent, at most as many steps as there are offices, it must not come to
 * itself. */
static bool check_parent(const struct mu_office_params *p, const struct mu_check *check)
{
    const struct mu_office_params *above = p;
    size_t offices;

    mu_world_first(check->world, "office", &offices);
    for (size_t steps = 0; steps < offices && above->parent.i != 0; steps++) {
        above = mu_world_params_const(check->world, above->parent);
        if (above == p)
            return mu_diag_error(check->diags, check->place(check, "parent"),
                                 "%s: parent: following the offices above leads back to this one",
                                 check->entity);
    }
    return true;
}

bool mu_office_check(const void *params, const struct mu_check *check)
{
    const struct mu_office_params *p = params;
    bool ok = check_duty(p, check);

    ok &= check_rules(p, check);
    ok &= check_parent(p, check);
    return mu_items_check(p, check) && ok;
}
