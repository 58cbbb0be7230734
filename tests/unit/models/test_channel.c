/* Channels: which one is taken, how long it takes, what is lost, what finds none. */
#include "tests/cmocka_all.h"

#include <math.h>
#include <string.h>

#include "hq.h"
#include "models/registry.h"

static void set_channel(struct hq *h, const char *name, double delay_s, double loss, bool power)
{
    *(struct mu_channel_params *)hq_params(h, name) = (struct mu_channel_params){
        .delay = mu_dist_fixed(delay_s), .loss = loss, .tries = 1, .needs_power = power};
}

/* What a probe finds when it asks for a way to office/A by channel/fax, then channel/phone. */
struct picks {
    struct mu_refs channels;
    mu_entity_id to;
    bool powered;
    mu_entity_id got[8];
    mu_time delay[8];
    int n;
};

static void pick(struct mu_ctx *ctx, void *state, void *test)
{
    struct picks *p = test;
    bool lost;

    (void)state;
    p->got[p->n] =
        mu_channel_pick(ctx, &p->channels, p->to, p->powered, 1, 0, &p->delay[p->n], &lost);
    p->n++;
}

static void look_at(struct hq *h, struct picks *p, const mu_time *at, size_t n)
{
    struct mu_result r;

    p->channels = hq_refs(h, "channel/fax channel/phone");
    p->to = hq_find(h, "office/A");
    *(struct hq_probe *)hq_params(h, "probe/p") =
        (struct hq_probe){.at = hq_table(h, at, n, sizeof *at), .look = pick, .test = p};
    hq_play(h, &r);
    mu_result_fini(&r);
}

static void the_first_that_works_is_taken_with_its_delay(void **unused)
{
    struct hq h = hq_open("office/A channel/fax probe/p");
    const mu_entity_id fax = hq_find(&h, "channel/fax"), phone = hq_find(&h, "channel/phone");
    const mu_time at[] = {99 * MU_SECOND, 100 * MU_SECOND, 200 * MU_SECOND};
    struct picks p = {.powered = true};

    (void)unused;
    set_channel(&h, "channel/fax", 300, 0, false);
    hq_cut(&h, "channel/fax", 100 * MU_SECOND, 200 * MU_SECOND, "");
    look_at(&h, &p, at, 3);
    assert_int_equal(p.got[0].i, fax.i);
    assert_true(p.delay[0] == 300 * MU_SECOND);
    assert_int_equal(p.got[1].i, phone.i); /* down from 100 s ... */
    assert_true(p.delay[1] == 60 * MU_SECOND);
    assert_int_equal(p.got[2].i, fax.i); /* ... until before 200 s */
}

static void an_outage_of_one_end_cuts_off_that_end_only(void **unused)
{
    static const struct {
        const char *cut;
        bool through;
    } cases[] = {{"office/A", false}, {"probe/p", false}, {"office/B", true}};
    const mu_time at = 10 * MU_SECOND;

    (void)unused;
    for (size_t i = 0; i < 3; i++) {
        struct hq h = hq_open("office/A office/B channel/fax probe/p");
        const uint32_t fax = hq_find(&h, "channel/fax").i;
        struct picks p = {.powered = true};
        set_channel(&h, "channel/fax", 300, 0, false);
        hq_cut(&h, "channel/fax", 0, MU_NEVER, cases[i].cut);
        look_at(&h, &p, &at, 1);
        assert_int_equal(p.got[0].i == fax, cases[i].through);
    }
}

static void what_needs_power_is_passed_over_without(void **unused)
{
    const mu_time at = 10 * MU_SECOND;

    (void)unused;
    for (int powered = 0; powered < 2; powered++) {
        struct hq h = hq_open("office/A channel/fax probe/p");
        const uint32_t fax = hq_find(&h, "channel/fax").i;
        struct picks p = {.powered = powered};
        set_channel(&h, "channel/fax", 300, 0, true);
        look_at(&h, &p, &at, 1);
        assert_int_equal(p.got[0].i == fax, powered);
    }
}

static void a_channel_faster_than_the_lookahead_fails_the_run_by_name(void **unused)
{
    struct hq h = hq_open("office/A zone/Z");
    const struct hq_saying says = {MU_SECOND, hq_find(&h, "office/A"), MU_ZONE_Q_DEPTH, 1, 0};

    (void)unused;
    set_channel(&h, "channel/phone", 0.5, 0, false);
    hq_says(&h, "zone/Z", &says, 1);
    hq_play_failing(&h, "channel/phone takes 0.5 s, less than the lookahead of 1 s");
}

