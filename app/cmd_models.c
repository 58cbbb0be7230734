/* cmd_models.c - `muster models`: what a scenario may set, and what a run may be judged by. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/metrics.h"
#include "app/commands.h"
#include "models/registry.h"
#include "scenarios/values.h"
#include "sim/model.h"

enum { NAME_WIDTH = 26 };

static bool is_plain(const char *unit)
{
    return !unit || !*unit || strcmp(unit, "1") == 0;
}

static const char *type_name(const struct mu_param *p)
{
    switch (p->type) {
    case MU_TYPE_NUMBER: return "number";
    case MU_TYPE_INTEGER: return "whole number";
    case MU_TYPE_BOOL: return "true or false";
    case MU_TYPE_DURATION: return "duration";
    case MU_TYPE_INSTANT: return "instant";
    case MU_TYPE_ENUM: return "choice";
    case MU_TYPE_REF: return "name";
    case MU_TYPE_REFS: return "names";
    case MU_TYPE_TEXT: return "text";
    case MU_TYPE_POINT: return "place";
    case MU_TYPE_DIST:
        return strcmp(p->unit ? p->unit : "", "s") == 0 ? "drawn duration" : "drawn number";
    case MU_TYPE_EXPR: return "trigger";
    case MU_TYPE_TABLE: return "table";
    case MU_TYPE_END: break;
    }
    return "";
}

/* ---- for people ---- */

static bool needs_unit(const struct mu_param *p)
{
    return (p->type == MU_TYPE_NUMBER || p->type == MU_TYPE_INTEGER || p->type == MU_TYPE_DIST) &&
           !is_plain(p->unit) && strcmp(p->unit, "s") != 0;
}

static void print_type(const struct mu_param *p)
{
    fputs(type_name(p), stdout);
    if (p->of)
        printf(" of %s", p->of);
    if (needs_unit(p))
        printf(" in %s", p->unit);
    for (const char *const *c = p->choices; c && *c; c++)
        printf("%s%s", c == p->choices ? ": " : ", ", *c);
}

static void print_fallback(const struct mu_param *p)
{
    const bool listed = p->type == MU_TYPE_TABLE || p->type == MU_TYPE_REFS;

    if (p->dflt && *p->dflt)
        printf("; default %s", p->dflt);
    else if (!p->dflt && !p->optional && !listed)
        fputs("; required", stdout);
}

static void print_range(const struct mu_param *p)
{
    char lo[64], hi[64];

    if (!(p->lo < 0 || p->lo > 0) && !(p->hi < 0 || p->hi > 0))
        return;
    mu_format_value(p->lo, p->unit, lo, sizeof lo);
    mu_format_value(p->hi, p->unit, hi, sizeof hi);
    printf("; %s to %s", lo, hi);
}

static void print_params(const struct mu_param *params, int indent)
{
    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++) {
        printf("%*s%-*s ", indent, "", NAME_WIDTH - indent, p->name);
        print_type(p);
        print_fallback(p);
        print_range(p);
        printf("\n%*s%s", indent + 6, "", p->help);
        if (p->source)
            printf(" [%s]", p->source);
        putchar('\n');
        print_params(p->row, indent + 4);
    }
}

/* One line of a list, its explanation below. */
static void print_named(const char *model, const char *name, const char *what, const char *help)
{
    char whole[80];

    snprintf(whole, sizeof whole, "%s%s%s", model, *model ? "." : "", name);
    printf("  %-*s %s\n        %s\n", NAME_WIDTH - 2, whole, what, help);
}

static const char *fact_unit(const char *unit)
{
    if (strcmp(unit, "bool") == 0)
        return "true or false";
    return strcmp(unit, "level") == 0 ? "level IV to I" : is_plain(unit) ? "number" : unit;
}

