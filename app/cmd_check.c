/* cmd_check.c - `muster check`: every mistake of a scenario and of plans for it, nothing run. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/load.h"
#include "sim/run.h"

/* One reading: the scenario alone, or with one of the plans. Kept until everything is printed,
 * because messages borrow file names. */
struct reading {
    struct mu_load load;
    struct mu_scenario *scenario;
    const char *plan; /* as given; NULL = none */
    bool good;
};

struct checking {
    const struct mu_args *args;
    struct mu_diags diags; /* of all readings: what is said twice is printed once */
    struct reading *readings;
    size_t n;
};

/* What only shows when the models are put together: a dike without water, a delay shorter than a
 * message takes. */
static void try_start(const struct mu_scenario *s, struct mu_diags *diags)
{
    const struct mu_run_options options = {.seed = 1};
    const struct mu_place place = {s->files[0].path, 0, 0};
    struct mu_run *run = NULL;
    const enum mu_err err = mu_run_create(s->world, &options, &run);

    if (err != MU_OK)
        mu_diag_error(diags, place, "%s", mu_err_text(err));
    else if (mu_load_start_failure(run))
        mu_diag_error(diags, place, "%s", mu_load_start_failure(run));
    mu_run_destroy(run);
}

static int read_one(struct checking *c, const char *plan)
{
    struct reading *r = &c->readings[c->n++];
    const char *path = c->args->words[0], *history = mu_arg(c->args, "history");

    r->plan = plan;
    const int bad = mu_load_words(&r->load, c->args, path, plan, history);
    if (bad)
        return bad;
    const size_t before = c->diags.errors;
    r->scenario = mu_load_read(&r->load, &c->diags);
    if (!r->scenario)
        return MU_EXIT_INTERNAL;
    if (c->diags.errors == before)
        try_start(r->scenario, &c->diags);
    r->good = c->diags.errors == before;
    return MU_EXIT_OK;
}

static int read_all(struct checking *c)
{
    int bad = MU_EXIT_OK;

    if (c->args->n_words == 1)
        return read_one(c, NULL);
    for (size_t i = 1; !bad && i < c->args->n_words; i++)
        bad = read_one(c, c->args->words[i]);
    return bad;
}

/* ---- for people ---- */

static void print_good(const struct checking *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct mu_scenario *s = c->readings[i].scenario;
        if (!c->readings[i].good)
            continue;
        printf("%s: ok: %s, %zu entities, %zu links of road, %zu files",
               c->readings[i].plan ? c->readings[i].plan : c->args->words[0], s->name,
               mu_world_entities(s->world), s->geo.roads.n_links, s->n_files);
        if (c->readings[i].plan)
            printf(", %zu plan items", s->plan.n_items);
        putchar('\n');
    }
}

static void print_count(const struct checking *c)
{
    const size_t errors = c->diags.errors, warnings = c->diags.warnings;

    if (errors + warnings > 0)
        fprintf(stderr, "%zu error%s, %zu warning%s\n", errors, errors == 1 ? "" : "s", warnings,
                warnings == 1 ? "" : "s");
}

/* ---- for programs ---- */

static json_t *diag_json(const struct mu_diag *d)
{
    const struct mu_place *p = &d->place;
    json_t *o = json_pack("{s:s, s:s, s:s}", "severity",
                          d->severity == MU_SEVERITY_ERROR ? "error" : "warning", "file",
                          p->file ? p->file : "", "text", d->text);

    if (p->line > 0)
        json_object_set_new(o, "line", json_integer(p->line));
    if (p->line > 0 && p->column > 0)
        json_object_set_new(o, "column", json_integer(p->column));
    return o;
}

static json_t *reading_json(const struct reading *r)
{
    return json_pack("{s:s, s:s?, s:s?, s:b}", "scenario", r->load.request.scenario, "plan",
                     r->load.request.plan, "history", r->load.request.history, "ok", (int)r->good);
}

static int print_json(const struct checking *c)
{
    json_t *checked = json_array(), *diags = json_array();

    for (size_t i = 0; i < c->n; i++)
        json_array_append_new(checked, reading_json(&c->readings[i]));
    for (size_t i = 0; i < c->diags.n; i++)
        json_array_append_new(diags, diag_json(&c->diags.items[i]));
    json_t *root = json_pack("{s:s, s:i, s:I, s:I, s:o, s:o}", "format", "muster.check", "version",
                             1, "errors", (json_int_t)c->diags.errors, "warnings",
                             (json_int_t)c->diags.warnings, "checked", checked, "messages", diags);
    const int bad = root ? json_dumpf(root, stdout, JSON_INDENT(2)) : -1;
    json_decref(root);
    putchar('\n');
    return bad ? MU_EXIT_IO : MU_EXIT_OK;
}

static int tell(struct checking *c)
{
    int bad = MU_EXIT_OK;

    if (mu_arg(c->args, "json")) {
        mu_diags_sort(&c->diags);
        bad = print_json(c);
    } else {
        mu_diags_print(&c->diags, stderr);
        print_good(c);
        print_count(c);
    }
    if (bad)
        return bad;
    if (c->diags.errors)
        return MU_EXIT_INPUT;
    return c->diags.warnings && mu_arg(c->args, "strict") ? MU_EXIT_CRITERION : MU_EXIT_OK;
}

static int run_check(const struct mu_args *args)
{
    struct checking c = {.args = args, .readings = calloc(args->n_words, sizeof *c.readings)};
    int code = c.readings ? read_all(&c) : MU_EXIT_INTERNAL;

    if (code == MU_EXIT_OK)
        code = tell(&c);
    mu_diags_fini(&c.diags);
    for (size_t i = 0; i < c.n; i++) {
        mu_scenario_destroy(c.readings[i].scenario);
        mu_load_fini(&c.readings[i].load);
    }
    free(c.readings);
    return code;
}

const struct mu_command mu_cmd_check = {
    .name = "check",
    .summary = "every mistake of a scenario and of the plans for it, without running",
    .usage = "SCENARIO [PLAN...] [options]",
    .about =
        "Plans are sought beside the scenario, then in the working folder. A warning leaves the\n"
        "exit code at 0, unless --strict is given.",
    .examples = (const char *const[]){"muster check scenarios/dike-breach/scenario.yaml",
                                      "a scenario and all it names",
                                      "muster check scenarios/dike-breach plan-a.yaml plan-b.yaml",
                                      "plans for a scenario", NULL},
    .options =
        (const struct mu_option[]){
            {0, "history", "FILE", "check recorded decisions too", false},
            {0, "set", "PATH=VALUE", "another value for a setting", true},
            {0, "strict", NULL, "exit with 1 when there is a warning", false},
            {0, "json", NULL, "the messages as JSON", false},
            {0}},
    .words = "file",
    .min_words = 1,
    .max_words = 4000,
    .run = run_check,
};
