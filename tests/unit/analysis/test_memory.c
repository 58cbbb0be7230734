/* The nth allocation fails: every n gives "out of memory", no crash, no leak and no file.
 * The linker leads malloc and its kin of this program here; HDF5's own are not touched. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/account.h"
#include "analysis/curves.h"
#include "analysis/same.h"
#include "made.h"
#include "tests/cmocka_all.h"

/* Allocations that still succeed; negative = all do. */
static long left = -1;

static bool refused(void)
{
    if (left < 0)
        return false;
    return left == 0 || left-- == 0;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
char *__wrap_strdup(const char *s);

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

char *__wrap_strdup(const char *s)
{
    return refused() ? NULL : __real_strdup(s);
}

static const char path[] = "memory-test.h5";

typedef enum mu_err (*action)(const struct mu_result *result);

static enum mu_err write_it(const struct mu_result *result)
{
    struct mu_results_meta meta = made_meta();
    char why[MU_WHY_MAX];

    return mu_results_write(path, result, &meta, why);
}

static enum mu_err read_it(const struct mu_result *result)
{
    struct mu_results_file file;
    char why[MU_WHY_MAX];
    enum mu_err err = mu_results_read_boards(path, &file, why);

    (void)result;
    mu_results_file_fini(&file);
    return err;
}

static enum mu_err draw_it(const struct mu_result *result)
{
    const mu_time times[] = {HOURS(1), HOURS(12)};
    struct mu_clock clock = made_clock();
    struct mu_view view;
    struct mu_curves curves;
    enum mu_err err = mu_view_init(&view, result, &clock, NULL, 0);

    if (err != MU_OK)
        return err;
    err = mu_curves_init(&curves, &view, times, 2);
    mu_curves_fini(&curves);
    mu_view_fini(&view);
    return err;
}

static enum mu_err compare_it(const struct mu_result *result)
{
    bool same = false;

    return mu_results_same_by_name(result, result, NULL, &same);
}

static enum mu_err tell_it(const struct mu_result *result)
{
    struct mu_results_meta meta = made_meta();
    FILE *out = fopen("/dev/null", "w");
    enum mu_err err = out ? mu_account_print(out, result, &meta) : MU_ERR_MEMORY;

    if (out)
        fclose(out);
    return err;
}

/* How many allocations the action makes: it must fail for every fewer. */
static long fail_each(action act)
{
    struct mu_result result;
    enum mu_err err = MU_ERR_MEMORY;
    long n = 0;

    made_full(&result);
    for (; err != MU_OK; n++) {
        left = n;
        err = act(&result);
        left = -1;
        if (err != MU_OK)
            assert_int_equal(err, MU_ERR_MEMORY);
    }
    mu_result_fini(&result);
    return n - 1;
}

static void writing_fails_cleanly(void **unused)
{
    struct mu_result result;

    (void)unused;
    unlink(path);
    made_full(&result);
    left = 5;
    assert_int_equal(write_it(&result), MU_ERR_MEMORY);
    left = -1;
    assert_int_equal(access(path, F_OK), -1);
    mu_result_fini(&result);
    assert_true(fail_each(write_it) > 20);
}

static void reading_fails_cleanly(void **unused)
{
    (void)unused;
    assert_true(fail_each(read_it) > 100);
    unlink(path);
}

static void judging_fails_cleanly(void **unused)
{
    (void)unused;
    assert_true(fail_each(draw_it) > 10);
    assert_true(fail_each(compare_it) > 5);
    assert_true(fail_each(tell_it) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writing_fails_cleanly),
        cmocka_unit_test(reading_fails_cleanly),
        cmocka_unit_test(judging_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
