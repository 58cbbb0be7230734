#include "models/geo.h"
#include "tests/cmocka_all.h"

static void a_cell_reaches_half_its_size_around_its_centre(void **unused)
{
    const struct mu_grid grid = {.nx = 4, .ny = 3, .x0 = 1000, .y0 = 2000, .dx = 10};
    size_t cell = 99;

    (void)unused;
    assert_true(mu_grid_cell(&grid, (struct mu_point){1000, 2000}, &cell) && cell == 0);
    assert_true(mu_grid_cell(&grid, (struct mu_point){1014.9, 2000}, &cell) && cell == 1);
    assert_true(mu_grid_cell(&grid, (struct mu_point){1015.1, 2006}, &cell) && cell == 6);
    assert_true(mu_grid_cell(&grid, (struct mu_point){1034.9, 2024.9}, &cell) && cell == 11);
    cell = 99;
    assert_false(mu_grid_cell(&grid, (struct mu_point){994.9, 2000}, &cell));
    assert_false(mu_grid_cell(&grid, (struct mu_point){1000, 2025.1}, &cell));
    assert_false(mu_grid_cell(&grid, (struct mu_point){1035.1, 2000}, &cell));
    assert_true(cell == 99);
}

static void the_nearest_node_is_the_first_of_equals(void **unused)
{
    struct mu_point nodes[] = {{0, 0}, {3, 4}, {3, -4}, {10, 0}};
    const struct mu_network roads = {.nodes = nodes, .n_nodes = 4};

    (void)unused;
    assert_int_equal(mu_network_nearest(&roads, (struct mu_point){4, 0}), 0); /* 4 < 4.12 */
    assert_int_equal(mu_network_nearest(&roads, (struct mu_point){5, 0}), 1);
    assert_int_equal(mu_network_nearest(&roads, (struct mu_point){8, 0}), 3);
    assert_true(mu_network_nearest(&(struct mu_network){0}, nodes[0]) == UINT32_MAX);
    assert_true(mu_distance(nodes[0], nodes[2]) == 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_reaches_half_its_size_around_its_centre),
        cmocka_unit_test(the_nearest_node_is_the_first_of_equals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