static void the_share_that_is_lost_is_the_channels(void **unused)
{
    enum { N = 4000 };
    struct hq h = hq_open("office/A zone/Z");
    struct hq_saying *says = test_calloc(N, sizeof *says);
    struct mu_result r;

    (void)unused;
    for (int i = 0; i < N; i++)
        says[i] =
            (struct hq_saying){i * 100 * MU_SECOND, hq_find(&h, "office/A"), MU_ZONE_Q_DEPTH, i, 0};
    set_channel(&h, "channel/phone", 60, 0.3, false);
    hq_says(&h, "zone/Z", says, N);
    hq_play(&h, &r);
    const double lost = (double)hq_times(&r, "report.lost", NULL);
    /* 0.3 x 4000 = 1200; 3 standard deviations of a binomial: 3 sqrt(4000 0.3 0.7) = 87 */
    assert_near(lost, 1200, 87);
    assert_int_equal(hq_times(&r, "report.sent", NULL), N - (size_t)lost);
    assert_int_equal(hq_times(&r, "report.received", NULL), N - (size_t)lost);
    test_free(says);
    mu_result_fini(&r);
}

/* Each try takes its delay: with three of them at 60 s and a half of each failing, half arrive
 * after 60 s, a quarter after 120 s, an eighth after 180 s, an eighth never. */
static void who_calls_tries_again(void **unused)
{
    enum { N = 4000, TRIES = 3 };
    struct hq h = hq_open("office/A zone/Z");
    struct hq_saying *says = test_calloc(N, sizeof *says);
    struct mu_result r;
    size_t after[TRIES + 1] = {0};

    (void)unused;
    for (int i = 0; i < N; i++)
        says[i] =
            (struct hq_saying){i * 200 * MU_SECOND, hq_find(&h, "office/A"), MU_ZONE_Q_DEPTH, i, 0};
    set_channel(&h, "channel/phone", 60, 0.5, false);
    ((struct mu_channel_params *)hq_params(&h, "channel/phone"))->tries = TRIES;
    ((struct mu_office_params *)hq_params(&h, "office/A"))->service = mu_dist_fixed(0);
    hq_says(&h, "zone/Z", says, N);
    hq_play(&h, &r);
    const size_t received = mu_result_kind(&r, "report.received");
    for (size_t i = 0; i < r.events.n; i++) {
        if (r.events.kind[i] != received)
            continue;
        const size_t tries = (size_t)(r.events.time[i] % (200 * MU_SECOND) / (60 * MU_SECOND));
        assert_true(tries >= 1 && tries <= TRIES);
        after[tries]++;
    }
    /* 3 standard deviations of a binomial: 3 sqrt(4000 p (1 - p)) */
    assert_near((double)after[1], 2000, 95);
    assert_near((double)after[2], 1000, 83);
    assert_near((double)after[3], 500, 63);
    assert_int_equal(hq_times(&r, "report.lost", NULL), N - after[1] - after[2] - after[3]);
    test_free(says);
    mu_result_fini(&r);
}

static void a_report_that_finds_no_channel_is_missed(void **unused)
{
    struct hq h = hq_open("office/A zone/Z");
    const struct hq_saying says = {MU_SECOND, hq_find(&h, "office/A"), MU_ZONE_Q_DEPTH, 1, 0};
    struct mu_result r;

    (void)unused;
    hq_cut(&h, "channel/phone", 0, MU_NEVER, "");
    hq_says(&h, "zone/Z", &says, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "report.missed", NULL), 1);
    assert_int_equal(hq_times(&r, "report.sent", NULL), 0);
    assert_int_equal(hq_times(&r, "report.received", NULL), 0);
    mu_result_fini(&r);
}

/* Whoever reports lists the kinds of reports first: mu_report_tell counts on it. */
static void every_model_that_reports_has_the_kinds_of_reports_first(void **unused)
{
    static const char *const first[] = {"report.sent", "report.lost", "report.missed"};
    size_t reporters = 0;

    (void)unused;
    for (size_t m = 0; mu_models[m]; m++) {
        const struct mu_param *p = mu_models[m]->params;
        while (p->type != MU_TYPE_END && strcmp(p->name, "channels") != 0)
            p++;
        if (p->type == MU_TYPE_END)
            continue;
        reporters++;
        assert_non_null(mu_models[m]->kinds);
        for (size_t k = 0; k < 3; k++)
            assert_string_equal(mu_models[m]->kinds[k].name, first[k]);
    }
    assert_true(reporters >= 10); /* office, feed, zone, gauge, dike, team, fleet, depot ... */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_that_works_is_taken_with_its_delay),
        cmocka_unit_test(an_outage_of_one_end_cuts_off_that_end_only),
        cmocka_unit_test(what_needs_power_is_passed_over_without),
        cmocka_unit_test(a_channel_faster_than_the_lookahead_fails_the_run_by_name),
        cmocka_unit_test(the_share_that_is_lost_is_the_channels),
        cmocka_unit_test(who_calls_tries_again),
        cmocka_unit_test(a_report_that_finds_no_channel_is_missed),
        cmocka_unit_test(every_model_that_reports_has_the_kinds_of_reports_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
