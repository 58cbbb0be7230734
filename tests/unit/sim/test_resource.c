/* Resources by hand arithmetic. */
#include "tests/cmocka_all.h"

#include <math.h>
#include <string.h>

#include "desk.h"

static void assert_day(const struct day *day, const char *expected)
{
    struct diary diary = {0};

    desk_play(day, &diary, 100);
    assert_diary(&diary, expected);
}

/* ---- one after the other ---- */

static void first_come_first_served(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 2},
                            VISITS({1, 5, 0, 0}, {2, 1, 0, 0}, {2.5, 3, 0, 0}, {2.6, 1, 0, 0})};

    assert_day(&day, "1:A-begins 2:B-begins 3:B-done 3:C-begins 6:A-done 6:D-begins 6:C-done "
                     "7:D-done");
}

static void the_least_priority_number_goes_first_and_within_it_who_came_first(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1},
                            VISITS({0, 10, 5, 0}, {1, 1, 3, 0}, {2, 1, 2, 0}, {3, 1, 3, 0},
                                   {4, 1, 2, 0}, {5, 1, 9, 0}, {6, 1, -1, 0})};

    assert_day(&day, "0:A-begins 10:A-done 10:G-begins 11:G-done 11:C-begins 12:C-done "
                     "12:E-begins 13:E-done 13:B-begins 14:B-done 14:D-begins 15:D-done "
                     "15:F-begins 16:F-done");
}

/* ---- interruption ---- */

/* A has 10 s, 4 of them are over when B comes; B takes 3. */
static void who_is_interrupted_goes_on_for_the_time_that_is_left(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .preemptive = true},
                            VISITS({0, 10, 2, 0}, {4, 3, 1, 0}, {5, 1, 2, 0})};

    assert_day(&day, "0:A-begins 4:A-interrupted 4:B-begins 7:B-done 7:A-resumes 13:A-done "
                     "13:C-begins 14:C-done");
    assert_int_equal(desk_at_the_end.preempted, 1);
    assert_int_equal(desk_at_the_end.served_to_end, 3);
    /* Until one is served first: 0, 0 and 8 s. */
    assert_int_equal(desk_at_the_end.wait.n, 3);
    assert_true(fabs(mu_tally_mean(&desk_at_the_end.wait) - 8.0 / 3) < 1e-12);
    assert_true(fabs(desk_waited - (3 + 0 + 8)) < 1e-12);
}

static void the_same_priority_interrupts_nobody(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .preemptive = true},
                            VISITS({0, 5, 1, 0}, {1, 1, 1, 0})};

    assert_day(&day, "0:A-begins 5:A-done 5:B-begins 6:B-done");
}

/* Of A (3), B (4), C (4) first C, who came last, then B, then A; back the other way round. D and E
 * and F end at 14, 15, 16; A, B, C have 7, 8, 9 left of 10. */
static void the_lowest_and_latest_loses_its_server_first(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 3, .preemptive = true},
                            VISITS({0, 10, 3, 0}, {0, 10, 4, 0}, {0, 10, 4, 0}, {1, 13, 1, 0},
                                   {2, 13, 1, 0}, {3, 13, 1, 0})};

    assert_day(&day, "0:A-begins 0:B-begins 0:C-begins 1:C-interrupted 1:D-begins "
                     "2:B-interrupted 2:E-begins 3:A-interrupted 3:F-begins 14:D-done "
                     "14:A-resumes 15:E-done 15:B-resumes 16:F-done 16:C-resumes 21:A-done "
                     "23:B-done 25:C-done");
}

/* A: 2 s, then 1 s, then the last 3 s. */
static void one_may_be_interrupted_again(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .preemptive = true},
                            VISITS({0, 6, 2, 0}, {2, 1, 1, 0}, {4, 1, 1, 0})};

    assert_day(&day, "0:A-begins 2:A-interrupted 2:B-begins 3:B-done 3:A-resumes 4:A-interrupted "
                     "4:C-begins 5:C-done 5:A-resumes 8:A-done");
}

/* A's service ends in the same instant: nothing is left of it but the end. */
static void at_the_last_instant_nothing_is_left(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .preemptive = true},
                            VISITS({0, 4, 2, 0}, {4, 3, 1, 0})};

    assert_day(&day, "0:A-begins 4:A-interrupted 4:B-begins 7:B-done 7:A-resumes 7:A-done");
}

