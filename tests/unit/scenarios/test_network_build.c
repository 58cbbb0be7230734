#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios/network_build.h"
#include "scenarios/terrain_read.h"
#include "tests/cmocka_all.h"

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct mu_pool));
    return *state ? 0 : 1;
}

static int teardown(void **state)
{
    mu_pool_fini(*state);
    free(*state);
    return 0;
}

static struct mu_way way(const struct mu_point *points, size_t n, const char *name)
{
    return (struct mu_way){.points = points,
                           .n = n,
                           .name = name,
                           .road_class = "tertiary",
                           .speed = 10,
                           .lanes = 1,
                           .capacity = 0.3,
                           .forward = true,
                           .backward = true};
}

/* A cross: an east-west road of 200 m, a north-south road that meets it at its middle vertex.
 *
 *        (100,100)
 *            |
 *  (0,0)--(100,0)--(200,0)
 */
static const struct mu_point east_west[] = {{0, 0}, {100, 0}, {200, 0}};
static const struct mu_point north[] = {{100, 0}, {100, 60}, {100, 100}};

static void roads_meet_at_shared_vertices(void **state)
{
    struct mu_way ways[] = {way(east_west, 3, "Long"), way(north, 3, "Short")};
    struct mu_network net;
    struct mu_build_report report;
    assert_int_equal(mu_network_build(*state, ways, 2, &net, &report), MU_OK);
    assert_int_equal(net.n_nodes, 4); /* (100,60) is a bend, not a node */
    assert_int_equal(net.n_links, 6); /* three pieces, both directions */
    assert_true(report.metres == 300 && report.dropped_metres == 0);
    assert_true(net.nodes[0].x == 0 && net.nodes[3].x == 200); /* by place */
    assert_int_equal(net.first_out[0], 0);
    assert_int_equal(net.first_out[4], 6);
}

static void links_know_their_twin_and_their_shape(void **state)
{
    struct mu_way ways[] = {way(east_west, 3, "Long"), way(north, 3, "Short")};
    struct mu_network net;
    struct mu_build_report report;
    assert_int_equal(mu_network_build(*state, ways, 2, &net, &report), MU_OK);
    for (uint32_t i = 0; i < net.n_links; i++) {
        const struct mu_link *link = &net.links[i], *twin = &net.links[link->twin];
        assert_int_equal(twin->twin, i);
        assert_int_equal(twin->from, link->to);
        struct mu_point first = net.points[link->shape];
        struct mu_point last = net.points[link->shape + link->n_shape - 1];
        assert_true(first.x == net.nodes[link->from].x && first.y == net.nodes[link->from].y);
        assert_true(last.x == net.nodes[link->to].x && last.y == net.nodes[link->to].y);
    }
}

static void the_order_of_the_lines_does_not_matter(void **state)
{
    struct mu_way ways[] = {way(east_west, 3, "Long"), way(north, 3, "Short")};
    struct mu_way turned[] = {ways[1], ways[0]};
    struct mu_network a, b;
    struct mu_build_report report;
    assert_int_equal(mu_network_build(*state, ways, 2, &a, &report), MU_OK);
    assert_int_equal(mu_network_build(*state, turned, 2, &b, &report), MU_OK);
    assert_int_equal(a.n_links, b.n_links);
    for (uint32_t i = 0; i < a.n_links; i++) {
        assert_int_equal(a.links[i].from, b.links[i].from);
        assert_int_equal(a.links[i].to, b.links[i].to);
        assert_string_equal(a.links[i].name, b.links[i].name);
    }
}

static void what_cannot_be_left_again_is_dropped(void **state)
{
    struct mu_way ways[] = {way(east_west, 3, "Long"), way(north, 3, "One way out")};
    ways[1].backward = false;
    struct mu_network net;
    struct mu_build_report report;
    assert_int_equal(mu_network_build(*state, ways, 2, &net, &report), MU_OK);
    assert_int_equal(net.n_nodes, 3);
    assert_int_equal(net.n_links, 4);
    assert_true(report.dropped_metres == 100);
    assert_int_equal(report.pieces, 2);
}

static void a_network_without_roads_is_refused(void **state)
{
    struct mu_network net;
    struct mu_build_report report;
    assert_int_equal(mu_network_build(*state, NULL, 0, &net, &report), MU_ERR_INPUT);
    struct mu_way one = way(east_west, 3, "There is no way back");
    one.backward = false;
    assert_int_equal(mu_network_build(*state, &one, 1, &net, &report), MU_ERR_INPUT);
}

static void a_ring_road_is_one_part(void **state)
{
    static const struct mu_point ring[] = {{0, 0}, {100, 0}, {100, 100}, {0, 0}};
    static const struct mu_point spoke[] = {{100, 0}, {200, 0}};
    struct mu_way ways[] = {way(ring, 4, "Ring"), way(spoke, 2, "Spoke")};
    ways[0].backward = false; /* a roundabout */
    struct mu_network net;
    struct mu_build_report report;
    assert_int_equal(mu_network_build(*state, ways, 2, &net, &report), MU_OK);
    assert_int_equal(report.pieces, 1);
    assert_int_equal(net.n_nodes, 3); /* (0,0), where the ring begins, (100,0), (200,0) */
    assert_int_equal(net.n_links, 4);
}

static void gaps_take_the_mean_of_their_neighbours(void **state)
{
    (void)state;
    double z[] = {1, 1, 4, NAN, NAN, NAN, 1, 1, 4};
    assert_int_equal(mu_fill_gaps(3, 3, z), 3);
    assert_true(z[3] == 1);   /* (1 + 1 + 1 + 1) / 4 */
    assert_true(z[4] == 2);   /* (1 + 1 + 4) * 2 / 6 */
    assert_true(z[5] == 2.5); /* (1 + 4) * 2 / 4 */
}

static void wide_gaps_are_filled_ring_by_ring(void **state)
{
    (void)state;
    double z[] = {5, NAN, NAN, NAN};
    assert_int_equal(mu_fill_gaps(4, 1, z), 3);
    assert_true(z[1] == 5 && z[2] == 5 && z[3] == 5);
    double none[] = {NAN, NAN};
    assert_int_equal(mu_fill_gaps(2, 1, none), 2);
    assert_true(isnan(none[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roads_meet_at_shared_vertices),
        cmocka_unit_test(links_know_their_twin_and_their_shape),
        cmocka_unit_test(the_order_of_the_lines_does_not_matter),
        cmocka_unit_test(what_cannot_be_left_again_is_dropped),
        cmocka_unit_test(a_network_without_roads_is_refused),
        cmocka_unit_test(a_ring_road_is_one_part),
        cmocka_unit_test(gaps_take_the_mean_of_their_neighbours),
        cmocka_unit_test(wide_gaps_are_filled_ring_by_ring),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
