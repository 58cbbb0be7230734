/* cmd_models.c - `muster models`: what a scenario may set, and what a run may be judged by. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/metrics.h"
#include "app/commands.h"
#include "models/registry.h"
#include "sim/model.h"

static const char *type_name(const struct mu_param *p)
{
    switch (p->type) {
    case MU_TYPE_NUMBER: return "number";
    case MU_TYPE_INTEGER: return "integer";
    case MU_TYPE_BOOL: return "yes or no";
    case MU_TYPE_DURATION: return "duration";
    case MU_TYPE_INSTANT: return "instant";
    case MU_TYPE_ENUM: return "choice";
    case MU_TYPE_REF: return "name";
    case MU_TYPE_REFS: return "names";
    case MU_TYPE_TEXT: return "text";
    case MU_TYPE_POINT: return "point";
    case MU_TYPE_DIST: return "distribution";
    case MU_TYPE_EXPR: return "trigger";
    case MU_TYPE_TABLE: return "table";
    case MU_TYPE_END: break;
    }
    return "";
}

static const char *fallback(const struct mu_param *p)
{
    if (p->dflt)
        return p->dflt;
    return p->optional || p->type == MU_TYPE_TABLE || p->type == MU_TYPE_REFS ? "none" : "required";
}

static void print_params(const struct mu_param *params, int indent)
{
    for (const struct mu_param *p = params; p->type != MU_TYPE_END; p++) {
        printf("%*s%-*s %-12s %-10s default %s", indent, "", 24 - indent, p->name, type_name(p),
               p->unit ? p->unit : "", fallback(p));
        if (p->lo != 0 || p->hi != 0)
            printf(", %g to %g", p->lo, p->hi);
        printf("\n%*s%s", indent + 4, "", p->help);
        if (p->source)
            printf(" [%s]", p->source);
        for (const char *const *c = p->choices; c && *c; c++)
            printf("%s%s", c == p->choices ? ": " : ", ", *c);
        putchar('\n');
        if (p->row)
            print_params(p->row, indent + 4);
    }
}

static void print_model(const struct mu_model *m)
{
    printf("%s - %s\n", m->name, m->summary);
    if (m->params)
        print_params(m->params, 2);
    for (const struct mu_quantity *q = m->quantities; q && q->name; q++)
        printf("  fact %s.%s [%s]: %s\n", m->name, q->name, q->unit, q->help);
    for (const struct mu_series *s = m->series; s && s->name; s++)
        printf("  series %s.%s [%s]: %s\n", m->name, s->name, s->unit, s->help);
    for (const struct mu_kind *k = m->kinds; k && k->name; k++)
        printf("  event %s (%s [%s]): %s\n", k->name, k->value, k->unit, k->help);
}

static json_t *params_json(const struct mu_param *params)
{
    json_t *list = json_array();

    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++) {
        json_t *o =
            json_pack("{s:s, s:s, s:s?, s:s?, s:s, s:s?}", "name", p->name, "type", type_name(p),
                      "unit", p->unit, "default", p->dflt, "help", p->help, "source", p->source);
        if (p->lo != 0 || p->hi != 0)
            json_object_set_new(o, "range", json_pack("[f, f]", p->lo, p->hi));
        if (p->row)
            json_object_set_new(o, "row", params_json(p->row));
        json_array_append_new(list, o);
    }
    return list;
}

static int print_json(const char *only)
{
    json_t *models = json_array();

    for (size_t i = 0; mu_models[i]; i++)
        if (!only || strcmp(only, mu_models[i]->name) == 0)
            json_array_append_new(models, json_pack("{s:s, s:s, s:o}", "name", mu_models[i]->name,
                                                    "summary", mu_models[i]->summary, "parameters",
                                                    params_json(mu_models[i]->params)));
    json_t *root =
        json_pack("{s:s, s:i, s:o}", "format", "muster.models", "version", 1, "models", models);
    const int bad = json_dumpf(root, stdout, JSON_INDENT(2));
    json_decref(root);
    putchar('\n');
    return bad ? MU_EXIT_IO : MU_EXIT_OK;
}

static void print_metrics(void)
{
    for (size_t i = 0; i < mu_metric_count(); i++) {
        const struct mu_metric *m = mu_metric_at(i);
        printf("%-30s %-8s %s\n", m->name, m->unit, m->help);
    }
}

static const char *model_at(const void *list, size_t i)
{
    const struct mu_model *const *models = list;
    return models[i] ? models[i]->name : NULL;
}

static int run_models(const struct mu_args *args)
{
    const char *only = args->n_words ? args->words[0] : NULL;
    size_t shown = 0;

    if (mu_arg(args, "metrics")) {
        print_metrics();
        return MU_EXIT_OK;
    }
    for (size_t i = 0; mu_models[i]; i++)
        shown += !only || strcmp(only, mu_models[i]->name) == 0;
    if (!shown) {
        const char *guess = mu_nearest(only, model_at, mu_models);
        fprintf(stderr, "muster models: there is no model \"%s\"%s%s%s\n", only,
                guess ? "; did you mean \"" : "", guess ? guess : "", guess ? "\"?" : "");
        return MU_EXIT_USAGE;
    }
    if (mu_arg(args, "json"))
        return print_json(only);
    for (size_t i = 0; mu_models[i]; i++)
        if (!only || strcmp(only, mu_models[i]->name) == 0)
            print_model(mu_models[i]);
    return MU_EXIT_OK;
}

const struct mu_command mu_cmd_models = {
    .name = "models",
    .summary = "what a scenario may set: every model, setting, fact, series and event",
    .usage = "[MODEL] [options]",
    .examples = (const char *const[]){"muster models",
                                      "every model with its settings, units, defaults and sources",
                                      "muster models zone", "one model", "muster models --metrics",
                                      "the numbers that objectives may use", NULL},
    .options = (const struct mu_option[]){{.name = "metrics", .help = "list the metrics instead"},
                                          {.name = "json", .help = "as JSON"},
                                          {0}},
    .max_words = 1,
    .run = run_models,
};
