/* Writes a result file with everything in it, for tests/results_contract.py.
 *   usage: write_sample FILE */
#include <stdio.h>

#include "made.h"
#include "tests/cmocka_all.h"

static enum mu_err write_to(const char *path, const struct mu_result *result, char *why)
{
    static const struct mu_objective objectives[] = {
        {"out", "people out", "people.moved.by_6h", 6, MU_HIGHER_IS_BETTER, 2, false},
        {"closed", "breach closed", "dike.closed_at", 3600, MU_LOWER_IS_BETTER, 1, true},
    };
    struct mu_results_meta meta = made_meta();
    struct mu_view view;
    struct mu_score score;
    enum mu_err err;

    made_view(&view, result);
    err = mu_score_init(&score, &view, objectives, 2, NULL);
    meta.score = &score;
    if (err == MU_OK)
        err = mu_results_write(path, result, &meta, why);
    mu_score_fini(&score);
    mu_view_fini(&view);
    return err;
}

int main(int argc, char **argv)
{
    struct mu_result result;
    char why[MU_WHY_MAX] = "";
    enum mu_err err;

    if (argc != 2)
        return 2;
    made_full(&result);
    err = write_to(argv[1], &result, why);
    mu_result_fini(&result);
    if (err != MU_OK)
        fprintf(stderr, "%s\n", why);
    return err != MU_OK;
}