/* Without a time it is the owner who ends it. */
static void a_service_without_a_time_lasts_until_it_is_ended(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .preemptive = true},
                            VISITS({0, 0, 2, 0}, {1, 2, 1, 0}, {2, 1, 2, 0}),
                            DEEDS({9, WITHDRAW, 0})};

    assert_day(&day, "0:A-begins 1:A-interrupted 1:B-begins 3:B-done 3:A-resumes 9:A-withdrawn "
                     "9:C-begins 10:C-done");
}

/* ---- who does not stay ---- */

static void who_finds_no_room_balks(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .room = 1},
                            VISITS({0, 5, 0, 0}, {1, 1, 0, 0}, {2, 1, 0, 0}, {6.5, 1, 0, 0})};

    assert_day(&day, "0:A-begins 2:C-balks 5:A-done 5:B-begins 6:B-done 6.5:D-begins 7.5:D-done");
}

static void in_a_loss_system_nobody_waits(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 2, .loss = true},
                            VISITS({0, 5, 0, 0}, {1, 5, 0, 0}, {2, 1, 0, 0}, {5.5, 1, 0, 0})};

    assert_day(&day, "0:A-begins 1:B-begins 2:C-balks 5:A-done 5.5:D-begins 6:B-done 6.5:D-done");
    assert_int_equal(desk_at_the_end.balked, 1);
}

/* C would wait, B takes the server; A, who lost it, waits although there is no room. */
static void who_takes_a_server_from_somebody_needs_no_room(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .loss = true, .preemptive = true},
                            VISITS({0, 5, 2, 0}, {1, 2, 1, 0}, {2, 1, 1, 0})};

    assert_day(&day, "0:A-begins 1:A-interrupted 1:B-begins 2:C-balks 3:B-done 3:A-resumes "
                     "7:A-done");
}

/* B gives up after 3 s; C after 6 s would, but is served then; its service takes longer. */
static void patience_ends_with_the_wait(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1},
                            VISITS({0, 5, 0, 0}, {1, 1, 0, 3}, {1, 20, 0, 6}, {2, 1, 0, 30})};

    assert_day(&day, "0:A-begins 4:B-gives_up 5:A-done 5:C-begins 25:C-done 25:D-begins "
                     "26:D-done");
    assert_int_equal(desk_at_the_end.reneged, 1);
}

static void who_was_served_once_has_no_patience_to_lose(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 1, .preemptive = true},
                            VISITS({0, 5, 2, 3}, {2, 10, 1, 0})};

    assert_day(&day, "0:A-begins 2:A-interrupted 2:B-begins 12:B-done 12:A-resumes 15:A-done");
}

/* B never comes to its turn, and A's server is free at once. The second time A is not there any
 * more, but D, who has its place in the pool. */
static void never_mind_works_for_who_waits_and_who_is_served(void **unused)
{
    (void)unused;
    const struct day day = {
        .rules = {.servers = 1},
        VISITS({0, 50, 0, 0}, {1, 1, 0, 30}, {2, 1, 0, 0}, {4.2, 1, 0, 0}),
        DEEDS({3, WITHDRAW, 1}, {4, WITHDRAW, 0}, {4.5, WITHDRAW, 0}, {9, WITHDRAW, 2})};

    assert_day(&day, "0:A-begins 3:B-withdrawn 4:A-withdrawn 4:C-begins 4.5:A-gone 5:C-done "
                     "5:D-begins 6:D-done 9:C-gone");
    assert_int_equal(desk_at_the_end.reneged, 0);
    assert_int_equal(desk_at_the_end.served_to_end, 2);
}

/* ---- how many servers ---- */

static void servers_that_go_finish_first(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 2},
                            VISITS({0, 5, 0, 0}, {0, 7, 0, 0}, {1, 1, 0, 0}, {1, 1, 0, 0}),
                            DEEDS({2, SERVERS, 1}, {7.5, SERVERS, 3})};

    assert_day(&day, "0:A-begins 0:B-begins 5:A-done 7:B-done 7:C-begins 7.5:D-begins 8:C-done "
                     "8.5:D-done");
}

static void servers_that_are_recalled_leave_their_customers(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 2, .recalled = true},
                            VISITS({0, 5, 0, 0}, {0, 7, 1, 0}, {1, 1, 2, 0}),
                            DEEDS({2, SERVERS, 0}, {10, SERVERS, 1})};

    /* B and A, the lower priority first; 3 s and 5 s are left. */
    assert_day(&day, "0:A-begins 0:B-begins 2:B-interrupted 2:A-interrupted 10:A-resumes "
                     "13:A-done 13:B-resumes 18:B-done 18:C-begins 19:C-done");
}

