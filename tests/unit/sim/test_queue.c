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
        mu_queue_release(&queue, mu_queue_take(&queue).message);
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
        mu_queue_release(&queue, mu_queue_take(&queue).message);
    }
    assert_null(mu_queue_first(&queue));
    test_free(messages);
    mu_queue_fini(&queue);
}

/* A plain list beside the queue. */
struct plain {
    struct mu_message *message; /* NULL = gone */
    mu_key key;
};

static size_t least_of(const struct plain *list, size_t n)
{
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < n; i++)
        if (list[i].message && (least == SIZE_MAX || list[i].key < list[least].key))
            least = i;
    return least;
}

static void add_to_both(struct mu_queue *queue, struct plain *list, size_t i, uint64_t at)
{
    list[i].key = mu_key_of(at, i);
    list[i].message = mu_queue_add(queue, at, i, &head, NULL);
    assert_non_null(list[i].message);
}

static void kill_in_both(struct mu_queue *queue, struct plain *list, size_t i)
{
    if (!list[i].message)
        return;
    mu_queue_kill(queue, list[i].message);
    list[i].message = NULL;
}

/* While one is taken, none to three are added, before and after all others, and some die, at
 * times so many that the dead are swept out. */
static void what_happens_while_one_is_taken(void **unused)
{
    struct plain *list = test_calloc(MANY + 3, sizeof *list);
    struct mu_stream s = mu_stream_init(3, 0, 0, 0, 0, 0);
    struct mu_queue queue;
    size_t n = 0;

    (void)unused;
    mu_queue_init(&queue);
    while (n < 4000)
        add_to_both(&queue, list, n++, mu_stream_next(&s) % 1000);
    for (size_t least; n < 8000 && (least = least_of(list, n)) != SIZE_MAX;) {
        const struct mu_item *first = mu_queue_first(&queue);
        assert_ptr_equal(first->message, list[least].message);
        const struct mu_item item = mu_queue_take(&queue);
        list[least].message = NULL;
        for (uint64_t k = mu_stream_next(&s) % 4; k > 0; k--)
            add_to_both(&queue, list, n++, item.at + mu_stream_next(&s) % 50);
        for (uint64_t k = n % 1000 < 3 ? 1900 : 1; k > 0; k--)
            kill_in_both(&queue, list, mu_stream_next(&s) % n);
        mu_queue_release(&queue, item.message);
    }
    assert_true(n >= 8000);
    mu_queue_fini(&queue);
    test_free(list);
}

static void blocks_are_used_again(void **unused)
{
    (void)unused;
    struct mu_queue queue;
    mu_queue_init(&queue);
    for (uint64_t i = 0; i < MANY; i++) {
        mu_queue_add(&queue, i, i, &head, NULL);
        assert_non_null(mu_queue_first(&queue));
        mu_queue_release(&queue, mu_queue_take(&queue).message);
    }
    assert_int_equal(queue.blocks[0].n_chunks, 1);
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
        cmocka_unit_test(what_happens_while_one_is_taken),
        cmocka_unit_test(blocks_are_used_again),
        cmocka_unit_test(a_handle_dies_with_its_timer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
