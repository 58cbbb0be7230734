#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/results_impl.h"

/* A table of structs, one of whose members after the other becomes a column. */
struct table {
    struct mu_writing *w;
    hid_t group;
    const void *rows;
    size_t n, row_size;
    void *column; /* room for n of the largest member */
};

static bool table_init(struct table *t, struct mu_writing *w, hid_t group, const void *rows,
                       size_t n, size_t row_size)
{
    *t = (struct table){.w = w, .group = group, .rows = rows, .n = n, .row_size = row_size};
    t->column = calloc(n + 1, 8);
    if (!t->column)
        w->put.failed = true;
    return t->column != NULL;
}

static void *member(const struct table *t, size_t offset, size_t size)
{
    for (size_t i = 0; i < t->n; i++)
        memcpy((char *)t->column + i * size, (const char *)t->rows + i * t->row_size + offset,
               size);
    return t->column;
}

static void put(struct table *t, const char *name, hid_t type, const void *data, const char *units,
                const char *long_name)
{
    mu_put_column(&t->w->put, t->group,
                  &(struct mu_put_column){.name = name,
                                          .type = type,
                                          .rank = 1,
                                          .dims = {t->n},
                                          .scales = {"row"},
                                          .data = data,
                                          .units = units,
                                          .long_name = long_name,
                                          .fill_nan = type == H5T_NATIVE_DOUBLE});
}

static void put_thing(struct table *t, const char *name, size_t offset, const char *long_name)
{
    put(t, name, H5T_NATIVE_UINT32, member(t, offset, sizeof(uint32_t)), NULL, long_name);
}

static void put_double(struct table *t, const char *name, size_t offset, const char *units,
                       const char *long_name)
{
    put(t, name, H5T_NATIVE_DOUBLE, member(t, offset, sizeof(double)), units, long_name);
}

static void put_time(struct table *t, const char *name, size_t offset, const char *long_name)
{
    mu_put_times(&t->w->put, t->group, name, member(t, offset, sizeof(mu_time)), t->n, "row",
                 t->w->time_units, long_name);
}

static void put_texts(struct table *t, const char *name, size_t offset, const char *long_name)
{
    mu_put_texts(&t->w->put, t->group, name, member(t, offset, sizeof(const char *)), t->n, "row",
                 long_name);
}

/* A status as a number with CF flags. */
static void put_status(struct table *t, size_t offset, const char *const *meanings, size_t n)
{
    uint16_t *statuses = t->column;

    for (size_t i = 0; i < t->n; i++) {
        unsigned status; /* an enum, by its bytes */
        memcpy(&status, (const char *)t->rows + i * t->row_size + offset, sizeof status);
        statuses[i] = (uint16_t)status;
    }
    put(t, "status", H5T_NATIVE_UINT16, statuses, NULL, "what became of it");
    mu_put_flags(&t->w->put, t->group, "status", meanings, n);
}

/* ---- plan items ---- */

static void put_task_infos(struct table *t)
{
    const struct mu_task *tasks = t->rows;
    const char **texts = t->column;
    int64_t *lines = t->column;
    double *seconds = t->column;

    for (size_t i = 0; i < t->n; i++)
        texts[i] = t->w->result->things[tasks[i].item].name;
    mu_put_texts(&t->w->put, t->group, "name", texts, t->n, "row", "name of the item");
    for (size_t i = 0; i < t->n; i++)
        texts[i] = tasks[i].info ? tasks[i].info->title : NULL;
    mu_put_texts(&t->w->put, t->group, "title", texts, t->n, "row", "what the plan calls it");
    for (size_t i = 0; i < t->n; i++)
        texts[i] = tasks[i].info ? tasks[i].info->file : NULL;
    mu_put_texts(&t->w->put, t->group, "file", texts, t->n, "row", "plan file");
    for (size_t i = 0; i < t->n; i++)
        lines[i] = tasks[i].info ? tasks[i].info->line : 0;
    put(t, "line", H5T_NATIVE_INT64, lines, NULL, "line in the plan file, 0 = unknown");
    for (size_t i = 0; i < t->n; i++)
        seconds[i] = tasks[i].info && tasks[i].info->deadline != MU_NEVER
                         ? (double)tasks[i].info->deadline / (double)MU_SECOND
                         : NAN;
    put(t, "deadline_after", H5T_NATIVE_DOUBLE, seconds, "s", "time allowed after the trigger");
}