/* C would gain nothing: the server of A goes with it. */
static void a_server_that_is_about_to_go_is_taken_from_nobody(void **unused)
{
    (void)unused;
    const struct day day = {.rules = {.servers = 2, .preemptive = true},
                            VISITS({0, 10, 5, 0}, {0, 10, 1, 0}, {2, 1, 1, 0}),
                            DEEDS({1, SERVERS, 1})};

    assert_day(&day, "0:A-begins 0:B-begins 10:A-done 10:B-done 10:C-begins 11:C-done");
}

/* Every 20 s: two servers from 5 on, none from 15 on. At the start it is the night before. */
static void a_timetable_comes_round(void **unused)
{
    (void)unused;
    const struct day day = {
        .rules = {.servers = 9},
        VISITS({1, 1, 0, 0}, {6, 1, 0, 0}, {16, 1, 0, 0}, {30, 1, 0, 0}, {34.5, 3, 0, 0},
               {40, 1, 0, 0}),
        SHIFTS({5 * MU_SECOND, 2}, {15 * MU_SECOND, 0}),
        .period = 20 * MU_SECOND,
    };

    assert_day(&day, "5:A-begins 6:B-begins 6:A-done 7:B-done 25:C-begins 26:C-done 30:D-begins "
                     "31:D-done 34.5:E-begins 37.5:E-done 45:F-begins 46:F-done");
    /* 2 servers half of the time */
    assert_true(mu_time_tally_mean(&desk_at_the_end.servers) == 1);
}

static void a_timetable_may_come_once(void **unused)
{
    (void)unused;
    const struct day day = {
        .rules = {.servers = 1},
        VISITS({1, 50, 0, 0}, {2, 1, 0, 0}, {12, 1, 0, 0}, {25, 1, 0, 0}),
        SHIFTS({10 * MU_SECOND, 2}, {20 * MU_SECOND, 0}),
    };

    assert_day(&day, "1:A-begins 10:B-begins 11:B-done 12:C-begins 13:C-done 51:A-done");
}

/* ---- tallies ---- */

/* A 0-4, B 1-4-6, C 2-6-7: one waits for 1 + 2 s, two for 2 s; served 7 s; waits 0, 3, 4. The
 * first 2 s are forgotten: then one waits 2 s, two 2 s, and 5 s are served, of 8. */
static void tallies_are_the_sums_by_hand(void **unused)
{
    struct diary diary = {0};

    (void)unused;
    struct day day = {.rules = {.servers = 1}, VISITS({0, 4, 0, 0}, {1, 2, 0, 0}, {2, 1, 0, 0})};
    desk_play(&day, &diary, 10);
    assert_true(fabs(mu_time_tally_mean(&desk_at_the_end.queue) - 0.7) < 1e-12);
    assert_true(fabs(mu_time_tally_mean(&desk_at_the_end.in_service) - 0.7) < 1e-12);
    assert_true(desk_at_the_end.queue.greatest == 2);
    assert_true(desk_at_the_end.in_service.greatest == 1);
    assert_int_equal(desk_at_the_end.wait.n, 3);
    assert_true(fabs(mu_tally_mean(&desk_at_the_end.wait) - 7.0 / 3) < 1e-12);
    const struct deed warm = {2, RESET, 0};
    day.deeds = &warm;
    day.n_deeds = 1;
    diary.n = 0;
    desk_play(&day, &diary, 10);
    assert_true(fabs(mu_time_tally_mean(&desk_at_the_end.queue) - 6.0 / 8) < 1e-12);
    assert_true(fabs(mu_time_tally_mean(&desk_at_the_end.in_service) - 5.0 / 8) < 1e-12);
    assert_int_equal(desk_at_the_end.wait.n, 2);
    assert_int_equal(desk_at_the_end.served_to_end, 3);
}

/* ---- causes ---- */

static void record_turns(struct mu_ctx *ctx, const char *what, uint64_t who)
{
    const bool arrives = strcmp(what, "done") != 0;

    mu_record(
        ctx, &(struct mu_happening){.kind = arrives ? ACTOR_DID : ACTOR_SAW, .value = (double)who});
}

/* Whoever comes is recorded, then joins. */
static void recorded_join(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    if (ev->type == JOIN) {
        const uint32_t who = *(const uint32_t *)ev->body;
        mu_record(ctx, &(struct mu_happening){.kind = ACTOR_SAW, .value = 100 + who});
    }
    desk_handle(ctx, state, ev);
    if (ev->type != RESET)
        mu_record(ctx, &(struct mu_happening){.kind = ACTOR_SAW, .value = -1});
}

static size_t row_of(const struct mu_result *r, uint32_t kind, double value, size_t which)
{
    for (size_t i = 0; i < r->events.n; i++)
        if (r->events.kind[i] == kind && r->events.value[i] == value && which-- == 0)
            return i + 1;
    fail();
    return 0;
}

