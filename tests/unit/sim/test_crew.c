/* Every part of every job is done once, by however many threads, awake or asleep. */
#include "sim/crew.h"

#include <stdatomic.h>
#include <time.h>

#include "tests/cmocka_all.h"

enum { PARTS = 100, JOBS = 2000 }; /* more jobs than are done alone to see what is faster */

struct tally {
    atomic_int times[PARTS]; /* a part was done */
    int values[PARTS];       /* written by parts without any lock */
};

static void do_part(void *arg, size_t part)
{
    struct tally *tally = arg;

    for (volatile int i = 0; i < 500 && part % 2 == 0; i++) /* not all take the same time */
        ;
    atomic_fetch_add(&tally->times[part], 1);
    tally->values[part] += (int)part;
}

static void check_tally(const struct tally *tally, size_t parts, int jobs)
{
    for (size_t i = 0; i < PARTS; i++) {
        assert_int_equal(tally->times[i], i < parts ? jobs : 0);
        assert_int_equal(tally->values[i], i < parts ? jobs * (int)i : 0);
    }
}

static void do_jobs(struct mu_crew *crew, size_t parts, int jobs)
{
    struct tally tally = {0};

    for (int k = 0; k < jobs; k++) {
        mu_crew_share(crew, parts, do_part, &tally);
        check_tally(&tally, parts, k + 1); /* at once: all parts are done */
    }
}

static void every_part_is_done_once(void **unused)
{
    static const unsigned threads[] = {1, 2, 3, 8};

    (void)unused;
    for (size_t i = 0; i < 4; i++) {
        struct mu_crew *crew = mu_crew_create(threads[i]);

        assert_non_null(crew);
        assert_int_equal(mu_crew_size(crew), threads[i]);
        do_jobs(crew, 0, 1);
        do_jobs(crew, 1, 10);
        do_jobs(crew, threads[i], JOBS);
        do_jobs(crew, PARTS, JOBS);
        mu_crew_destroy(crew);
    }
}

static void helpers_that_sleep_come_back(void **unused)
{
    struct mu_crew *crew = mu_crew_create(3);

    (void)unused;
    do_jobs(crew, 7, 600);
    for (int k = 0; k < 20; k++) {
        do_jobs(crew, 7, 3);
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL); /* longer than they look about */
    }
    mu_crew_destroy(crew);
}

static void nobody_is_a_crew_of_one(void **unused)
{
    (void)unused;
    assert_int_equal(mu_crew_size(NULL), 1);
    do_jobs(NULL, 5, 3);
    mu_crew_destroy(NULL);
}

static void a_crew_may_go_unused(void **unused)
{
    (void)unused;
    mu_crew_destroy(mu_crew_create(8));
}

/* Many runs beside each other, as in a study: each does its own work. */
static void a_crew_inside_a_parallel_region_works_alone(void **unused)
{
    (void)unused;
#pragma omp parallel for num_threads(4)
    for (int i = 0; i < 4; i++) {
        struct mu_crew *crew = mu_crew_create(2);
        do_jobs(crew, 5, 100);
        mu_crew_destroy(crew);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_done_once),
        cmocka_unit_test(helpers_that_sleep_come_back),
        cmocka_unit_test(nobody_is_a_crew_of_one),
        cmocka_unit_test(a_crew_may_go_unused),
        cmocka_unit_test(a_crew_inside_a_parallel_region_works_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
