#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/results_read_impl.h"

/* ---- the root ---- */

static const char *root_text(struct mu_reading *r, const char *name)
{
    return mu_read_own(r, mu_get_text(&r->get, r->file, ".", name));
}

static void read_clock(struct mu_reading *r)
{
    struct mu_clock *clock = &r->to->meta.clock;
    double onset = 0;

    clock->onset = MU_NEVER;
    mu_get_number(&r->get, r->file, ".", "start_unix", H5T_NATIVE_INT64, &clock->start_unix);
    mu_get_number(&r->get, r->file, ".", "zone_seconds", H5T_NATIVE_INT32, &clock->zone_s);
    if (mu_get_number(&r->get, r->file, ".", "onset_seconds", H5T_NATIVE_DOUBLE, &onset) &&
        !mu_get_to_time(onset, &clock->onset))
        mu_get_fail(&r->get, "the onset is impossible");
}

static void read_count(struct mu_reading *r, const char *name, uint64_t *count)
{
    mu_get_number(&r->get, r->file, ".", name, H5T_NATIVE_UINT64, count);
}

static void read_counts(struct mu_reading *r)
{
    struct mu_run_counts *c = &r->to->result.counts;

    read_count(r, "events_handled", &r->to->result.n_handled);
    c->events = r->to->result.n_handled;
    read_count(r, "events_tied", &c->ties);
    read_count(r, "messages_sent", &c->messages);
    read_count(r, "timers_set", &c->timers_set);
    read_count(r, "timers_cancelled", &c->timers_cancelled);
    read_count(r, "timers_moved", &c->timers_moved);
    read_count(r, "streams_opened", &c->streams);
}

void mu_read_root(struct mu_reading *r)
{
    struct mu_results_meta *meta = &r->to->meta;
    struct mu_result *result = &r->to->result;
    char *status = mu_get_text(&r->get, r->file, ".", "status");
    double end = NAN;

    meta->scenario = root_text(r, "scenario");
    meta->summary = root_text(r, "summary");
    meta->plan = root_text(r, "plan");
    meta->created = root_text(r, "created");
    meta->command_line = root_text(r, "command_line");
    result->failure = mu_get_text(&r->get, r->file, ".", "failure");
    result->complete = status && strcmp(status, "complete") == 0;
    free(status);
    mu_get_number(&r->get, r->file, ".", "seed", H5T_NATIVE_UINT64, &result->seed);
    mu_get_number(&r->get, r->file, ".", "replication", H5T_NATIVE_UINT32, &result->replication);
    mu_get_number(&r->get, r->file, ".", "branch", H5T_NATIVE_UINT32, &result->branch);
    read_counts(r);
    mu_get_number(&r->get, r->file, ".", "end_seconds", H5T_NATIVE_DOUBLE, &end);
    if (mu_get_ok(&r->get) && !mu_get_to_time(end, &result->end))
        mu_get_fail(&r->get, "the end of the run is missing");
    read_clock(r);
}

/* ---- the input ---- */

static void check_digest(struct mu_reading *r, hid_t group, const char *name,
                         const struct mu_input_file *file)
{
    XXH128_canonical_t canonical;
    char *kept = mu_get_text(&r->get, group, name, "xxh3_128"), hex[33];

    XXH128_canonicalFromHash(&canonical, XXH3_128bits(file->bytes, file->n));
    for (size_t i = 0; i < 16; i++)
        snprintf(hex + 2 * i, 3, "%02x", canonical.digest[i]);
    if (mu_get_ok(&r->get) && (!kept || strcmp(kept, hex) != 0))
        mu_get_fail(&r->get, "input file %s is not what it was", file->path);
    free(kept);
}

static void read_input_file(struct mu_reading *r, hid_t group, size_t i, struct mu_input_file *file)
{
    char name[64];

    if (!mu_get_link(&r->get, group, i, name, sizeof name))
        return;
    file->n = SIZE_MAX;
    file->bytes =
        mu_read_own(r, mu_get_column(&r->get, group, name, H5T_NATIVE_UINT8, 1, &file->n));
    file->path = mu_read_own(r, mu_get_text(&r->get, group, name, "path"));
    if (mu_get_ok(&r->get) && !file->path)
        mu_get_fail(&r->get, "an input file has no path");
    if (mu_get_ok(&r->get))
        check_digest(r, group, name, file);
}

static const char *input_text(struct mu_reading *r, hid_t group, const char *name)
{
    return mu_read_own(r, mu_get_text(&r->get, group, ".", name));
}

/* set_0001, set_0002, ... until one is missing. */
static void read_overrides(struct mu_reading *r, hid_t group, struct mu_recipe *recipe)
{
    const char **all = NULL;
    char name[32];

    for (size_t n = 0;; n++) {
        snprintf(name, sizeof name, "set_%04zu", n + 1);
        const char *text = input_text(r, group, name);
        if (!text) {
            recipe->overrides = mu_read_own(r, all);
            recipe->n_overrides = n;
            return;
        }
        const char **more = realloc(all, (n + 1) * sizeof *all);
        if (!more) {
            mu_get_no_memory(&r->get);
            free(all);
            return;
        }
        all = more;
        all[n] = text;
    }
}

