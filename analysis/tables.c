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
    struct rows origins; /* uint64_t: the event each report row came from, ascending */
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
    if (task->info && task->info->deadline != MU_NEVER)
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

static struct mu_report_row *new_report(struct build *b, size_t event, mu_time sent)
{
    const struct mu_event_columns *e = &b->result->events;
    struct mu_report_row *row = push(b, &b->reports);
    uint64_t *origin = row ? push(b, &b->origins) : NULL;

    if (!origin)
        return NULL;
    *origin = event + 1;
    *row = (struct mu_report_row){.sender = e->subject[event],
                                  .receiver = e->object[event],
                                  .number = e->value[event],
                                  .due = MU_NEVER,
                                  .sent = sent,
                                  .received = MU_NEVER};
    return row;
}

static int compare_u64(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static struct mu_report_row *by_cause(const struct build *b, size_t event)
{
    uint64_t cause = b->result->events.cause[event];
    const uint64_t *origins = b->origins.items, *found = NULL;

    if (b->origins.n)
        found = bsearch(&cause, origins, b->origins.n, sizeof cause, compare_u64);
    return found ? (struct mu_report_row *)b->reports.items + (found - origins) : NULL;
}

static bool is_between(const struct mu_report_row *row, uint32_t one, uint32_t two)
{
    return (row->sender == one && row->receiver == two) ||
           (row->sender == two && row->receiver == one); /* a receiver names itself first */
}

/* The report with this number between the two, or, when `number` is NaN, the latest; of
 * those that have not arrived. Others may be on their way at the same time. */
static struct mu_report_row *by_ends(const struct build *b, size_t event, double number)
{
    const struct mu_event_columns *e = &b->result->events;
    struct mu_report_row *rows = b->reports.items;

    for (size_t i = b->reports.n; i-- > 0;)
        if (is_between(&rows[i], e->subject[event], e->object[event]) && rows[i].sent != MU_NEVER &&
            rows[i].received == MU_NEVER && (isnan(number) || rows[i].number == number))
            return &rows[i];
    return NULL;
}

static void settle(struct mu_report_row *row, enum mu_report_status status)
{
    if (row && row->status != MU_REPORT_FALSE)
        row->status = status;
}

static void note_late(struct mu_report_row *row, mu_time t, double late_s)
{
    mu_time sent = row->sent == MU_NEVER ? t : row->sent;

    row->due = sent - (mu_time)(late_s * (double)MU_SECOND + 0.5);
    settle(row, MU_REPORT_LATE);
}

/* What happens to a report that was sent; it may have been recorded before, as lost ones are,
 * or now. */
static void on_sent_report(struct build *b, size_t event, enum report_act act)
{
    const struct mu_event_columns *e = &b->result->events;
    struct mu_report_row *row = act == SENT ? NULL : by_cause(b, event);

    if (!row && act != SENT)
        row = by_ends(b, event, act == TOO_LATE ? NAN : e->value[event]);
    if (!row)
        row = new_report(b, event, e->time[event]);
    if (!row)
        return;
    switch (act) {
    case RECEIVED:
        row->received = e->time[event];
        if (row->status == MU_REPORT_UNDER_WAY)
            row->status = MU_REPORT_ON_TIME;
        break;
    case TOO_LATE: note_late(row, e->time[event], e->value[event]); break;
    case LOST: settle(row, MU_REPORT_LOST); break;
    case FALSE: row->status = MU_REPORT_FALSE; break;
    default: break;
    }
}

static void on_report(struct build *b, size_t event, enum report_act act)
{
    struct mu_report_row *row;

    if (act != CONCEALED && act != MISSED) {
        on_sent_report(b, event, act);
        return;
    }
    row = new_report(b, event, MU_NEVER);
    if (!row)
        return;
    row->due = b->result->events.time[event];
    row->status = act == MISSED ? MU_REPORT_MISSED : MU_REPORT_CONCEALED;
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
                      .origins.size = sizeof(uint64_t)};
    unsigned char *acts = calloc(result->n_kinds + 1, 1);

    *tables = (struct mu_tables){0};
    if (!acts)
        return MU_ERR_MEMORY;
    name_acts(result, acts);
    walk(&b, acts);
    add_untriggered(&b);
    settle_tasks(&b);
    free(acts);
    free(b.origins.items);
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
