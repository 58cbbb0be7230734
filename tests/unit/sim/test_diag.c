#include "tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/diag.h"

/* A file that lives as long as the test. */
static int write_file(void **state)
{
    static char path[] = "/tmp/muster-diag-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    fputs("depots:\n"
          "  洪湖: {bays: 两个}\n"
          "\tbays: 3\r\n"
          "bad \x1b[31m\xff byte",
          file);
    fclose(file);
    *state = path;
    return 0;
}

static int remove_file(void **state)
{
    return unlink(*state);
}

static char *printed(struct mu_diags *diags)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    mu_diags_print(diags, out);
    fclose(out);
    mu_diags_fini(diags);
    return text;
}

/* Compares with `expected`, in which @ stands for the file's name. */
static void assert_printed(struct mu_diags *diags, const char *file, const char *expected)
{
    char wanted[2048] = "";
    for (size_t at = 0; *expected; expected++) {
        if (*expected == '@')
            at += (size_t)snprintf(wanted + at, sizeof wanted - at, "%s", file);
        else
            wanted[at++] = *expected;
    }
    char *text = printed(diags);
    assert_string_equal(text, wanted);
    free(text);
}

static void messages_come_by_place_and_once(void **state)
{
    struct mu_diags diags = {0};
    const char *file = *state;
    assert_false(mu_diag_error(&diags, (struct mu_place){file, 1, 3}, "second, %d", 2));
    mu_diag_warning(&diags, (struct mu_place){file, 1, 3}, "third");
    mu_diag_error(&diags, (struct mu_place){file, 1, 1}, "first");
    mu_diag_error(&diags, (struct mu_place){file, 1, 3}, "second, 2");
    mu_diag_error(&diags, (struct mu_place){file, 0, 0}, "the file");
    assert_int_equal(diags.errors, 4);
    assert_printed(&diags, file,
                   "@: error: the file\n"
                   "@:1:1: error: first\n"
                   "    depots:\n"
                   "    ^\n"
                   "@:1:3: error: second, 2\n"
                   "    depots:\n"
                   "      ^\n"
                   "@:1:3: warning: third\n"
                   "    depots:\n"
                   "      ^\n");
}

static void the_caret_stands_under_wide_text(void **state)
{
    struct mu_diags diags = {0};
    /* Two blanks, two wide characters, ": {bays: " = 9: the fault is the 14th character and
     * stands in column 16. */
    mu_diag_error(&diags, (struct mu_place){*state, 2, 14}, "no number");
    assert_printed(&diags, *state,
                   "@:2:14: error: no number\n"
                   "      洪湖: {bays: 两个}\n"
                   "                   ^\n");
}

static void tabs_are_kept_before_the_caret(void **state)
{
    struct mu_diags diags = {0};
    mu_diag_error(&diags, (struct mu_place){*state, 3, 2}, "no tabs here");
    assert_printed(&diags, *state,
                   "@:3:2: error: no tabs here\n"
                   "    \tbays: 3\n"
                   "    \t^\n");
}

static void what_could_harm_a_terminal_is_masked(void **state)
{
    struct mu_diags diags = {0};
    mu_diag_error(&diags, (struct mu_place){*state, 4, 10}, "not UTF-8");
    assert_printed(&diags, *state,
                   "@:4:10: error: not UTF-8\n"
                   "    bad ?[31m? byte\n"
                   "             ^\n");
}

static void a_missing_file_or_line_only_loses_the_excerpt(void **state)
{
    struct mu_diags diags = {0};
    mu_diag_error(&diags, (struct mu_place){*state, 99, 1}, "beyond the end");
    assert_printed(&diags, *state, "@:99:1: error: beyond the end\n");
    mu_diag_error(&diags, (struct mu_place){"/nonexistent/x.yaml", 1, 1}, "no such file");
    assert_printed(&diags, *state, "/nonexistent/x.yaml:1:1: error: no such file\n");
    mu_diag_error(&diags, (struct mu_place){0}, "from the command line");
    assert_printed(&diags, *state, "error: from the command line\n");
}

static const char *next_word(const void *list, size_t i)
{
    return ((const char *const *)list)[i];
}

static void the_nearest_word_is_at_most_a_third_away(void **unused)
{
    (void)unused;
    static const char *const words[] = {"bays", "load_rate", "stock", "人民医院", NULL};
    assert_string_equal(mu_nearest("bay", next_word, words), "bays");
    assert_string_equal(mu_nearest("laod_rate", next_word, words), "load_rate");
    assert_string_equal(mu_nearest("stokc", next_word, words), "stock");
    /* One of four characters, although three of twelve bytes. */
    assert_string_equal(mu_nearest("人民医完", next_word, words), "人民医院");
    assert_null(mu_nearest("boats", next_word, words)); /* two of five: more than a third */
    assert_null(mu_nearest("", next_word, words));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_by_place_and_once),
        cmocka_unit_test(the_caret_stands_under_wide_text),
        cmocka_unit_test(tabs_are_kept_before_the_caret),
        cmocka_unit_test(what_could_harm_a_terminal_is_masked),
        cmocka_unit_test(a_missing_file_or_line_only_loses_the_excerpt),
        cmocka_unit_test(the_nearest_word_is_at_most_a_third_away),
    };
    return cmocka_run_group_tests(tests, write_file, remove_file);
}
