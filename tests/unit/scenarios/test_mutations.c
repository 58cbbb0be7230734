/* Damaged files never crash the reader and never half-run: there is a world exactly when
 * there is no error. MUSTER_MUTATIONS sets how many are tried; the seed of a failure is its
 * number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenarios/reader.h"
#include "tests/cmocka_all.h"
#include "tests/unit/scenarios/toys.h"

static const char scenario_text[] =
    "muster: 1\nname: 试验\nstart: 2010-06-13T00:00+08:00\nend: 2010-06-14T00:00+08:00\n"
    "onset: 2010-06-13T06:00+08:00\ncrs: EPSG:32650\nframes: [T+1 h, T+2 h]\n"
    "defaults: {place: {population: 10 persons}}\n"
    "objectives: [{id: a, metric: b, target: 2 h 30 min, better: lower}]\n"
    "observed: [{curve: c, at: T+1 h, low: 1 m, high: 2 m}]\n"
    "entities:\n"
    "  place: {East: &e {at: {lon: 117, lat: 28}}, West: *e, \"North Gate\": }\n"
    "  gadget:\n"
    "    hq: {load: 3.6 t/h, share: 25 %, bays: 3, open: false, turnout: 1 h 30 min,\n"
    "         opens: T-1d 06:00, colour: amber, delay: \"choice(1 min: 0.2, 2 min: 0.8)\"}\n"
    "    sub: {parent: hq, places: all, slots: [{from: 1 h, depth: 2 m, at: [East]}],\n"
    "          load: \"lognormal(2 kg/s, cv 0.4) in [1, 5] kg/s\",\n"
    "          when: since(hq.level >= III and not East.depth < 50 cm) > 1 d 2 h}\n";

static const char plan_text[] =
    "muster: 1\nplan: A\ntier: special\nhazard: {class: natural}\nlinked: [B]\nitems:\n"
    "  - {owner: hq, id: one, does: warn, at: [East, West], after: 30 min}\n"
    "  - {owner: sub, id: two, does: send, for_each: place, when: it.depth * 2 > 1 m}\n";

static uint64_t next(uint64_t *x) /* xorshift64: any sequence does here */
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

static void mutate(char *text, size_t *n, size_t room, uint64_t *x)
{
    static const char bytes[] = "{}[]():,\"'#&*!|>-%@` \n\t\\.+/=<0159aTeé\xFF";
    size_t at = next(x) % *n, length = 1 + next(x) % 8, from = next(x) % *n;
    switch (next(x) % 4) {
    case 0: text[at] = bytes[next(x) % (sizeof bytes - 1)]; break;
    case 1: /* remove */
        length = length < *n - at ? length : *n - at;
        memmove(text + at, text + at + length, *n - at - length);
        *n = *n - length > 0 ? *n - length : 1;
        break;
    case 2: /* repeat a piece elsewhere */
        length = length < *n - from ? length : *n - from;
        if (*n + length >= room)
            break;
        memmove(text + at + length, text + at, *n - at);
        memmove(text + at, text + from, length);
        *n += length;
        break;
    default: /* cut off the end, seldom */
        if (next(x) % 8 == 0)
            *n = at + 1;
        break;
    }
}

static void write_mutated(const char *path, const char *text, size_t n, uint64_t *x)
{
    char copy[4096];
    memcpy(copy, text, n);
    for (uint64_t k = next(x) % 4; k > 0; k--)
        mutate(copy, &n, sizeof copy, x);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fwrite(copy, 1, n, f) == n);
    fclose(f);
}

static void damaged_files_are_refused_or_read(void **state)
{
    (void)state;
    const char *wanted = getenv("MUSTER_MUTATIONS");
    long n = wanted ? atol(wanted) : 200, read = 0;
    char folder[] = "/tmp/muster-mutations-XXXXXX", scenario[64], plan[64];
    assert_non_null(mkdtemp(folder));
    snprintf(scenario, sizeof scenario, "%s/scenario.yaml", folder);
    snprintf(plan, sizeof plan, "%s/plan.yaml", folder);
    for (long i = 1; i <= n; i++) {
        uint64_t x = (uint64_t)i * UINT64_C(0x9E3779B97F4A7C15);
        struct mu_diags diags = {0};
        write_mutated(scenario, scenario_text, sizeof scenario_text - 1, &x);
        write_mutated(plan, plan_text, sizeof plan_text - 1, &x);
        struct mu_scenario_request request = {.scenario = scenario, .plan = plan};
        struct mu_scenario *s = mu_scenario_read(&request, toy_models, &diags);
        assert_non_null(s);
        if ((s->world != NULL) != (diags.errors == 0))
            fail_msg("mutation %ld: %zu errors, and %s world", i, diags.errors,
                     s->world ? "a" : "no");
        read += s->world != NULL;
        mu_diags_fini(&diags);
        mu_scenario_destroy(s);
    }
    unlink(scenario);
    unlink(plan);
    rmdir(folder);
    assert_true(read > 0 && read < n); /* both happen */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_files_are_refused_or_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
