#include "sim/window_impl.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/event_impl.h"

enum {
    FEW = 24,  /* sorted by insertion */
    AHEAD = 4, /* sites */
};

/* An event of this window. */
struct mu_due {
    mu_key key;
    struct mu_message *message;
    uint32_t next; /* 1 + that of the same site; 0 = the last */
};

/* ---- room ---- */

enum mu_err mu_window_prepare(struct mu_worker *worker)
{
    const struct mu_run *run = worker->ctx.run;
    uint32_t most = 0;

    for (uint32_t p = 0; p < run->n_partitions; p++)
        most = run->partitions[p].n > most ? run->partitions[p].n : most;
    worker->n_heads = most;
    worker->heads = calloc(most, sizeof *worker->heads);
    worker->touched = malloc((most + 1) * sizeof *worker->touched); /* one is written in vain */
    return worker->heads && worker->touched ? MU_OK : MU_ERR_MEMORY;
}

void mu_window_unprepare(struct mu_worker *worker)
{
    for (struct mu_chunk *chunk = worker->in_hand, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk->first);
    }
    free(worker->heads);
    free(worker->touched);
    free(worker->dues);
    free(worker->line);
    free(worker->parts);
}

size_t mu_window_bytes(const struct mu_worker *worker)
{
    const size_t head = sizeof *worker->heads + sizeof *worker->touched;
    const size_t due = sizeof *worker->dues + sizeof *worker->line + sizeof *worker->parts;

    return worker->n_heads * head + worker->n_dues * due;
}

static void make_room(struct mu_worker *worker, size_t n)
{
    if (n <= worker->n_dues)
        return;
    const size_t room = n + n / 2 + 64;
    free(worker->dues);
    free(worker->line);
    free(worker->parts);
    worker->dues = malloc(room * sizeof *worker->dues);
    worker->line = malloc(room * sizeof *worker->line);
    worker->parts = malloc(room * sizeof *worker->parts);
    worker->n_dues = worker->dues && worker->line && worker->parts ? room : 0;
    if (worker->n_dues == 0)
        mu_worker_stop(worker, MU_ERR_MEMORY);
}

/* ---- what is due ---- */

/* What a walk over a partition's bags finds. */
struct gathering {
    const uint32_t *site_of;
    uint32_t first_site;
    struct mu_due *dues;
    uint32_t *heads, *touched;
    uint32_t n, sites;
};

/* The chunks of all who wrote, one after the other. */
static struct mu_chunk *take_chunks(struct mu_worker *worker, uint32_t partition, uint64_t window,
                                    size_t *bytes)
{
    const struct mu_calendar *c = &worker->ctx.run->calendar;
    struct mu_chunk *all = NULL;

    for (uint32_t w = 0; w < c->n_writers; w++) {
        struct mu_bag *bag = mu_calendar_bag(c, &c->writers[w], window, partition);
        *bytes += mu_bag_bytes(bag);
        struct mu_chunk *chunks = mu_bag_take(bag);
        while (chunks) {
            struct mu_chunk *chunk = chunks;
            chunks = chunk->next;
            chunk->next = all;
            all = chunk;
        }
    }
    return all;
}

/* It is dead, or at the window's end where a pause has cut it. */
static void set_aside(struct mu_worker *worker, const struct mu_record *record)
{
    struct mu_calendar *calendar = &worker->ctx.run->calendar;
    struct mu_writer *writer = &calendar->writers[worker->number];

    if (record->message.to == 0) {
        writer->n--;
        writer->dead--;
    } else if (!mu_calendar_put(calendar, worker->number, record)) {
        mu_worker_stop(worker, MU_ERR_MEMORY);
    }
}

static inline void take_in_hand(struct gathering *g, struct mu_record *record)
{
    const uint32_t site = g->site_of[record->message.to] - g->first_site;
    struct mu_due *due = &g->dues[g->n++];

    record->message.where = MU_IN_HAND;
    due->key = mu_key_of(record->at, record->tie);
    due->message = &record->message;
    due->next = g->heads[site];
    g->touched[g->sites] = site;
    g->sites += due->next == 0;
    g->heads[site] = g->n;
}

/* The bags are empty from then on; their chunks stay in hand until all is handled. */
static struct gathering gather(struct mu_worker *worker, uint32_t partition, uint64_t window,
                               uint64_t bound)
{
    const struct mu_run *run = worker->ctx.run;
    size_t bytes = 0;

    worker->in_hand = take_chunks(worker, partition, window, &bytes);
    make_room(worker, bytes / mu_record_size(0));
    struct gathering g = {.site_of = run->site_of,
                          .first_site = run->partitions[partition].first,
                          .dues = worker->dues,
                          .heads = worker->heads,
                          .touched = worker->touched};
    for (struct mu_chunk *chunk = worker->in_hand; chunk; chunk = chunk->next)
        for (struct mu_record *r = mu_chunk_first(chunk); r; r = mu_chunk_next(chunk, r)) {
            if (r->at < bound && r->message.to != 0)
                take_in_hand(&g, r);
            else
                set_aside(worker, r);
        }
    run->calendar.writers[worker->number].n -= g.n;
    return g;
}

static void put_chunks_down(struct mu_worker *worker)
{
    mu_chunks_give_all(&worker->ctx.run->calendar.writers[worker->number].pool, worker->in_hand);
    worker->in_hand = NULL;
}

/* ---- one site ---- */

static int by_key(const void *a, const void *b)
{
    const mu_key x = (*(struct mu_due *const *)a)->key, y = (*(struct mu_due *const *)b)->key;

    return (x > y) - (x < y);
}