static void print_told(const struct mu_model *m)
{
    if (m->quantities && m->quantities->name)
        puts("\n  What can be known of it, for triggers:");
    for (const struct mu_quantity *q = m->quantities; q && q->name; q++)
        print_named(m->name, q->name, fact_unit(q->unit), q->help);
    if (m->series && m->series->name)
        puts("\n  What is sampled:");
    for (const struct mu_series *s = m->series; s && s->name; s++)
        print_named(m->name, s->name, is_plain(s->unit) ? "number" : s->unit, s->help);
    if (m->kinds && m->kinds->name)
        puts("\n  What is recorded when it happens, and the value that goes with it:");
    for (const struct mu_kind *k = m->kinds; k && k->name; k++) {
        char value[160];
        snprintf(value, sizeof value, "%s%s%s%s", k->value, is_plain(k->unit) ? "" : " [",
                 is_plain(k->unit) ? "" : k->unit, is_plain(k->unit) ? "" : "]");
        print_named("", k->name, value, k->help);
    }
}

static void print_model(const struct mu_model *m)
{
    printf("%s - %s\n\n", m->name, m->summary);
    print_params(m->params, 2);
    print_told(m);
    putchar('\n');
}

/* ---- for programs ---- */

static json_t *texts_json(const char *const *texts)
{
    json_t *list = json_array();

    for (; texts && *texts; texts++)
        json_array_append_new(list, json_string(*texts));
    return list;
}

static json_t *params_json(const struct mu_param *params)
{
    json_t *list = json_array();

    for (const struct mu_param *p = params; p && p->type != MU_TYPE_END; p++) {
        const bool required = !p->dflt && !p->optional && p->type != MU_TYPE_TABLE;
        json_t *o = json_pack("{s:s, s:s, s:s?, s:s?, s:b, s:s, s:s?, s:s?}", "name", p->name,
                              "type", type_name(p), "unit", p->unit, "default", p->dflt, "required",
                              (int)required, "help", p->help, "source", p->source, "of", p->of);
        if (p->lo < 0 || p->lo > 0 || p->hi < 0 || p->hi > 0)
            json_object_set_new(o, "range", json_pack("[f, f]", p->lo, p->hi));
        if (p->choices)
            json_object_set_new(o, "choices", texts_json(p->choices));
        if (p->row)
            json_object_set_new(o, "row", params_json(p->row));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *facts_json(const struct mu_quantity *q)
{
    json_t *list = json_array();

    for (; q && q->name; q++)
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s}", "name", q->name, "unit", q->unit, "help", q->help));
    return list;
}

static json_t *series_json(const struct mu_series *s)
{
    json_t *list = json_array();

    for (; s && s->name; s++)
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s}", "name", s->name, "unit", s->unit, "help", s->help));
    return list;
}

static json_t *kinds_json(const struct mu_kind *k)
{
    json_t *list = json_array();

    for (; k && k->name; k++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "name", k->name, "value",
                                              k->value, "unit", k->unit, "help", k->help));
    return list;
}

static json_t *model_json(const struct mu_model *m)
{
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "name", m->name, "summary", m->summary,
                     "parameters", params_json(m->params), "facts", facts_json(m->quantities),
                     "series", series_json(m->series), "events", kinds_json(m->kinds));
}

static int put_json(const char *name, json_t *list)
{
    json_t *root =
        json_pack("{s:s+, s:i, s:o}", "format", "muster.", name, "version", 1, name, list);
    const int bad = root ? json_dumpf(root, stdout, JSON_INDENT(2)) : -1;

    json_decref(root);
    putchar('\n');
    return bad ? MU_EXIT_IO : MU_EXIT_OK;
}

static int print_models_json(const char *only)
{
    json_t *models = json_array();

    for (size_t i = 0; mu_models[i]; i++)
        if (!only || strcmp(only, mu_models[i]->name) == 0)
            json_array_append_new(models, model_json(mu_models[i]));
    return put_json("models", models);
}

static int print_metrics_json(void)
{
    json_t *list = json_array();

    for (size_t i = 0; i < mu_metric_count(); i++) {
        const struct mu_metric *m = mu_metric_at(i);
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s}", "name", m->name, "unit", m->unit, "help", m->help));
    }
    return put_json("metrics", list);
}

static void print_metrics(void)
{
    for (size_t i = 0; i < mu_metric_count(); i++) {
        const struct mu_metric *m = mu_metric_at(i);
        printf("%-30s %-12s %s\n", m->name, is_plain(m->unit) ? "" : m->unit, m->help);
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

    if (mu_arg(args, "metrics") && mu_arg(args, "json"))
        return print_metrics_json();
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
        return print_models_json(only);
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
    .words = "model",
    .max_words = 1,
    .run = run_models,
};
