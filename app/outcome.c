#include "app/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/attributes.h"

static const char *words(struct mu_pool *pool, const struct mu_args *args)
{
    const char *line = "muster";

    for (int i = 1; i < args->argc; i++)
        line = mu_pool_printf(pool, "%s %s", line, args->argv[i]);
    return line;
}

static const char *now_text(struct mu_pool *pool)
{
    const time_t now = time(NULL);
    struct tm utc;
    char text[32];

    gmtime_r(&now, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return mu_pool_printf(pool, "%s", text);
}

static void fill_inputs(struct mu_results_meta *meta, const struct mu_scenario *s,
                        struct mu_pool *pool)
{
    struct mu_input_file *files = mu_pool_alloc(pool, (s->n_files + 1) * sizeof *files);

    for (size_t i = 0; files && i < s->n_files; i++)
        files[i] = (struct mu_input_file){.path = s->files[i].name,
                                          .bytes = (const unsigned char *)s->files[i].bytes,
                                          .n = s->files[i].n};
    meta->inputs = files;
    meta->n_inputs = files ? s->n_files : 0;
}

static void fill_observed(struct mu_results_meta *meta, const struct mu_scenario *s,
                          struct mu_pool *pool)
{
    struct mu_observation *rows = mu_pool_alloc(pool, (s->n_observed + 1) * sizeof *rows);

    for (size_t i = 0; rows && i < s->n_observed; i++)
        rows[i] = (struct mu_observation){
            .curve = s->observed[i].curve,
            .title = s->observed[i].title,
            .source = s->observed[i].source,
            .at = s->observed[i].at,
            .low = s->observed[i].low,
            .high = s->observed[i].high,
        };
    meta->observed = rows;
    meta->n_observed = rows ? s->n_observed : 0;
}

/* "plan A", "history", "no plan", with what is unusual about the run. */
static const char *plan_name(struct mu_pool *pool, const struct mu_scenario *s,
                             const struct mu_making *making)
{
    const char *name = s->plan.id   ? mu_pool_printf(pool, "plan %s", s->plan.id)
                       : s->history ? s->history
                                    : "no plan";
    return making->perfect_information ? mu_pool_printf(pool, "%s, knowing everything", name)
                                       : name;
}

static struct mu_recipe recipe(const struct mu_scenario *s, const struct mu_making *making)
{
    const struct mu_scenario_request *request = &making->load->request;
    return (struct mu_recipe){
        .scenario = s->files[0].name,
        .plan = mu_input_name(s, request->plan),
        .history = mu_input_name(s, request->history),
        .overrides = request->overrides,
        .n_overrides = request->n_overrides,
        .perfect_information = making->perfect_information,
        .until = making->until,
    };
}

static bool fill_meta(struct mu_outcome *o, const struct mu_scenario *s,
                      const struct mu_making *making)
{
    struct mu_pool *pool = o->pool;

    o->meta = (struct mu_results_meta){
        .muster_version = MUSTER_VERSION,
        .scenario = s->name,
        .summary = s->summary,
        .plan = plan_name(pool, s, making),
        .created = now_text(pool),
        .command_line = words(pool, making->args),
        .clock = {.start_unix = s->start_unix, .zone_s = s->zone_s, .onset = s->onset},
        .crs_wkt = s->geo.crs_wkt,
        .recipe = recipe(s, making),
    };
    fill_inputs(&o->meta, s, pool);
    fill_observed(&o->meta, s, pool);
    return mu_attributes_fill(&o->meta, s, pool) && mu_tasks_fill(&o->meta, s, pool);
}

static struct mu_objective *objectives(const struct mu_scenario *s, struct mu_pool *pool)
{
    struct mu_objective *list = mu_pool_alloc(pool, (s->n_objectives + 1) * sizeof *list);

    for (size_t i = 0; list && i < s->n_objectives; i++) {
        const struct mu_goal *g = &s->objectives[i];
        list[i] = (struct mu_objective){
            .id = g->id,
            .title = g->title,
            .metric = g->metric,
            .target = g->target,
            .better = g->lower_is_better ? MU_LOWER_IS_BETTER : MU_HIGHER_IS_BETTER,
            .weight = g->weight,
            .veto = g->veto,
        };
    }
    return list;
}

/* A scenario without its references can still be run: then targets alone decide. */
static bool read_references(struct mu_references *references, const struct mu_scenario *s)
{
    char why[MU_WHY_MAX];
    const struct mu_source_file *file = mu_input_file(s, s->references);

    if (!file)
        return false;
    if (mu_references_parse(file->bytes, file->n, references, why) == MU_OK)
        return true;
    fprintf(stderr, "muster: %s: %s; objectives are rated by their targets\n", file->path, why);
    return false;
}

static bool score(struct mu_outcome *o, const struct mu_scenario *s)
{
    struct mu_references references = {0};
    struct mu_view view = {0};
    struct mu_objective *goals = objectives(s, o->pool);
    const bool known = read_references(&references, s);
    bool ok = goals && mu_view_init(&view, &o->result, &o->meta.clock, o->meta.tasks,
                                    o->meta.n_tasks) == MU_OK;

    ok = ok && mu_score_init(&o->score, &view, goals, s->n_objectives,
                             known ? &references : NULL) == MU_OK;
    if (ok)
        o->meta.score = &o->score;
    mu_view_fini(&view);
    mu_references_fini(&references);
    return ok;
}

bool mu_outcome_judge(struct mu_outcome *o, const struct mu_scenario *s,
                      const struct mu_making *making)
{
    o->pool = calloc(1, sizeof(struct mu_pool));
    if (o->pool && fill_meta(o, s, making) && score(o, s))
        return true;
    fprintf(stderr, "muster: %s\n", mu_err_text(MU_ERR_MEMORY));
    return false;
}

void mu_outcome_fini(struct mu_outcome *o)
{
    mu_score_fini(&o->score);
    mu_result_fini(&o->result);
    if (o->pool)
        mu_pool_fini(o->pool);
    free(o->pool);
    *o = (struct mu_outcome){0};
}