static void write_tasks(struct mu_writing *w, const struct mu_tables *tables)
{
    static const char *const meanings[] = {
#define X(code, text) text,
        MU_TASK_STATUS_LIST(X)
#undef X
    };
    hid_t group = mu_put_group(&w->put, w->put.file, "tasks");
    struct table t;

    mu_put_row_scale(&w->put, group, "row", tables->n_tasks, "row, in the order of triggering");
    if (table_init(&t, w, group, tables->tasks, tables->n_tasks, sizeof(struct mu_task))) {
        put_thing(&t, "item", offsetof(struct mu_task, item), "plan item, a thing");
        put_thing(&t, "owner", offsetof(struct mu_task, owner), "office that has it, a thing");
        put_thing(&t, "target", offsetof(struct mu_task, target), "what it is for, 0 = no thing");
        put_time(&t, "triggered", offsetof(struct mu_task, triggered), "trigger came true");
        put_time(&t, "started", offsetof(struct mu_task, started), "work began");
        put_time(&t, "done", offsetof(struct mu_task, done), "work was done");
        put_time(&t, "deadline", offsetof(struct mu_task, deadline), "due");
        put_status(&t, offsetof(struct mu_task, status), meanings, MU_TASK_STATUSES);
        put_task_infos(&t);
    }
    free(t.column);
    mu_put_group_end(&w->put, group);
}

/* ---- reports ---- */

static void write_reports(struct mu_writing *w, const struct mu_tables *tables)
{
    static const char *const meanings[] = {
#define X(code, text) text,
        MU_REPORT_STATUS_LIST(X)
#undef X
    };
    hid_t group = mu_put_group(&w->put, w->put.file, "reports");
    struct table t;

    mu_put_row_scale(&w->put, group, "row", tables->n_reports, "row, in the order of events");
    if (table_init(&t, w, group, tables->reports, tables->n_reports,
                   sizeof(struct mu_report_row))) {
        put_thing(&t, "sender", offsetof(struct mu_report_row, sender), "who reported, a thing");
        put_thing(&t, "receiver", offsetof(struct mu_report_row, receiver), "to whom, 0 = nobody");
        put_double(&t, "number", offsetof(struct mu_report_row, number), "1",
                   "number of the report, of its sender");
        put_time(&t, "due", offsetof(struct mu_report_row, due), "due");
        put_time(&t, "sent", offsetof(struct mu_report_row, sent), "sent");
        put_time(&t, "received", offsetof(struct mu_report_row, received), "taken in");
        put_status(&t, offsetof(struct mu_report_row, status), meanings, MU_REPORT_STATUSES);
    }
    free(t.column);
    mu_put_group_end(&w->put, group);
}

enum mu_err mu_write_tables(struct mu_writing *w)
{
    struct mu_tables tables;

    if (mu_tables_init(&tables, w->result, w->meta->tasks, w->meta->n_tasks) != MU_OK)
        return MU_ERR_MEMORY;
    write_tasks(w, &tables);
    write_reports(w, &tables);
    mu_tables_fini(&tables);
    return MU_OK;
}

/* ---- objectives ---- */

static void put_judgements(struct table *t)
{
    const struct mu_attained *rows = t->rows;
    const char **texts = t->column;
    uint8_t *truths = t->column;
    uint16_t *flags = t->column;

    for (size_t i = 0; i < t->n; i++)
        texts[i] = rows[i].better == MU_LOWER_IS_BETTER ? "lower" : "higher";
    mu_put_texts(&t->w->put, t->group, "better", texts, t->n, "row", "which way is better");
    for (size_t i = 0; i < t->n; i++)
        truths[i] = rows[i].veto;
    put(t, "veto", H5T_NATIVE_UINT8, truths, NULL, "1 = missing its target makes the run U");
    for (size_t i = 0; i < t->n; i++)
        truths[i] = rows[i].met;
    put(t, "met", H5T_NATIVE_UINT8, truths, NULL, "1 = the target is met");
    for (size_t i = 0; i < t->n; i++)
        texts[i] = rows[i].rating == 'P'   ? "P"
                   : rows[i].rating == 'S' ? "S"
                   : rows[i].rating == 'M' ? "M"
                   : rows[i].rating == 'U' ? "U"
                                           : "-";
    mu_put_texts(&t->w->put, t->group, "rating", texts, t->n, "row",
                 "P performed, S some challenges, M major challenges, U unable; - = none");
    for (size_t i = 0; i < t->n; i++)
        flags[i] = (uint16_t)rows[i].flags;
    put(t, "flags", H5T_NATIVE_UINT16, flags, NULL, "bits: what to know about the attainment");
}

