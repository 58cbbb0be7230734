#include <stdlib.h>
#include <string.h>

#include "scenarios/utf8.h"
#include "scenarios/yaml.h"
#include "tests/cmocka_all.h"

struct test {
    struct mu_pool pool;
    struct mu_diags diags;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct test));
    return *state ? 0 : 1;
}

static int teardown(void **state)
{
    struct test *t = *state;
    mu_diags_fini(&t->diags);
    mu_pool_fini(&t->pool);
    free(t);
    return 0;
}

static struct mu_tree *read(struct test *t, const char *text)
{
    return mu_yaml_read(&t->pool, text, strlen(text), "t.yaml", &t->diags);
}

static void assert_mistake(struct test *t, const char *text, int line, int column,
                           const char *message)
{
    size_t before = t->diags.n;
    read(t, text);
    assert_int_equal(t->diags.n, before + 1);
    const struct mu_diag *d = &t->diags.items[before];
    assert_string_equal(d->text, message);
    assert_int_equal(d->place.line, line);
    assert_int_equal(d->place.column, column);
}

static void every_value_knows_its_place(void **state)
{
    struct mu_tree *root =
        read(*state, "名字: 唱凯堤 # comment\nlist: [1, two]\nmap:\n  a: \"x\"\n");
    assert_non_null(root);
    assert_int_equal(root->n, 3);
    const struct mu_tree *name = mu_tree_find(root, "名字");
    assert_string_equal(name->text, "唱凯堤");
    assert_int_equal(name->place.line, 1);
    assert_int_equal(name->place.column, 5); /* characters, not bytes */
    const struct mu_tree *two = mu_tree_find(root, "list")->first->next;
    assert_string_equal(two->text, "two");
    assert_int_equal(two->place.column, 11);
    const struct mu_tree *a = mu_tree_find(mu_tree_find(root, "map"), "a");
    assert_int_equal(a->key_place.line, 4);
    assert_int_equal(a->key_place.column, 3);
}

static void nothing_is_not_an_empty_text(void **state)
{
    struct mu_tree *root = read(*state, "a:\nb: ~\nc: null\nd: \"\"\ne: \"null\"\n");
    assert_int_equal(mu_tree_find(root, "a")->kind, MU_TREE_NOTHING);
    assert_int_equal(mu_tree_find(root, "a")->place.line, 1);
    assert_int_equal(mu_tree_find(root, "b")->kind, MU_TREE_NOTHING);
    assert_int_equal(mu_tree_find(root, "c")->kind, MU_TREE_NOTHING);
    assert_int_equal(mu_tree_find(root, "d")->kind, MU_TREE_TEXT);
    assert_string_equal(mu_tree_find(root, "e")->text, "null");
}

static void keys_stand_once(void **state)
{
    assert_mistake(*state, "a: 1\nb: 2\na: 3\n", 3, 1, "\"a\" stands here twice; first in line 1");
}

static void a_clock_needs_quotes(void **state)
{
    assert_mistake(*state, "at: 18:30\n", 1, 5,
                   "18:30 without quotes is read as a number by some; write \"18:30\"");
    assert_non_null(read(*state, "at: \"18:30\"\nthen: T+02:30\n"));
}

static void an_alias_repeats_a_value(void **state)
{
    struct mu_tree *root = read(*state, "a: &x {b: [1, 2]}\nc: *x\n");
    assert_int_equal(mu_tree_find(mu_tree_find(root, "c"), "b")->n, 2);
    assert_string_equal(mu_tree_find(root, "c")->key, "c");
}

static void aliases_cannot_grow_without_bound(void **state)
{
    /* nine levels of nine aliases each: 9^9 values when expanded */
    char text[2000] = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; i++) {
        char line[200];
        snprintf(line, sizeof line, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n",
                 i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
        strcat(text, line);
    }
    struct test *t = *state;
    size_t before = t->diags.n;
    assert_null(read(t, text));
    assert_int_equal(t->diags.n, before + 1);
    assert_string_equal(t->diags.items[before].text, "aliases repeat more than 20000 values");
}

static void an_alias_does_not_hold_itself(void **state)
{
    assert_mistake(*state, "a: &x [*x]\n", 1, 9, "*x stands inside &x: that would never end");
    assert_mistake(*state, "a: *y\n", 1, 5, "*y: there is no &y before it");
}

static void depth_is_bounded(void **state)
{
    char text[300] = "a: ";
    memset(text + 3, '[', 100);
    memset(text + 103, ']', 100);
    struct test *t = *state;
    size_t before = t->diags.n;
    assert_null(read(t, text));
    assert_string_equal(t->diags.items[before].text, "more than 64 levels, one inside the other");
}

static void one_document_without_tags_in_a_file(void **state)
{
    assert_mistake(*state, "a: 1\n---\nb: 2\n", 2, 1, "a second document; one file holds one");
    assert_mistake(*state, "a: !!int 3\n", 1, 10, "tags (!...) have no meaning here; leave it out");
    assert_mistake(*state, "[a, b]: 3\n", 1, 1, "a key must be a plain text");
    assert_mistake(*state, "# nothing\n", 0, 0, "the file is empty");
}

static void broken_syntax_is_located(void **state)
{
    assert_mistake(*state, "a: choice(3 m: 0.2)\n", 1, 14,
                   "not YAML: invalid nested block mapping on the same line; a value that holds "
                   "\": \" must stand in quotes");
    struct test *t = *state;
    size_t before = t->diags.n;
    assert_null(read(t, "a: \"x\nb: 2\n"));
    assert_int_equal(t->diags.items[before].place.line, 1);
}

static void a_byte_order_mark_is_skipped(void **state)
{
    struct mu_tree *root = read(*state, "\xEF\xBB\xBF"
                                        "a: 1\n");
    assert_string_equal(mu_tree_text(root, "a"), "1");
}

static void gbk_and_utf16_are_recognised(void **state)
{
    struct test *t = *state;
    size_t before = t->diags.n;
    /* "name: " and 洪水 (flood) in GBK */
    assert_false(mu_utf8_check("name: \xBA\xE9\xCB\xAE\n", 11, "t.yaml", &t->diags));
    const struct mu_diag *d = &t->diags.items[before];
    assert_int_equal(d->place.column, 7);
    assert_non_null(strstr(d->text, "it looks like GBK"));
    assert_false(mu_utf8_check("\xFF\xFEn\0a\0", 6, "t.yaml", &t->diags));
    assert_non_null(strstr(t->diags.items[before + 1].text, "UTF-16"));
    assert_false(mu_utf8_check("a\0b", 3, "t.yaml", &t->diags));
    assert_false(mu_utf8_check("a\xED\xA0\x80", 4, "t.yaml", &t->diags)); /* half a surrogate */
    assert_true(mu_utf8_check("洪水 \xF0\x9F\x8C\x8A", 11, "t.yaml", &t->diags));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_knows_its_place),
        cmocka_unit_test(nothing_is_not_an_empty_text),
        cmocka_unit_test(keys_stand_once),
        cmocka_unit_test(a_clock_needs_quotes),
        cmocka_unit_test(an_alias_repeats_a_value),
        cmocka_unit_test(aliases_cannot_grow_without_bound),
        cmocka_unit_test(an_alias_does_not_hold_itself),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(one_document_without_tags_in_a_file),
        cmocka_unit_test(broken_syntax_is_located),
        cmocka_unit_test(a_byte_order_mark_is_skipped),
        cmocka_unit_test(gbk_and_utf16_are_recognised),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
