/* Memory runs out at any one place of the reader: no crash, no leak, no world by mistake.
 *
 * The linker leads every allocation of the reader and of the world through here (--wrap). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenarios/reader.h"
#include "tests/cmocka_all.h"
#include "tests/unit/scenarios/toys.h"

static long left = -1; /* allocations that still succeed; -1 = all */

static bool refused(void)
{
    if (left < 0)
        return false;
    if (left == 0)
        return true;
    left--;
    return false;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return refused() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
    return refused() ? NULL : __real_realloc(p, size);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    fclose(f);
}

static void write_files(const char *folder)
{
    write_file(folder, "scenario.yaml",
               "muster: 1\nname: memory\nstart: 2010-06-13T00:00+08:00\n"
               "end: 2010-06-14T00:00+08:00\ncrs: EPSG:32650\nframes: every 1 h\n"
               "geography: {terrain: t.asc, terrain_crs: EPSG:32650, roads: r.geojson}\n"
               "entities:\n  place: places.csv\n"
               "  gadget: {hq: {places: all, when: any(place.flooded), slots: [{from: 1 h}],\n"
               "    delay: \"choice(1 min: 1, 2 min: 2)\", load: \"uniform(1, 2) kg/s\"}}\n");
    write_file(folder, "plan.yaml",
               "muster: 1\nplan: A\nitems:\n  - {owner: hq, id: a, does: warn, at: [East]}\n");
    write_file(folder, "places.csv", "id,population [person]\nEast,3\nWest,4\n");
    write_file(folder, "t.asc",
               "ncols 2\nnrows 2\nxllcorner 500000\nyllcorner 3097000\n"
               "cellsize 10\nNODATA_value -1\n4 5\n-1 2\n");
    write_file(folder, "r.geojson",
               "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", "
               "\"properties\": {\"name\": \"R\"}, \"geometry\": {\"type\": \"LineString\", "
               "\"coordinates\": [[117, 28], [117.001, 28]]}}]}\n");
}

static bool read_with(const char *folder, long allocations)
{
    char scenario[128], plan[128];
    snprintf(scenario, sizeof scenario, "%s/scenario.yaml", folder);
    snprintf(plan, sizeof plan, "%s/plan.yaml", folder);
    struct mu_diags diags = {0};
    struct mu_scenario_request request = {.scenario = scenario, .plan = plan};
    left = allocations;
    struct mu_scenario *s = mu_scenario_read(&request, toy_models, &diags);
    bool enough = left != 0;
    left = -1;
    if (enough)
        assert_true(s && s->world && diags.errors == 0);
    if (s && !s->world)
        assert_true(diags.errors > 0); /* a refusal has a reason */
    mu_diags_fini(&diags);
    mu_scenario_destroy(s);
    return enough;
}

static void running_out_of_memory_anywhere_is_survived(void **state)
{
    (void)state;
    static const char *const names[] = {"scenario.yaml", "plan.yaml", "places.csv", "t.asc",
                                        "r.geojson"};
    char folder[] = "/tmp/muster-memory-XXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    write_files(folder);
    long n = 0;
    while (!read_with(folder, n))
        n++;
    assert_true(n > 20); /* the reader does allocate */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(running_out_of_memory_anywhere_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