static void describe_flags(struct mu_writing *w, hid_t group)
{
    static const char *const texts[] = {
#define X(code, text) text,
        MU_SCORE_FLAG_LIST(X)
#undef X
    };
    char name[] = "bit_0";

    for (size_t i = 0; i < MU_SCORE_FLAGS; i++) {
        name[sizeof name - 2] = (char)('0' + i);
        mu_put_text(&w->put, group, "flags", name, texts[i]);
    }
}

static void put_numbers(struct table *t)
{
    put_double(t, "target", offsetof(struct mu_attained, target), NULL, "target, in `unit`");
    put_double(t, "value", offsetof(struct mu_attained, value), NULL, "value, in `unit`");
    put_double(t, "none", offsetof(struct mu_attained, none), NULL, "value when nobody acts");
    put_double(t, "bound", offsetof(struct mu_attained, bound), NULL,
               "value when everybody knows everything at once");
    put_double(t, "attainment", offsetof(struct mu_attained, attainment), "1",
               "0 = as when nobody acts, 1 = as when everybody knows");
    put_double(t, "weight", offsetof(struct mu_attained, weight), "1", "as it counts in the score");
}

void mu_write_objectives(struct mu_writing *w)
{
    const struct mu_score *score = w->meta->score;
    char rating[2] = {score ? score->rating : '-', '\0'};
    hid_t group;
    struct table t;

    if (!score)
        return;
    group = mu_put_group(&w->put, w->put.file, "objectives");
    mu_put_number(&w->put, group, ".", "score", score->score);
    mu_put_text(&w->put, group, ".", "rating", rating);
    mu_put_count(&w->put, group, ".", "vetoed", score->vetoed);
    mu_put_row_scale(&w->put, group, "row", score->n, "row, in the order of the scenario");
    if (table_init(&t, w, group, score->rows, score->n, sizeof(struct mu_attained))) {
        put_texts(&t, "id", offsetof(struct mu_attained, id), "short name");
        put_texts(&t, "title", offsetof(struct mu_attained, title), "what is wanted");
        put_texts(&t, "metric", offsetof(struct mu_attained, metric), "what is measured");
        put_texts(&t, "unit", offsetof(struct mu_attained, unit), "unit of the metric");
        put_numbers(&t);
        put_judgements(&t);
        describe_flags(w, group);
    }
    free(t.column);
    mu_put_group_end(&w->put, group);
}

/* ---- what was recorded of the real event ---- */

void mu_write_observed(struct mu_writing *w)
{
    hid_t group;
    struct table t;

    if (w->meta->n_observed == 0)
        return;
    group = mu_put_group(&w->put, w->put.file, "observed");
    mu_put_row_scale(&w->put, group, "row", w->meta->n_observed,
                     "row, in the order of the scenario");
    if (table_init(&t, w, group, w->meta->observed, w->meta->n_observed,
                   sizeof(struct mu_observation))) {
        put_texts(&t, "curve", offsetof(struct mu_observation, curve), "what it is compared with");
        put_texts(&t, "title", offsetof(struct mu_observation, title), "what was seen");
        put_texts(&t, "source", offsetof(struct mu_observation, source), "who says so");
        put_time(&t, "time", offsetof(struct mu_observation, at), "when, since the start");
        put_double(&t, "low", offsetof(struct mu_observation, low), NULL, "least value reported");
        put_double(&t, "high", offsetof(struct mu_observation, high), NULL,
                   "greatest value reported");
    }
    free(t.column);
    mu_put_group_end(&w->put, group);
}