static void record_but_no_interruption(struct mu_ctx *ctx, const char *what, uint64_t who)
{
    if (strcmp(what, "interrupted") != 0)
        record_turns(ctx, what, who);
}

/* A (2) is interrupted by B (1) at 1 s and goes on at 3 s. */
static void play_recorded(void (*noted)(struct mu_ctx *ctx, const char *what, uint64_t who),
                          struct mu_result *result)
{
    const struct day day = {.rules = {.servers = 1, .preemptive = true},
                            VISITS({0, 4, 2, 0}, {1, 2, 1, 0}),
                            .noted = noted};

    desk_day = &day;
    struct mu_world *world = desk_world(NULL, 100);
    test_params(world, "actor/desk")->handle = recorded_join;
    struct mu_run *run = desk_run(world);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void everybody_keeps_its_own_cause(void **unused)
{
    struct mu_result r;

    (void)unused;
    play_recorded(record_turns, &r);
    const uint32_t did = (uint32_t)mu_result_kind(&r, "actor.did");
    const uint32_t saw = (uint32_t)mu_result_kind(&r, "actor.saw");
    const size_t a_came = row_of(&r, saw, 100, 0), b_came = row_of(&r, saw, 101, 0);
    const size_t a_begins = row_of(&r, did, 0, 0), a_stops = row_of(&r, did, 0, 1),
                 a_resumes = row_of(&r, did, 0, 2), b_begins = row_of(&r, did, 1, 0);
    const size_t a_done = row_of(&r, saw, 0, 0), b_done = row_of(&r, saw, 1, 0);
    assert_int_equal(r.events.cause[a_begins - 1], a_came);
    assert_int_equal(r.events.cause[a_stops - 1], b_came); /* B is why A stops */
    assert_int_equal(r.events.cause[b_begins - 1], b_came);
    assert_int_equal(r.events.cause[b_done - 1], b_begins);
    assert_int_equal(r.events.cause[a_resumes - 1], a_stops); /* not that B is done */
    assert_int_equal(r.events.cause[a_done - 1], a_resumes);
    /* After the turns the handler has its own cause again: coming, coming, B done. */
    assert_int_equal(r.events.cause[row_of(&r, saw, -1, 0) - 1], a_came);
    assert_int_equal(r.events.cause[row_of(&r, saw, -1, 1) - 1], b_came);
    assert_int_equal(r.events.cause[row_of(&r, saw, -1, 2) - 1], b_done);
    mu_result_fini(&r);
}

static void who_was_stopped_without_a_record_goes_on_because_it_began(void **unused)
{
    struct mu_result r;

    (void)unused;
    play_recorded(record_but_no_interruption, &r);
    const uint32_t did = (uint32_t)mu_result_kind(&r, "actor.did");
    assert_int_equal(r.events.cause[row_of(&r, did, 0, 1) - 1], row_of(&r, did, 0, 0));
    mu_result_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_come_first_served),
        cmocka_unit_test(the_least_priority_number_goes_first_and_within_it_who_came_first),
        cmocka_unit_test(who_is_interrupted_goes_on_for_the_time_that_is_left),
        cmocka_unit_test(the_same_priority_interrupts_nobody),
        cmocka_unit_test(the_lowest_and_latest_loses_its_server_first),
        cmocka_unit_test(one_may_be_interrupted_again),
        cmocka_unit_test(at_the_last_instant_nothing_is_left),
        cmocka_unit_test(a_service_without_a_time_lasts_until_it_is_ended),
        cmocka_unit_test(who_finds_no_room_balks),
        cmocka_unit_test(in_a_loss_system_nobody_waits),
        cmocka_unit_test(who_takes_a_server_from_somebody_needs_no_room),
        cmocka_unit_test(patience_ends_with_the_wait),
        cmocka_unit_test(who_was_served_once_has_no_patience_to_lose),
        cmocka_unit_test(never_mind_works_for_who_waits_and_who_is_served),
        cmocka_unit_test(servers_that_go_finish_first),
        cmocka_unit_test(servers_that_are_recalled_leave_their_customers),
        cmocka_unit_test(a_server_that_is_about_to_go_is_taken_from_nobody),
        cmocka_unit_test(a_timetable_comes_round),
        cmocka_unit_test(a_timetable_may_come_once),
        cmocka_unit_test(tallies_are_the_sums_by_hand),
        cmocka_unit_test(everybody_keeps_its_own_cause),
        cmocka_unit_test(who_was_stopped_without_a_record_goes_on_because_it_began),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
