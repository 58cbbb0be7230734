/* The calendar alone: every record comes up in its window, however far away it was put, and the
 * dead do not pile up. */
#include "tests/cmocka_all.h"

#include <stdlib.h>

#include "sim/calendar_impl.h"
#include "sim/stream.h"

enum { MANY = 20000, WIDTH = 7, WRITERS = 2, PARTITIONS = 3, ENTITIES = 9 };

static uint16_t partition_of[ENTITIES + 1];
static struct mu_timers timers[PARTITIONS];

static struct mu_calendar make_calendar(uint64_t width)
{
    const struct mu_calendar_shape shape = {.width = width,
                                            .n_entities = ENTITIES,
                                            .n_partitions = PARTITIONS,
                                            .n_writers = WRITERS,
                                            .partition_of = partition_of,
                                            .timers = timers};
    struct mu_calendar c;

    assert_int_equal(mu_calendar_init(&c, &shape), MU_OK);
    return c;
}

static struct mu_calendar empty_calendar(void)
{

    for (uint32_t i = 0; i <= ENTITIES; i++)
        partition_of[i] = (uint16_t)(i % PARTITIONS);
    for (size_t p = 0; p < PARTITIONS; p++)
        mu_timers_init(&timers[p]);
    return make_calendar(WIDTH);
}

static struct mu_message *add(struct mu_calendar *c, uint64_t i, uint64_t at)
{
    const struct mu_message head = {
        .to = 1 + (uint32_t)(i % ENTITIES), .timer = MU_NO_SLOT, .type = 1, .size = sizeof i};
    return mu_calendar_add(c, (uint32_t)(i % WRITERS), at, i, &head, &i);
}

static int ascending(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Takes the window out; how many records it held. */
static size_t empty_window(struct mu_calendar *c, uint64_t window)
{
    size_t n = 0;

    mu_calendar_open(c, window);
    for (uint32_t p = 0; p < PARTITIONS; p++)
        for (uint32_t w = 0; w < WRITERS; w++) {
            struct mu_chunk *all = mu_bag_take(mu_calendar_bag(c, &c->writers[w], window, p));
            for (struct mu_chunk *k = all; k; k = k->next)
                for (struct mu_record *r = mu_chunk_first(k); r; r = mu_chunk_next(k, r), n++) {
                    assert_int_equal(r->at / WIDTH, window);
                    assert_int_equal(partition_of[r->message.to], p);
                    assert_int_equal(*(const uint64_t *)(const void *)(r + 1), r->tie);
                }
            mu_chunks_give_all(&c->writers[w].pool, all);
        }
    return n;
}

/* From the next window to beyond what the wheel reaches: 2 x 64^3 windows. */
static void every_record_comes_up_in_its_window(void **unused)
{
    struct mu_calendar c = empty_calendar();
    struct mu_stream s = mu_stream_init(1, 0, 0, 0, 0, 0);
    uint64_t *windows = test_calloc(MANY, sizeof *windows);
    bool lacked_memory;
    size_t i = 0;

    (void)unused;
    for (uint64_t k = 0; k < MANY; k++) {
        const uint64_t reach = UINT64_C(1) << (3 + mu_stream_next(&s) % 24);
        const uint64_t at = mu_stream_next(&s) % (WIDTH * reach);
        windows[k] = at / WIDTH;
        assert_non_null(add(&c, k, at));
    }
    qsort(windows, MANY, sizeof *windows, ascending);
    assert_true(windows[MANY - 1] > 4 * 64 * 64 * 64);
    for (uint64_t w; (w = mu_calendar_next(&c, UINT64_MAX - 1, &lacked_memory)) != MU_NO_WINDOW;) {
        assert_int_equal(w, windows[i]);
        if (w > 0)
            assert_int_equal(mu_calendar_next(&c, w - 1, &lacked_memory), MU_NO_WINDOW);
        const size_t n = empty_window(&c, w);
        assert_int_equal(windows[i + n - 1], w);
        assert_true(i + n == MANY || windows[i + n] > w);
        i += n;
    }
    assert_int_equal(i, MANY);
    test_free(windows);
    mu_calendar_fini(&c);
}

static void the_dead_are_swept_out_when_many(void **unused)
{
    struct mu_calendar c = empty_calendar();
    struct mu_message **messages = test_calloc(MANY, sizeof *messages);

    (void)unused;
    for (uint64_t k = 0; k < MANY; k++)
        messages[k] = add(&c, k, k * k % 1000003);
    const size_t bytes = mu_calendar_bytes(&c);
    for (uint64_t k = 0; k < MANY; k++)
        if (k % 10 != 0)
            mu_calendar_kill(&c, 0, messages[k]);
    assert_int_equal(mu_calendar_pending(&c), MANY);
    assert_true(mu_calendar_sweep(&c));
    assert_int_equal(mu_calendar_pending(&c), MANY / 10);
    /* Their room is used again. */
    for (uint64_t k = MANY / 10; k < MANY; k++)
        add(&c, MANY + k, k * k % 1000003);
    assert_int_equal(mu_calendar_pending(&c), MANY);
    assert_true(mu_calendar_bytes(&c) <= bytes + bytes / 4);
    test_free(messages);
    mu_calendar_fini(&c);
}

static void division_by_any_width_is_exact(void **unused)
{
    static const uint64_t widths[] = {1, 2, 3, 7, 10, 64, 1000003, 10000000, UINT64_C(1) << 40};
    struct mu_stream s = mu_stream_init(2, 0, 0, 0, 0, 0);

    (void)unused;
    for (size_t k = 0; k < sizeof widths / sizeof *widths; k++) {
        struct mu_calendar c = make_calendar(widths[k]);
        for (size_t i = 0; i < 2000; i++) {
            const uint64_t at = mu_stream_next(&s) >> (1 + i % 60);
            const uint64_t edge = at / widths[k] * widths[k];
            assert_int_equal(mu_calendar_window(&c, at), at / widths[k]);
            assert_int_equal(mu_calendar_window(&c, edge), at / widths[k]);
            if (edge > 0)
                assert_int_equal(mu_calendar_window(&c, edge - 1), at / widths[k] - 1);
        }
        mu_calendar_fini(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_comes_up_in_its_window),
        cmocka_unit_test(the_dead_are_swept_out_when_many),
        cmocka_unit_test(division_by_any_width_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
