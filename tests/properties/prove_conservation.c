/* People, water and goods are neither made nor lost: at every sample, under every plan. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/groups.h"
#include "models/people/zone.h"
#include "tests/properties/proof.h"

enum { SEEDS = 3 };

struct books {
    struct proof *proof;
    const struct mu_scenario *scenario;
    const struct mu_result *result;
    char label[40];
};

static const struct mu_series_info *series_of(const struct books *b, const char *name)
{
    const struct mu_series_info *series = mu_result_series(b->result, name);

    if (!series)
        proof_give_up("there is no series %s", name);
    return series;
}

static double at(const struct mu_series_info *series, size_t sample, size_t i)
{
    return series->values[sample * series->n + i];
}

/* ---- people ---- */

static const char *const whereabouts[] = {"zone.at_home", "zone.preparing", "zone.on_road",
                                          "zone.waiting", "zone.trapped",   "zone.aboard",
                                          "zone.away",    "zone.dead"};
enum { WHEREABOUTS = sizeof whereabouts / sizeof *whereabouts };

static double people_of(const struct books *b, size_t sample, size_t zone)
{
    double sum = 0;

    for (size_t k = 0; k < WHEREABOUTS; k++)
        sum += at(series_of(b, whereabouts[k]), sample, zone);
    return sum;
}

static void check_people(const struct books *b)
{
    const struct mu_series_info *home = series_of(b, "zone.at_home");
    size_t wrong = 0;
    char why[300] = "";

    for (size_t s = 0; s < b->result->n_samples; s++)
        for (size_t z = 0; z < home->n; z++) {
            const mu_entity_id id = {home->first + (uint32_t)z};
            const struct mu_zone_params *p = mu_world_params_const(b->scenario->world, id);
            wrong += people_of(b, s, z) != (double)p->population;
        }
    proof_expect(b->proof, wrong == 0 && home->n > 0 && b->result->n_samples > 0,
                 "%s: %zu samples of %u zones add up to their population (%zu do not)", b->label,
                 b->result->n_samples, home->n, wrong);
    proof_expect(b->proof, mu_people_conserved(b->result, why, sizeof why),
                 "%s: every group is in one place at a time, its persons fall by deaths only%s%s",
                 b->label, *why ? ": " : "", why);
}

/* ---- water ---- */

static void check_water(const struct books *b)
{
    const struct mu_series_info *in = series_of(b, "water.volume_in"),
                                *out = series_of(b, "water.volume_out"),
                                *stored = series_of(b, "water.volume_stored");
    double worst = 0, most = 0;

    for (size_t s = 0; s < b->result->n_samples; s++) {
        const double came = at(in, s, 0);
        const double lost = fabs(came - at(out, s, 0) - at(stored, s, 0));
        most = fmax(most, came);
        worst = fmax(worst, came > 0 ? lost / came : lost);
    }
    proof_expect(b->proof, worst <= 1e-6 && most > 1e6,
                 "%s: water in = stored + out to 1e-6 at every sample (worst %.2g of %.3g m3)",
                 b->label, worst, most);
}

/* ---- goods ---- */

/* Sums what trucks handed over before each sample, by the sender or by the receiver. */
static double handed_over(const struct books *b, mu_time before, uint32_t sender, uint32_t receiver)
{
    const struct mu_event_columns *e = &b->result->events;
    const size_t trip = mu_result_kind(b->result, "truck.trip");
    double kg = 0;

    for (size_t row = 0; row < e->n && e->time[row] < before; row++)
        if (e->kind[row] == trip &&
            (!sender || b->result->things[e->subject[row]].entity == sender) &&
            (!receiver || e->place[row] == receiver))
            kg += e->value[row];
    return kg;
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(1e3, fabs(b));
}

/* Every tenth sample is enough, and the last. */
static size_t next_sample(const struct books *b, size_t s)
{
    const size_t last = b->result->n_samples - 1;

    return s == last ? last + 1 : s + 10 < last ? s + 10 : last;
}

static void check_depots(const struct books *b)
{
    const struct mu_series_info *stock = series_of(b, "depot.stock"),
                                *trucks = series_of(b, "depot.on_trucks"),
                                *delivered = series_of(b, "depot.delivered"),
                                *received = series_of(b, "depot.received");
    size_t wrong = 0;

    for (size_t s = 0; s < b->result->n_samples; s = next_sample(b, s))
        for (size_t d = 0; d < stock->n; d++) {
            const double now = at(stock, s, d) + at(trucks, s, d) + at(delivered, s, d);
            const double had = at(stock, 0, d) + at(received, s, d);
            const mu_time t = b->result->sample_times[s];
            wrong += !near(now, had);
            wrong += !near(at(delivered, s, d), handed_over(b, t, stock->first + (uint32_t)d, 0));
        }
    proof_expect(b->proof, wrong == 0 && stock->n > 0,
                 "%s: what %u depots had and got is on the shelf, on trucks or handed over",
                 b->label, stock->n);
}

/* A receiver holds or has used what came: `held` and `used` are its two series. */
static void check_receivers(const struct books *b, const char *held, const char *used)
{
    const struct mu_series_info *holds = series_of(b, held), *uses = series_of(b, used);
    size_t wrong = 0;
    double total = 0;

    for (size_t s = 0; s < b->result->n_samples; s = next_sample(b, s))
        for (size_t i = 0; i < holds->n; i++) {
            const mu_time t = b->result->sample_times[s];
            const double came = handed_over(b, t, 0, holds->first + (uint32_t)i);
            wrong += !near(at(holds, s, i) + at(uses, s, i), at(holds, 0, i) + came);
            total = fmax(total, came);
        }
    proof_expect(b->proof, wrong == 0,
                 "%s: what came to each %s is there or used (at most %.6g t to one)", b->label,
                 holds->kind, total / 1000);
}

static void check_goods(const struct books *b)
{
    check_depots(b);
    check_receivers(b, "shelter.stock", "shelter.used");
    check_receivers(b, "works.rock", "works.placed");
}

/* ---- all of it ---- */

static void check_plan(struct proof *proof, const char *plan)
{
    const struct proof_design design = {.plan = plan};
    struct mu_scenario *scenario = proof_read(proof, &design);
    struct mu_result results[SEEDS] = {0};

#pragma omp parallel for schedule(dynamic)
    for (size_t i = 0; i < SEEDS; i++)
        proof_run(scenario, i + 1, MU_NEVER, &results[i]);
    for (size_t i = 0; i < SEEDS; i++) {
        struct books b = {proof, scenario, &results[i], ""};
        snprintf(b.label, sizeof b.label, "%s, seed %zu", plan, i + 1);
        check_people(&b);
        check_water(&b);
        check_goods(&b);
        mu_result_fini(&results[i]);
    }
    mu_scenario_destroy(scenario);
}

void prove_conservation(struct proof *proof)
{
    check_plan(proof, "plan-none.yaml");
    check_plan(proof, "plan-a.yaml");
    check_plan(proof, "plan-b.yaml");
}