static void read_recipe(struct mu_reading *r, hid_t group)
{
    struct mu_recipe *recipe = &r->to->meta.recipe;
    unsigned perfect = 0;

    *recipe = (struct mu_recipe){.scenario = input_text(r, group, "scenario"),
                                 .plan = input_text(r, group, "plan"),
                                 .history = input_text(r, group, "history"),
                                 .until = MU_NEVER};
    read_overrides(r, group, recipe);
    mu_get_number(&r->get, group, ".", "perfect_information", H5T_NATIVE_UINT, &perfect);
    recipe->perfect_information = perfect != 0;
    mu_get_number(&r->get, group, ".", "until_microseconds", H5T_NATIVE_INT64, &recipe->until);
}

/* replay_0001, replay_0002, ... until one is missing. */
static void read_replays(struct mu_reading *r, hid_t group)
{
    struct mu_result *result = &r->to->result;
    char name[64];

    for (size_t n = 0; mu_get_ok(&r->get); n++) {
        snprintf(name, sizeof name, "replay_%04zu", n + 1);
        char *field = mu_get_text(&r->get, group, ".", name);
        struct mu_replay_info *more =
            field ? realloc(result->replays, (n + 1) * sizeof *more) : NULL;
        if (!more) {
            if (field)
                mu_get_no_memory(&r->get);
            free(field);
            return;
        }
        result->replays = more;
        result->n_replays = n + 1;
        more[n] = (struct mu_replay_info){field, MU_NEVER};
        snprintf(name, sizeof name, "replay_%04zu_differs_microseconds", n + 1);
        mu_get_number(&r->get, group, ".", name, H5T_NATIVE_INT64, &more[n].differs_at);
    }
}

void mu_read_input(struct mu_reading *r)
{
    hid_t group = mu_get_group(&r->get, r->file, "input");
    size_t n = mu_get_links(&r->get, group);
    struct mu_input_file *files = mu_read_own(r, mu_get_alloc(&r->get, n, sizeof *files));

    for (size_t i = 0; i < n && mu_get_ok(&r->get); i++)
        read_input_file(r, group, i, &files[i]);
    r->to->meta.inputs = files;
    r->to->meta.n_inputs = n;
    if (mu_get_ok(&r->get))
        read_recipe(r, group);
    if (mu_get_ok(&r->get))
        read_replays(r, group);
    mu_get_group_end(group);
}

/* ---- what the plan says of its items ---- */

struct task_columns {
    size_t n;
    const char **names, **titles, **files;
    int64_t *lines;
    double *deadlines;
};

static const char **own_texts(struct mu_reading *r, hid_t group, const char *name, size_t *n)
{
    char **texts = mu_get_texts(&r->get, group, name, n);

    return texts ? mu_read_own_texts(r, texts, *n) : NULL;
}

static void read_task_columns(struct mu_reading *r, hid_t group, struct task_columns *c)
{
    c->n = SIZE_MAX;
    c->names = own_texts(r, group, "name", &c->n);
    c->titles = own_texts(r, group, "title", &c->n);
    c->files = own_texts(r, group, "file", &c->n);
    c->lines = mu_read_own(
        r, mu_get_column(&r->get, group, "line", H5T_NATIVE_INT64, sizeof *c->lines, &c->n));
    c->deadlines = mu_read_own(r, mu_get_column(&r->get, group, "deadline_after", H5T_NATIVE_DOUBLE,
                                                sizeof *c->deadlines, &c->n));
}

static bool is_known(const struct mu_task_info *infos, size_t n, const char *item)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(infos[i].item, item) == 0)
            return true;
    return false;
}

/* Rows of items without information have neither title nor line nor deadline. */
static size_t gather_infos(const struct task_columns *c, struct mu_task_info *infos)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++) {
        struct mu_task_info info = {c->names[i], c->titles[i], c->files[i], c->lines[i], MU_NEVER};
        bool timed = mu_get_to_time(c->deadlines[i], &info.deadline);
        if ((timed || info.title[0] || info.line) && !is_known(infos, n, info.item))
            infos[n++] = info;
    }
    return n;
}

void mu_read_tasks(struct mu_reading *r)
{
    hid_t group = mu_get_group(&r->get, r->file, "tasks");
    struct task_columns c;
    struct mu_task_info *infos;

    read_task_columns(r, group, &c);
    infos = mu_get_ok(&r->get) ? mu_read_own(r, mu_get_alloc(&r->get, c.n, sizeof *infos)) : NULL;
    if (infos) {
        r->to->meta.tasks = infos;
        r->to->meta.n_tasks = gather_infos(&c, infos);
    }
    mu_get_group_end(group);
}

/* ---- objectives ---- */

static double *numbers(struct mu_reading *r, hid_t group, const char *name, size_t *n)
{
    double *values = mu_get_column(&r->get, group, name, H5T_NATIVE_DOUBLE, sizeof *values, n);

    return mu_read_own(r, values);
}

