#include "analysis/tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

/* Rows of either table, while it grows. */
struct rows {
    void *items;
    size_t n, capacity, size;
};

struct build {
    const struct mu_result *result;
    const struct mu_task_info *infos;
    size_t n_infos;
    struct rows tasks, reports;
    uint32_t *report_of; /* by event: 1 + the report it began or brought, 0 = none */
    bool out_of_memory;
};

static void *push(struct build *b, struct rows *rows)
{
    if (rows->n == rows->capacity) {
        size_t capacity = rows->capacity ? 2 * rows->capacity : 64;
        void *items = realloc(rows->items, capacity * rows->size);
        if (!items) {
            b->out_of_memory = true;
            return NULL;
        }
        rows->items = items;
        rows->capacity = capacity;
    }
    return (char *)rows->items + rows->n++ * rows->size;
}

/* ---- items of the plan ---- */

enum item_act { TRIGGERED, STARTED, DONE, FAILED, LATE, ITEM_ACTS };
static const char *const item_kinds[] = {"item.triggered", "item.started", "item.done",
                                         "item.failed", "item.late"};

static const struct mu_task_info *info_of(const struct build *b, uint32_t item)
{
    for (size_t i = 0; i < b->n_infos; i++)
        if (strcmp(b->infos[i].item, b->result->things[item].name) == 0)
            return &b->infos[i];
    return NULL;
}

static struct mu_task *new_task(struct build *b, uint32_t item, uint32_t target)
{
    struct mu_task *task = push(b, &b->tasks);

    if (!task)
        return NULL;
    *task = (struct mu_task){.item = item,
                             .owner = b->result->things[item].entity,
                             .target = target,
                             .triggered = MU_NEVER,
                             .started = MU_NEVER,
                             .done = MU_NEVER,
                             .deadline = MU_NEVER,
                             .status = MU_TASK_NEVER,
                             .info = info_of(b, item)};
    return task;
}

/* The latest row of this item and target; of an event that names no target, of the item. */
static struct mu_task *task_of(const struct build *b, uint32_t item, uint32_t target)
{
    struct mu_task *tasks = b->tasks.items;

    for (size_t i = b->tasks.n; i-- > 0;)
        if (tasks[i].item == item && (tasks[i].target == target || target == 0))
            return &tasks[i];
    return NULL;
}

static void set_first(mu_time *when, mu_time t)
{
    if (*when == MU_NEVER)
        *when = t;
}

static void note_trigger(struct mu_task *task, mu_time t)
{
    task->triggered = t;
    if (task->info && task->info->deadline > 0 && task->info->deadline != MU_NEVER)
        task->deadline = t + task->info->deadline;
}

static void on_item(struct build *b, size_t row, enum item_act act)
{
    const struct mu_event_columns *e = &b->result->events;
    mu_time t = e->time[row];
    struct mu_task *task = NULL;

    if (act != TRIGGERED)
        task = task_of(b, e->subject[row], e->object[row]);
    if (!task)
        task = new_task(b, e->subject[row], e->object[row]);
    if (!task)
        return;
    switch (act) {
    case TRIGGERED: note_trigger(task, t); break;
    case STARTED: set_first(&task->started, t); break;
    case DONE: set_first(&task->done, t); break;
    case FAILED: task->status = MU_TASK_FAILED; break;
    case LATE: set_first(&task->deadline, t); break; /* recorded as the deadline passes */
    case ITEM_ACTS: mu_bug("not an act");
    }
}

static enum mu_task_status status_of(const struct mu_task *task, mu_time end)
{
    if (task->done != MU_NEVER)
        return task->done > task->deadline ? MU_TASK_LATE : MU_TASK_DONE;
    if (task->status == MU_TASK_FAILED)
        return MU_TASK_FAILED;
    if (task->deadline < end)
        return MU_TASK_OVERDUE;
    if (task->started != MU_NEVER)
        return MU_TASK_STARTED;
    return task->triggered != MU_NEVER ? MU_TASK_TRIGGERED : MU_TASK_NEVER;
}

