/* The queue alone, against a plain sorted list. */
#include "tests/cmocka_all.h"

#include <stdlib.h>

#include "sim/queue_impl.h"
#include "sim/stream.h"

enum { MANY = 20000 };

struct expected {
    uint64_t at, tie;
};

static int by_key(const void *pa, const void *pb)
{
    const struct expected *a = pa, *b = pb;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->tie > b->tie) - (a->tie < b->tie);
}

static const struct mu_message head = {.to = 1, .type = 1};

static void pops_in_the_order_of_a_sorted_list(void **unused)
{
    (void)unused;
    struct mu_queue queue;
    struct expected *expected = test_calloc(MANY, sizeof *expected);
    struct mu_stream stream = mu_stream_init(1, 0, 0, 0, 0, 0);
    mu_queue_init(&queue);
    for (uint64_t i = 0; i < MANY; i++) {
        /* 64 instants only, so that most of the order comes from the ties. */
        expected[i] = (struct expected){mu_stream_next(&stream) % 64,
                                        mu_queue_tie((uint32_t)(mu_stream_next(&stream) % 50), i)};
        mu_queue_add(&queue, (mu_time)expected[i].at, expected[i].tie, &head, NULL);
    }
    qsort(expected, MANY, sizeof *expected, by_key);
    struct mu_item item;
    for (size_t i = 0; i < MANY; i++) {
        assert_true(mu_queue_pop(&queue, MU_NEVER, &item));
        assert_true(item.at == expected[i].at && item.tie == expected[i].tie);
        mu_queue_release(&queue, item.slot);
    }
    assert_false(mu_queue_pop(&queue, MU_NEVER, &item));
    mu_queue_fini(&queue);
    test_free(expected);
}

static void cancelled_ones_are_swept_out_when_many(void **unused)
{
    (void)unused;
    struct mu_queue queue;
    mu_queue_init(&queue);
    mu_timer *timers = test_calloc(MANY, sizeof *timers);
    for (uint64_t i = 0; i < MANY; i++)
        timers[i] =
            mu_queue_handle(&queue, mu_queue_add(&queue, (mu_time)(MANY - i), i, &head, NULL));
    for (size_t i = 0; i < MANY; i++)
        if (i % 10 != 0)
            mu_queue_cancel(&queue, timers[i]);
    /* A tenth is alive; without sweeping all would still lie there. */
    assert_true(queue.n < MANY / 2);
    struct mu_item item;
    for (uint64_t at = 10; at <= MANY; at += 10) {
        assert_true(mu_queue_pop(&queue, MU_NEVER, &item));
        assert_int_equal(item.at, at);
        mu_queue_release(&queue, item.slot);
    }
    assert_false(mu_queue_pop(&queue, MU_NEVER, &item));
    test_free(timers);
    mu_queue_fini(&queue);
}

static void blocks_are_used_again(void **unused)
{
    (void)unused;
    struct mu_queue queue;
    struct mu_item item;
    mu_queue_init(&queue);
    for (uint64_t i = 0; i < MANY; i++) {
        mu_queue_add(&queue, (mu_time)i, i, &head, NULL);
        assert_true(mu_queue_pop(&queue, MU_NEVER, &item));
        mu_queue_release(&queue, item.slot);
    }
    assert_int_equal(queue.blocks[0].n, 1);
    mu_queue_fini(&queue);
}

static void a_handle_dies_with_its_event(void **unused)
{
    (void)unused;
    struct mu_queue queue;
    struct mu_item item;
    mu_queue_init(&queue);
    mu_timer first = mu_queue_handle(&queue, mu_queue_add(&queue, 1, 0, &head, NULL));
    assert_non_null(mu_queue_pending(&queue, first));
    assert_true(mu_queue_pop(&queue, MU_NEVER, &item));
    assert_null(mu_queue_pending(&queue, first)); /* already while it is handled */
    mu_queue_release(&queue, item.slot);
    mu_timer second = mu_queue_handle(&queue, mu_queue_add(&queue, 2, 1, &head, NULL));
    assert_int_equal(second.slot, first.slot); /* the same block, another generation */
    assert_null(mu_queue_pending(&queue, first));
    assert_non_null(mu_queue_pending(&queue, second));
    assert_null(mu_queue_pending(&queue, (mu_timer){0}));
    mu_queue_fini(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pops_in_the_order_of_a_sorted_list),
        cmocka_unit_test(cancelled_ones_are_swept_out_when_many),
        cmocka_unit_test(blocks_are_used_again),
        cmocka_unit_test(a_handle_dies_with_its_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
