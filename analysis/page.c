#include "analysis/page.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/page_impl.h"

/* What was set otherwise than the scenario says: --set. */
static json_t *overrides_json(const struct mu_recipe *recipe)
{
    json_t *list = json_array();

    for (size_t i = 0; i < recipe->n_overrides; i++)
        json_array_append_new(list, json_string(recipe->overrides[i]));
    return list;
}

/* Fields that were taken from another run and, from an instant on, no longer follow from this. */
static json_t *replays_json(const struct mu_result *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->n_replays; i++)
        if (r->replays[i].differs_at != MU_NEVER)
            json_array_append_new(list, json_pack("{s:s, s:o}", "field", r->replays[i].field,
                                                  "from", mu_page_time(r->replays[i].differs_at)));
    return list;
}

static json_t *plan_json(const struct mu_results_file *file)
{
    const struct mu_score *score = file->meta.score;
    const char rating[2] = {score ? score->rating : '-', 0};
    struct mu_view view = {0};

    if (mu_view_init(&view, &file->result, &file->meta.clock, file->meta.tasks,
                     file->meta.n_tasks) != MU_OK)
        return NULL;
    json_t *plan = json_pack(
        "{s:s, s:I, s:o, s:o, s:o, s:o, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "name", file->meta.plan && *file->meta.plan ? file->meta.plan : "no plan", "seed",
        (json_int_t)file->result.seed, "set", overrides_json(&file->meta.recipe), "replays",
        replays_json(&file->result), "end", mu_page_time(file->result.end), "score",
        score ? mu_page_number(score->score) : json_null(), "rating", rating, "vetoed",
        score && score->vetoed, "levels", mu_page_levels(&file->result), "milestones",
        mu_page_milestones(&file->result), "curves", mu_page_curves(&view), "items",
        mu_page_items(file, &view), "objectives", mu_page_objectives(file, &view), "headline",
        mu_page_headline(file, &view), "frames", mu_page_frames(file), "closed",
        mu_page_spans(&file->result, "road.closed", "road.opened"), "breaches",
        mu_page_spans(&file->result, "dike.breached", "dike.closed"));
    mu_view_fini(&view);
    return plan;
}

static json_t *page_json(const struct mu_results_file *files, size_t n)
{
    const struct mu_results_meta *meta = &files[0].meta;
    json_t *plans = json_array();

    for (size_t i = 0; i < n; i++)
        json_array_append_new(plans, plan_json(&files[i]));
    return json_pack("{s:s, s:s, s:s, s:I, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "scenario",
                     meta->scenario ? meta->scenario : "", "summary",
                     meta->summary ? meta->summary : "", "version",
                     meta->muster_version ? meta->muster_version : "", "start_unix",
                     (json_int_t)meta->clock.start_unix, "zone_s", (int)meta->clock.zone_s, "onset",
                     mu_page_time(mu_clock_zero(&meta->clock)), "plans", plans, "map",
                     mu_page_map(&files[0]), "observed", mu_page_observed(meta), "headline",
                     mu_page_headings(), "charts", mu_page_charts(), "ratings", mu_page_ratings());
}

/* JSON inside a <script>: "</" must not appear. */
static void put_json(FILE *out, const char *json)
{
    for (; *json; json++)
        fputs(json[0] == '<' ? "\\u003c" : (char[]){json[0], 0}, out);
}

enum mu_err mu_page_write(FILE *out, const struct mu_results_file *files, size_t n, char *why)
{
    static const char mark[] = "/*DATA*/";
    const char *text = (const char *)mu_page_template;
    const char *at = strstr(text, mark);
    json_t *data = page_json(files, n);
    char *json = data ? json_dumps(data, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;

    json_decref(data);
    why[0] = '\0';
    if (!json || !at) {
        free(json);
        return MU_ERR_MEMORY;
    }
    fwrite(text, 1, (size_t)(at - text), out);
    put_json(out, json);
    fputs(at + strlen(mark), out);
    free(json);
    if (fflush(out) == 0 && !ferror(out))
        return MU_OK;
    snprintf(why, MU_WHY_MAX, "the page could not be written");
    return MU_ERR_IO;
}