/* Items that nothing ever triggered must be seen too: that is often what is wrong. */
static void add_untriggered(struct build *b)
{
    for (size_t i = 1; i < b->result->n_things; i++) {
        const char *kind = b->result->things[i].kind;
        if (kind && strcmp(kind, "item") == 0 && !task_of(b, (uint32_t)i, 0))
            new_task(b, (uint32_t)i, 0);
    }
}

/* ---- reports ---- */

enum report_act { SENT, RECEIVED, TOO_LATE, LOST, FALSE, CONCEALED, MISSED, REPORT_ACTS };
static const char *const report_kinds[] = {"report.sent",  "report.received", "report.late",
                                           "report.lost",  "report.false",    "report.concealed",
                                           "report.missed"};

static struct mu_report_row *new_report(struct build *b, size_t event)
{
    const struct mu_event_columns *e = &b->result->events;
    struct mu_report_row *row = push(b, &b->reports);

    if (!row)
        return NULL;
    b->report_of[event] = (uint32_t)b->reports.n;
    *row = (struct mu_report_row){.sender = e->subject[event],
                                  .receiver = e->object[event],
                                  .number = e->value[event],
                                  .due = MU_NEVER,
                                  .sent = MU_NEVER,
                                  .received = MU_NEVER};
    return row;
}

/* What is caused by the sending of a report, or by its arrival, is about that report. */
static struct mu_report_row *by_cause(const struct build *b, size_t event)
{
    uint64_t cause = b->result->events.cause[event];
    uint32_t row = cause ? b->report_of[cause - 1] : 0;

    return row ? (struct mu_report_row *)b->reports.items + row - 1 : NULL;
}

/* The latest with this number and these ends. */
static struct mu_report_row *by_number(const struct build *b, size_t event)
{
    const struct mu_event_columns *e = &b->result->events;
    struct mu_report_row *rows = b->reports.items;

    for (size_t i = b->reports.n; i-- > 0;)
        if (rows[i].sender == e->subject[event] && rows[i].receiver == e->object[event] &&
            rows[i].number == e->value[event])
            return &rows[i];
    return NULL;
}

static void settle(struct mu_report_row *row, enum mu_report_status status)
{
    if (row->status != MU_REPORT_FALSE)
        row->status = status;
}

/* A receiver names itself first. */
static void on_received(struct build *b, size_t event)
{
    const struct mu_event_columns *e = &b->result->events;
    struct mu_report_row *row = by_cause(b, event);

    if (!row) {
        row = new_report(b, event);
        if (!row)
            return;
        row->sender = e->object[event];
        row->receiver = e->subject[event];
        row->number = NAN;
    }
    b->report_of[event] = (uint32_t)(row - (struct mu_report_row *)b->reports.items) + 1;
    set_first(&row->received, e->time[event]);
    if (row->status == MU_REPORT_UNDER_WAY)
        row->status = MU_REPORT_ON_TIME;
}

static void on_late(struct build *b, size_t event)
{
    const struct mu_event_columns *e = &b->result->events;
    struct mu_report_row *row = by_cause(b, event);

    if (!row)
        row = new_report(b, event);
    if (!row)
        return;
    row->due = e->time[event] - (mu_time)(e->value[event] * (double)MU_SECOND + 0.5);
    settle(row, MU_REPORT_LATE);
}

static void on_false(struct build *b, size_t event)
{
    struct mu_report_row *row = by_cause(b, event);

    if (!row)
        row = by_number(b, event);
    if (!row)
        row = new_report(b, event);
    if (row)
        row->status = MU_REPORT_FALSE;
}

static void on_sent(struct build *b, size_t event, enum mu_report_status status)
{
    struct mu_report_row *row = new_report(b, event);

    if (!row)
        return;
    row->sent = b->result->events.time[event];
    row->status = status;
}