static unsigned *truths(struct mu_reading *r, hid_t group, const char *name, size_t *n)
{
    unsigned *values = mu_get_column(&r->get, group, name, H5T_NATIVE_UINT, sizeof *values, n);

    return mu_read_own(r, values);
}

static void fill_texts(struct mu_reading *r, hid_t group, struct mu_attained *rows, size_t n)
{
    const char **ids = own_texts(r, group, "id", &n), **titles = own_texts(r, group, "title", &n);
    const char **metrics = own_texts(r, group, "metric", &n);
    const char **units = own_texts(r, group, "unit", &n);
    const char **better = own_texts(r, group, "better", &n);
    const char **ratings = own_texts(r, group, "rating", &n);

    for (size_t i = 0; i < n && mu_get_ok(&r->get); i++) {
        rows[i].id = ids[i];
        rows[i].title = titles[i];
        rows[i].metric = metrics[i];
        rows[i].unit = units[i];
        rows[i].better = strcmp(better[i], "lower") == 0 ? MU_LOWER_IS_BETTER : MU_HIGHER_IS_BETTER;
        rows[i].rating = ratings[i][0];
    }
}

static void fill_numbers(struct mu_reading *r, hid_t group, struct mu_attained *rows, size_t n)
{
    double *target = numbers(r, group, "target", &n), *value = numbers(r, group, "value", &n);
    double *none = numbers(r, group, "none", &n), *bound = numbers(r, group, "bound", &n);
    double *attainment = numbers(r, group, "attainment", &n);
    double *weight = numbers(r, group, "weight", &n);
    unsigned *veto = truths(r, group, "veto", &n), *met = truths(r, group, "met", &n);
    unsigned *flags = truths(r, group, "flags", &n);

    for (size_t i = 0; i < n && mu_get_ok(&r->get); i++) {
        rows[i].target = target[i];
        rows[i].value = value[i];
        rows[i].none = none[i];
        rows[i].bound = bound[i];
        rows[i].attainment = attainment[i];
        rows[i].weight = weight[i];
        rows[i].veto = veto[i] != 0;
        rows[i].met = met[i] != 0;
        rows[i].flags = flags[i];
    }
}

static void read_score(struct mu_reading *r, hid_t group)
{
    struct mu_score *score = mu_read_own(r, mu_get_alloc(&r->get, 1, sizeof *score));
    size_t n = SIZE_MAX;
    char *rating = mu_get_text(&r->get, group, ".", "rating");
    unsigned vetoed = 0;

    free(mu_get_column(&r->get, group, "row", H5T_NATIVE_UINT64, sizeof(uint64_t), &n));
    if (mu_get_ok(&r->get)) {
        score->rows = mu_read_own(r, mu_get_alloc(&r->get, n, sizeof *score->rows));
        score->n = n;
        score->score = NAN;
        score->rating = rating ? rating[0] : '-';
        mu_get_number(&r->get, group, ".", "score", H5T_NATIVE_DOUBLE, &score->score);
        mu_get_number(&r->get, group, ".", "vetoed", H5T_NATIVE_UINT, &vetoed);
        score->vetoed = vetoed != 0;
    }
    free(rating);
    if (!mu_get_ok(&r->get))
        return;
    fill_texts(r, group, score->rows, n);
    fill_numbers(r, group, score->rows, n);
    r->to->meta.score = score;
}

void mu_read_objectives(struct mu_reading *r)
{
    hid_t group;

    if (!mu_get_has(&r->get, r->file, "objectives"))
        return;
    group = mu_get_group(&r->get, r->file, "objectives");
    read_score(r, group);
    mu_get_group_end(group);
}

/* ---- what was recorded of the real event ---- */

static void fill_observed(struct mu_reading *r, hid_t group, struct mu_observation *rows, size_t n)
{
    const char **curves = own_texts(r, group, "curve", &n);
    const char **titles = own_texts(r, group, "title", &n);
    const char **sources = own_texts(r, group, "source", &n);
    double *times = numbers(r, group, "time", &n), *low = numbers(r, group, "low", &n);
    double *high = numbers(r, group, "high", &n);

    for (size_t i = 0; i < n && mu_get_ok(&r->get); i++) {
        rows[i] = (struct mu_observation){curves[i], titles[i], sources[i], 0, low[i], high[i]};
        if (!mu_get_to_time(times[i], &rows[i].at))
            mu_get_fail(&r->get, "an observation has an impossible time");
    }
}

void mu_read_observed(struct mu_reading *r)
{
    size_t n = SIZE_MAX;
    hid_t group;

    if (!mu_get_has(&r->get, r->file, "observed"))
        return;
    group = mu_get_group(&r->get, r->file, "observed");
    free(mu_get_column(&r->get, group, "row", H5T_NATIVE_UINT64, sizeof(uint64_t), &n));
    if (mu_get_ok(&r->get)) {
        struct mu_observation *rows = mu_read_own(r, mu_get_alloc(&r->get, n, sizeof *rows));
        fill_observed(r, group, rows, n);
        r->to->meta.observed = rows;
        r->to->meta.n_observed = n;
    }
    mu_get_group_end(group);
}
