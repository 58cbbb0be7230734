/* The queue alone, against a plain sorted list. */
#include "tests/cmocka_all.h"

#include <stdlib.h>

#include "sim/queue_impl.h"
#include "sim/stream.h"
#include "sim/timers_impl.h"

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
                                        mu_tie((uint32_t)(mu_stream_next(&stream) % 50), i)};
        assert_non_null(mu_queue_add(&queue, expected[i].at, expected[i].tie, &head, NULL));
    }
    qsort(expected, MANY, sizeof *expected, by_key);
    for (size_t i = 0; i < MANY; i++) {
        const struct mu_item *first = mu_queue_first(&queue);
        assert_true(first->at == expected[i].at && first->tie == expected[i].tie);
        mu_queue_release(&queue, mu_queue_take(&queue).slot);
    }
    assert_null(mu_queue_first(&queue));
    mu_queue_fini(&queue);
    test_free(expected);
}

static void dead_ones_are_swept_out_when_many(void **unused)
{
    (void)unused;
    struct mu_queue queue;
    mu_queue_init(&queue);
    struct mu_message **messages = test_calloc(MANY, sizeof *messages);
    for (uint64_t i = 0; i < MANY; i++)
        messages[i] = mu_queue_add(&queue, MANY - i, i, &head, NULL);
    for (size_t i = 0; i < MANY; i++)
        if (i % 10 != 0)
            mu_queue_kill(&queue, messages[i]);
    /* A tenth is alive; without sweeping all would still lie there. */
    assert_true(queue.n < MANY / 2);
    for (uint64_t at = 10; at <= MANY; at += 10) {
        assert_int_equal(mu_queue_first(&queue)->at, at);
        mu_queue_release(&queue, mu_queue_take(&queue).slot);
    }
    assert_null(mu_queue_first(&queue));
    test_free(messages);
    mu_queue_fini(&queue);
}

static void blocks_are_used_again(void **unused)
{
    (void)unused;
    struct mu_queue queue;
    mu_queue_init(&queue);
    for (uint64_t i = 0; i < MANY; i++) {
        mu_queue_add(&queue, i, i, &head, NULL);
        assert_non_null(mu_queue_first(&queue));
        mu_queue_release(&queue, mu_queue_take(&queue).slot);
    }
    assert_int_equal(queue.blocks[0].n, 1);
    mu_queue_fini(&queue);
}

static void a_handle_dies_with_its_timer(void **unused)
{
    (void)unused;
    struct mu_timers timers;
    struct mu_message message = head;
    mu_timers_init(&timers);
    message.timer = mu_timers_take(&timers);
    mu_timers_place(&timers, &message);
    const mu_timer first = mu_timers_handle(&timers, message.timer);
    assert_ptr_equal(mu_timers_find(&timers, first), &message);
    mu_timers_give(&timers, message.timer);
    assert_null(mu_timers_find(&timers, first));
    message.timer = mu_timers_take(&timers);
    mu_timers_place(&timers, &message);
    const mu_timer second = mu_timers_handle(&timers, message.timer);
    assert_int_equal(second.slot, first.slot); /* the same slot, another generation */
    assert_null(mu_timers_find(&timers, first));
    assert_ptr_equal(mu_timers_find(&timers, second), &message);
    assert_null(mu_timers_find(&timers, (mu_timer){0}));
    mu_timers_fini(&timers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pops_in_the_order_of_a_sorted_list),
        cmocka_unit_test(dead_ones_are_swept_out_when_many),
        cmocka_unit_test(blocks_are_used_again),
        cmocka_unit_test(a_handle_dies_with_its_timer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