static void on_kept(struct build *b, size_t event, enum mu_report_status status)
{
    struct mu_report_row *row = new_report(b, event);

    if (!row)
        return;
    row->due = b->result->events.time[event];
    row->number = NAN;
    row->status = status;
}

static void on_report(struct build *b, size_t event, enum report_act act)
{
    switch (act) {
    case SENT: on_sent(b, event, MU_REPORT_UNDER_WAY); break;
    case LOST: on_sent(b, event, MU_REPORT_LOST); break;
    case RECEIVED: on_received(b, event); break;
    case TOO_LATE: on_late(b, event); break;
    case FALSE: on_false(b, event); break;
    case CONCEALED: on_kept(b, event, MU_REPORT_CONCEALED); break;
    case MISSED: on_kept(b, event, MU_REPORT_MISSED); break;
    case REPORT_ACTS: mu_bug("not an act");
    }
}

/* ---- both ---- */

/* acts[kind] = 1 + what events of the kind mean: items first, then reports. */
static void name_acts(const struct mu_result *result, unsigned char *acts)
{
    for (size_t i = 0; i < ITEM_ACTS + REPORT_ACTS; i++) {
        size_t k =
            mu_result_kind(result, i < ITEM_ACTS ? item_kinds[i] : report_kinds[i - ITEM_ACTS]);
        if (k != SIZE_MAX)
            acts[k] = (unsigned char)(1 + i);
    }
}

static void walk(struct build *b, const unsigned char *acts)
{
    const struct mu_event_columns *e = &b->result->events;

    for (size_t row = 0; row < e->n && !b->out_of_memory; row++) {
        unsigned act = acts[e->kind[row]];
        if (act == 0)
            continue;
        if (act <= ITEM_ACTS)
            on_item(b, row, (enum item_act)(act - 1));
        else
            on_report(b, row, (enum report_act)(act - 1 - ITEM_ACTS));
    }
}

static void settle_tasks(const struct build *b)
{
    struct mu_task *tasks = b->tasks.items;

    for (size_t i = 0; i < b->tasks.n; i++)
        tasks[i].status = status_of(&tasks[i], b->result->end);
}

enum mu_err mu_tables_init(struct mu_tables *tables, const struct mu_result *result,
                           const struct mu_task_info *infos, size_t n_infos)
{
    struct build b = {.result = result,
                      .infos = infos,
                      .n_infos = n_infos,
                      .tasks.size = sizeof(struct mu_task),
                      .reports.size = sizeof(struct mu_report_row),
                      .report_of = calloc(result->events.n + 1, sizeof *b.report_of)};
    unsigned char *acts = calloc(result->n_kinds + 1, 1);

    *tables = (struct mu_tables){0};
    if (!acts || !b.report_of) {
        free(acts);
        free(b.report_of);
        return MU_ERR_MEMORY;
    }
    name_acts(result, acts);
    walk(&b, acts);
    add_untriggered(&b);
    settle_tasks(&b);
    free(acts);
    free(b.report_of);
    *tables = (struct mu_tables){b.tasks.items, b.tasks.n, b.reports.items, b.reports.n};
    if (!b.out_of_memory)
        return MU_OK;
    mu_tables_fini(tables);
    return MU_ERR_MEMORY;
}

void mu_tables_fini(struct mu_tables *tables)
{
    free(tables->tasks);
    free(tables->reports);
    *tables = (struct mu_tables){0};
}

const char *mu_task_status_text(enum mu_task_status status)
{
    static const char *const texts[] = {
#define X(code, text) text,
        MU_TASK_STATUS_LIST(X)
#undef X
    };
    mu_assert((size_t)status < MU_TASK_STATUSES);
    return texts[status];
}

const char *mu_report_status_text(enum mu_report_status status)
{
    static const char *const texts[] = {
#define X(code, text) text,
        MU_REPORT_STATUS_LIST(X)
#undef X
    };
    mu_assert((size_t)status < MU_REPORT_STATUSES);
    return texts[status];
}