static void sort_by_insertion(struct mu_due **line, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct mu_due *due = line[i];
        size_t k = i;
        for (; k > 0 && line[k - 1]->key > due->key; k--)
            line[k] = line[k - 1];
        line[k] = due;
    }
}

/* One of n about equal parts of the window; whoever is later is in no earlier part. */
static size_t part_of(const struct mu_worker *worker, const struct mu_due *due, size_t n)
{
    const uint64_t width = worker->ctx.run->calendar.width;
    const uint64_t since = (uint64_t)(due->key >> 64) - worker->window * width;
    const size_t part = (size_t)((double)since * ((double)n / (double)width));

    return part < n ? part : n - 1;
}

/* How many are in each part; false when so many meet in one that parts are of no use. */
static bool count_parts(struct mu_worker *worker, uint32_t head, size_t n)
{
    uint32_t most = 0;

    memset(worker->parts, 0, n * sizeof *worker->parts);
    for (uint32_t i = head; i != 0; i = worker->dues[i - 1].next) {
        uint32_t *part = &worker->parts[part_of(worker, &worker->dues[i - 1], n)];
        most = ++*part > most ? *part : most;
    }
    return most <= FEW;
}

/* Into their parts of the window; then nobody is far from his place. */
static void sort_by_parts(struct mu_worker *worker, uint32_t head, size_t n)
{
    uint32_t before = 0;

    for (size_t k = 0; k < n; k++) {
        const uint32_t in_part = worker->parts[k];
        worker->parts[k] = before;
        before += in_part;
    }
    for (uint32_t i = head; i != 0; i = worker->dues[i - 1].next) {
        struct mu_due *due = &worker->dues[i - 1];
        worker->line[worker->parts[part_of(worker, due, n)]++] = due;
    }
    sort_by_insertion(worker->line, n);
}

static size_t line_up(struct mu_worker *worker, uint32_t head)
{
    size_t n = 0;

    for (uint32_t i = head; i != 0; i = worker->dues[i - 1].next)
        worker->line[n++] = &worker->dues[i - 1];
    if (n <= FEW)
        sort_by_insertion(worker->line, n);
    else if (count_parts(worker, head, n))
        sort_by_parts(worker, head, n);
    else
        qsort(worker->line, n, sizeof *worker->line, by_key);
    return n;
}

static void execute_due(struct mu_worker *worker, const struct mu_due *due)
{
    if (due->message->to != 0)
        mu_event_execute(worker, (uint64_t)(due->key >> 64), (uint64_t)due->key, due->message);
}

static void execute_own(struct mu_worker *worker)
{
    const struct mu_item item = mu_queue_take(&worker->queue);

    mu_event_execute(worker, item.at, item.tie, item.message);
    mu_queue_release(&worker->queue, item.message);
}

/* What stands in line, and in between what the site sends to itself meanwhile. */
static void run_line(struct mu_worker *worker, size_t n)
{
    size_t i = 0;

    while (!worker->site_failed) {
        const struct mu_item *own = worker->queue.n > 0 ? mu_queue_first(&worker->queue) : NULL;
        if (i < n && (!own || worker->line[i]->key < mu_key_of(own->at, own->tie)))
            execute_due(worker, worker->line[i++]);
        else if (own)
            execute_own(worker);
        else
            break;
    }
    if (worker->site_failed)
        mu_queue_clear(&worker->queue);
}

/* Most sites have one event in a window and send nothing to themselves. */
static inline void run_site(struct mu_worker *worker, const struct mu_due *first, uint32_t head)
{
    size_t n = 0;

    if (first->next == 0)
        execute_due(worker, first);
    else
        n = line_up(worker, head);
    if (n > 0 || worker->queue.n > 0)
        run_line(worker, n);
    worker->site_failed = false;
}

/* What the sites after this one need comes nearer: first where it is, then it itself. Inline,
 * because GCC takes a function that only fetches for one that does nothing. */
#if defined(__GNUC__)
__attribute__((always_inline)) static inline void
fetch(const struct mu_worker *worker, const struct mu_partition *partition, uint32_t k, uint32_t n)
{
    const struct mu_entity *entities = &worker->ctx.run->entities[partition->first];

    if (k + 2 * AHEAD < n) {
        const uint32_t site = worker->touched[k + 2 * AHEAD];
        __builtin_prefetch(&entities[site]);
        __builtin_prefetch(&worker->dues[worker->heads[site] - 1]);
    }
    if (k + AHEAD < n) {
        const uint32_t site = worker->touched[k + AHEAD];
        const char *state = entities[site].state;
        __builtin_prefetch(worker->dues[worker->heads[site] - 1].message);
        __builtin_prefetch(state);
        __builtin_prefetch(state + 64);
        __builtin_prefetch(state + entities[site].model->state_size - 1);
        __builtin_prefetch(entities[site].params);
    }
}
#else
static void fetch(const struct mu_worker *worker, const struct mu_partition *partition, uint32_t k,
                  uint32_t n)
{
    (void)worker;
    (void)partition;
    (void)k;
    (void)n;
}
#endif

void mu_window_run(struct mu_worker *worker, uint32_t partition, uint64_t window, uint64_t bound)
{
    const struct mu_partition *part = &worker->ctx.run->partitions[partition];
    const struct gathering g = gather(worker, partition, window, bound);

    worker->bound = (mu_time)bound;
    worker->in_event = true;
    for (uint32_t k = 0; k < g.sites; k++) {
        const uint32_t site = g.touched[k], head = g.heads[site];
        g.heads[site] = 0;
        fetch(worker, part, k, g.sites);
        run_site(worker, &g.dues[head - 1], head);
    }
    worker->in_event = false;
    worker->bound = 0;
    put_chunks_down(worker);
}
