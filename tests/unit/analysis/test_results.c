#include <dirent.h>
#include <fcntl.h>
#include <hdf5.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/results.h"
#include "analysis/same.h"
#include "made.h"
#include "tests/cmocka_all.h"

/* A folder of its own for each test; made_full as the result. */
struct place {
    struct mu_result result;
    char folder[64], path[96], why[MU_WHY_MAX];
};

static int setup(void **state)
{
    struct place *p = test_calloc(1, sizeof *p);

    made_full(&p->result);
    strcpy(p->folder, "results-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->path, sizeof p->path, "%s/out.h5", p->folder);
    *state = p;
    return 0;
}

static size_t count_files(const char *folder, bool clear)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char path[400];
    size_t n = 0;

    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        n++;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (clear)
            unlink(path);
    }
    closedir(dir);
    return n;
}

static int teardown(void **state)
{
    struct place *p = *state;

    chmod(p->folder, 0755);
    count_files(p->folder, true);
    rmdir(p->folder);
    mu_result_fini(&p->result);
    test_free(p);
    return 0;
}

static void write_it(struct place *p, const struct mu_results_meta *meta)
{
    if (mu_results_write(p->path, &p->result, meta, p->why) != MU_OK)
        fail_msg("%s", p->why);
}

static void read_it(struct place *p, struct mu_results_file *file)
{
    if (mu_results_read(p->path, file, p->why) != MU_OK)
        fail_msg("%s", p->why);
}

static void what_is_written_is_read_back_to_the_bit(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    write_it(p, &meta);
    read_it(p, &file);
    assert_true(mu_results_same(&p->result, &file.result, stderr));
    assert_int_equal(count_files(p->folder, false), 1);
    mu_results_file_fini(&file);
}

static void the_rest_of_the_file_comes_back_too(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    write_it(p, &meta);
    read_it(p, &file);
    assert_string_equal(file.meta.scenario, "drill");
    assert_string_equal(file.meta.command_line, "muster run drill");
    assert_int_equal(file.meta.clock.start_unix, MADE_START);
    assert_int_equal(file.meta.clock.zone_s, 8 * 3600);
    assert_true(file.meta.clock.onset == HOURS(10));
    assert_int_equal(file.meta.n_attributes, 2);
    assert_string_equal(file.meta.attributes[0].name, "persons");
    made_near(file.meta.attributes[0].values[1], 5, 0);
    assert_string_equal(file.meta.attributes[1].texts[0], "office/county");
    assert_int_equal(file.meta.n_tasks, 1);
    assert_string_equal(file.meta.tasks[0].title, "warn the villages");
    assert_int_equal(file.meta.tasks[0].line, 12);
    assert_true(file.meta.tasks[0].deadline == 2 * MU_HOUR);
    assert_int_equal(file.meta.n_observed, 1);
    assert_string_equal(file.meta.observed[0].curve, "moved");
    assert_true(file.meta.observed[0].at == HOURS(16));
    made_near(file.meta.observed[0].high, 9, 0);
    assert_null(file.meta.score);
    mu_results_file_fini(&file);
}

static void boards_come_back_to_who_asks_for_them(void **state)
{
    struct place *p = *state;
    const struct mu_boards_info *a = &p->result.boards[0], *b;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    write_it(p, &meta);
    assert_int_equal(mu_results_read_boards(p->path, &file, p->why), MU_OK);
    assert_true(mu_results_same(&p->result, &file.result, stderr));
    assert_int_equal(file.result.n_boards, 1);
    b = &file.result.boards[0];
    assert_string_equal(b->field, "water/land");
    assert_true(b->land == a->land && b->settings == a->settings && b->size == a->size);
    assert_true(b->publish_every == a->publish_every && b->sample_every == a->sample_every);
    assert_true(b->n == 2 && b->n_told == 1 && b->n_rows == 2 && b->n_last == 1);
    assert_memory_equal(a->times, b->times, 2 * sizeof *a->times);
    assert_memory_equal(a->ends, b->ends, 2 * sizeof *a->ends);
    assert_memory_equal(a->bytes, b->bytes, 5);
    assert_memory_equal(a->rows, b->rows, 2 * sizeof *a->rows);
    assert_true(b->told_at[0] == a->told_at[0] && b->told[0] == a->told[0]);
    mu_results_file_fini(&file);
    read_it(p, &file);
    assert_int_equal(file.result.n_boards, 0);
    mu_results_file_fini(&file);
}

static void what_was_replayed_is_said(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    write_it(p, &meta);
    read_it(p, &file);
    assert_int_equal(file.result.n_replays, 2);
    assert_string_equal(file.result.replays[0].field, "water/land");
    assert_true(file.result.replays[0].differs_at == HOURS(17));
    assert_true(file.result.replays[1].differs_at == MU_NEVER);
    mu_results_file_fini(&file);
}

/* One number of a column of the boards. */
static void change_boards(const char *path, const char *column, uint64_t value)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t group = H5Gopen2(file, "boards/water_land", H5P_DEFAULT);
    hid_t set = H5Dopen2(group, column, H5P_DEFAULT);
    uint64_t data[8] = {0};

    H5Dread(set, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
    data[1] = value;
    assert_true(H5Dwrite(set, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
    H5Dclose(set);
    H5Gclose(group);
    H5Fclose(file);
}

static void boards_that_were_changed_are_refused(void **state)
{
    static const struct {
        const char *column;
        uint64_t value;
    } changes[] = {{"bytes", 9}, {"end", 2}, {"end", 6}, {"row", 2}, {"row", 1000}};
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        write_it(p, &meta);
        change_boards(p->path, changes[i].column, changes[i].value);
        assert_int_equal(mu_results_read_boards(p->path, &file, p->why), MU_ERR_INPUT);
        assert_non_null(strstr(p->why, "the boards of water/land are not what they were"));
    }
}

static void the_input_is_inside(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    write_it(p, &meta);
    read_it(p, &file);
    assert_int_equal(file.meta.n_inputs, 2);
    assert_string_equal(file.meta.inputs[0].path, "scenario.yaml");
    assert_int_equal(file.meta.inputs[0].n, meta.inputs[0].n);
    assert_memory_equal(file.meta.inputs[0].bytes, meta.inputs[0].bytes, meta.inputs[0].n);
    assert_int_equal(file.meta.inputs[1].n, 0);
    mu_results_file_fini(&file);
}

/* For a repetition nothing else of the file is read. */
static void how_it_was_made_comes_back(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;
    char why[MU_WHY_MAX];

    write_it(p, &meta);
    assert_int_equal(mu_results_read_inputs(p->path, &file, why), MU_OK);
    const struct mu_recipe *recipe = &file.meta.recipe;
    assert_string_equal(recipe->scenario, "scenario.yaml");
    assert_string_equal(recipe->plan, "../plan-a.yaml");
    assert_null(recipe->history);
    assert_int_equal(recipe->n_overrides, 2);
    assert_string_equal(recipe->overrides[0], "zone.A.population=9");
    assert_string_equal(recipe->overrides[1], "plan.A1.after=1 h");
    assert_true(recipe->perfect_information);
    assert_true(recipe->until == HOURS(5));
    assert_int_equal(file.meta.n_inputs, 2);
    assert_string_equal(file.meta.summary, "two villages below 抚河");
    assert_int_equal(file.result.events.n, 0);
    mu_results_file_fini(&file);
}

static void a_result_that_does_not_say_how_it_was_made_has_no_recipe(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;
    char why[MU_WHY_MAX];

    meta.recipe.scenario = NULL;
    write_it(p, &meta);
    assert_int_equal(mu_results_read_inputs(p->path, &file, why), MU_OK);
    assert_null(file.meta.recipe.scenario);
    assert_int_equal(file.meta.recipe.n_overrides, 0);
    assert_true(file.meta.recipe.until == MU_NEVER);
    mu_results_file_fini(&file);
}

static void objectives_come_back(void **state)
{
    static const struct mu_objective objectives[] = {
        {"out", "people out", "people.moved", 6, MU_HIGHER_IS_BETTER, 2, false},
        {"closed", "closed", "dike.closed_at", 3600, MU_LOWER_IS_BETTER, 1, true},
    };
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;
    struct mu_view view;
    struct mu_score score;

    made_view(&view, &p->result);
    assert_int_equal(mu_score_init(&score, &view, objectives, 2, NULL), MU_OK);
    meta.score = &score;
    write_it(p, &meta);
    read_it(p, &file);
    assert_int_equal(file.meta.score->n, 2);
    assert_string_equal(file.meta.score->rows[0].metric, "people.moved");
    made_near(file.meta.score->rows[0].value, 7, 0);
    assert_true(isnan(file.meta.score->rows[0].none));
    assert_int_equal(file.meta.score->rows[1].better, MU_LOWER_IS_BETTER);
    assert_true(file.meta.score->rows[1].veto);
    assert_int_equal(file.meta.score->rows[1].flags, score.rows[1].flags);
    assert_int_equal(file.meta.score->rating, 'U');
    assert_true(file.meta.score->vetoed);
    mu_results_file_fini(&file);
    mu_score_fini(&score);
    mu_view_fini(&view);
}

static void a_run_that_failed_is_partial_and_says_why(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    p->result.complete = false;
    p->result.failure = strdup("zone/A: the water is gone");
    p->result.grids[1].n_times = 0; /* the greatest depth is taken at the end only */
    write_it(p, &meta);
    read_it(p, &file);
    assert_false(file.result.complete);
    assert_string_equal(file.result.failure, "zone/A: the water is gone");
    assert_true(mu_results_same(&p->result, &file.result, stderr));
    mu_results_file_fini(&file);
}

static void an_empty_run_can_be_written(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = {.clock = made_clock()};
    struct mu_results_file file;

    mu_result_fini(&p->result);
    made_world(&p->result);
    meta.muster_version = "0.1.0";
    meta.clock.onset = MU_NEVER;
    write_it(p, &meta);
    read_it(p, &file);
    assert_true(mu_results_same(&p->result, &file.result, stderr));
    assert_true(file.meta.clock.onset == MU_NEVER);
    assert_null(file.meta.scenario);
    mu_results_file_fini(&file);
}

static void writing_again_replaces_the_file(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;

    write_it(p, &meta);
    p->result.events.n = 3;
    write_it(p, &meta);
    read_it(p, &file);
    assert_int_equal(file.result.events.n, 3);
    assert_int_equal(count_files(p->folder, false), 1);
    mu_results_file_fini(&file);
}

/* ---- what the disk may refuse ---- */

static void expect_not_written(struct place *p, const char *part)
{
    struct mu_results_meta meta = made_meta();

    assert_int_equal(mu_results_write(p->path, &p->result, &meta, p->why), MU_ERR_IO);
    if (!strstr(p->why, part))
        fail_msg("\"%s\" does not say \"%s\"", p->why, part);
}

static void a_missing_folder_is_refused(void **state)
{
    struct place *p = *state;

    strcpy(p->path, "no-such-folder/out.h5");
    expect_not_written(p, "No such file or directory");
}

static void a_folder_that_cannot_be_written_is_refused(void **state)
{
    struct place *p = *state;

    if (geteuid() == 0)
        skip(); /* root may write anywhere */
    chmod(p->folder, 0555);
    expect_not_written(p, "Permission denied");
    assert_int_equal(count_files(p->folder, false), 0);
}

/* The disk is full after 1000 bytes: by a limit on the size of files, whose signal is
 * ignored so that write() fails instead. */
static void a_full_disk_leaves_no_file(void **state)
{
    struct place *p = *state;
    struct rlimit before, little;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    little = before;
    little.rlim_cur = 1000;
    setrlimit(RLIMIT_FSIZE, &little);
    expect_not_written(p, "File too large");
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(count_files(p->folder, false), 0);
}

static void a_full_disk_leaves_the_old_file_whole(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct mu_results_file file;
    char partial[128];

    write_it(p, &meta);
    snprintf(partial, sizeof partial, "%s.partial", p->path);
    assert_int_equal(mkdir(partial, 0755), 0); /* the new one cannot even be begun */
    expect_not_written(p, "Is a directory");
    rmdir(partial);
    read_it(p, &file);
    assert_true(mu_results_same(&p->result, &file.result, stderr));
    mu_results_file_fini(&file);
}

/* A pipe of its own stands for every device: were the guard to break, a test that aims at a
 * real one would replace it on the machine. */
static void pipes_and_folders_are_not_replaced(void **state)
{
    struct place *p = *state;
    struct stat after;

    assert_int_equal(mkfifo(p->path, 0600), 0);
    expect_not_written(p, "is not an ordinary file");
    assert_int_equal(stat(p->path, &after), 0);
    assert_true(S_ISFIFO(after.st_mode));
    strcpy(p->path, p->folder);
    expect_not_written(p, "is not an ordinary file");
}

/* ---- files that are not ours ---- */

static void expect_refused(struct place *p, enum mu_err err, const char *part)
{
    struct mu_results_file file;

    assert_int_equal(mu_results_read(p->path, &file, p->why), err);
    if (!strstr(p->why, part))
        fail_msg("\"%s\" does not say \"%s\"", p->why, part);
    assert_null(file.pool);
    assert_null(file.result.things);
}

static void a_missing_file_is_refused(void **state)
{
    expect_refused(*state, MU_ERR_IO, "No such file");
}

static void a_text_is_not_a_result(void **state)
{
    struct place *p = *state;
    FILE *file = fopen(p->path, "w");

    fputs("muster: 1\n", file);
    fclose(file);
    expect_refused(p, MU_ERR_INPUT, "it is not an HDF5 file");
}

static void another_programs_hdf5_is_not_a_result(void **state)
{
    struct place *p = *state;
    hid_t file = H5Fcreate(p->path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);

    H5Fclose(file);
    expect_refused(p, MU_ERR_INPUT, "is an HDF5 file, but not a result of muster");
}

static void set_format(const char *path, uint64_t format)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t attribute = H5Aopen(file, "format_version", H5P_DEFAULT);

    H5Awrite(attribute, H5T_NATIVE_UINT64, &format);
    H5Aclose(attribute);
    H5Fclose(file);
}

static void a_newer_format_is_refused(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();

    write_it(p, &meta);
    set_format(p->path, MU_RESULTS_FORMAT + 1);
    expect_refused(p, MU_ERR_INPUT,
                   "was written by muster 0.1.0 in format 2; this muster reads formats up to 1");
}

/* Nowhere may a file that was cut be taken for a whole one. */
static void a_file_cut_short_is_refused(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    struct stat whole;

    write_it(p, &meta);
    stat(p->path, &whole);
    for (int part = 9; part > 0; part--) {
        assert_int_equal(truncate(p->path, whole.st_size * part / 10), 0);
        expect_refused(p, MU_ERR_INPUT, "damaged");
    }
}

static void unlink_in(const char *path, const char *name)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);

    assert_true(H5Ldelete(file, name, H5P_DEFAULT) >= 0);
    H5Fclose(file);
}

static void a_missing_part_is_named(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();

    write_it(p, &meta);
    unlink_in(p->path, "events/cause");
    expect_refused(p, MU_ERR_INPUT, "damaged: there is no column cause");
    write_it(p, &meta);
    unlink_in(p->path, "entities/zone");
    expect_refused(p, MU_ERR_INPUT, "damaged: thing number 6 is missing");
    write_it(p, &meta);
    unlink_in(p->path, "hazard/water/time");
    expect_refused(p, MU_ERR_INPUT, "damaged: grid depth has no times");
}

static void overwrite(const char *path, const char *name, hid_t type, const void *data)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);

    assert_true(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
    H5Dclose(set);
    H5Fclose(file);
}

static void events_of_things_that_are_not_there_are_refused(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    uint32_t subjects[256];

    write_it(p, &meta);
    memcpy(subjects, p->result.events.subject, p->result.events.n * sizeof *subjects);
    subjects[4] = MADE_THINGS;
    overwrite(p->path, "events/subject", H5T_NATIVE_UINT32, subjects);
    expect_refused(p, MU_ERR_INPUT, "event 5 speaks of what is not there");
}

static void changed_input_is_noticed(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    unsigned char bytes[64];

    write_it(p, &meta);
    memcpy(bytes, meta.inputs[0].bytes, meta.inputs[0].n);
    bytes[8] = '2';
    overwrite(p->path, "input/file_0001", H5T_NATIVE_UINT8, bytes);
    expect_refused(p, MU_ERR_INPUT, "input file scenario.yaml is not what it was");
}

/* The length of the canonical name decides the dataset; the digest is XXH3-128 of "". */
static void the_digest_is_xxh3_128(void **state)
{
    struct place *p = *state;
    struct mu_results_meta meta = made_meta();
    hid_t file, attribute, type;
    char *text = NULL;

    write_it(p, &meta);
    file = H5Fopen(p->path, H5F_ACC_RDONLY, H5P_DEFAULT);
    attribute = H5Aopen_by_name(file, "input/file_0002", "xxh3_128", H5P_DEFAULT, H5P_DEFAULT);
    type = H5Aget_type(attribute);
    H5Aread(attribute, type, &text);
    /* The published value for no bytes at seed 0: `printf '' | xxhsum -H2`. */
    assert_string_equal(text, "99aa06d3014798d86001c324468d497f");
    H5free_memory(text);
    H5Tclose(type);
    H5Aclose(attribute);
    H5Fclose(file);
}

int main(void)
{
#define PLACE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        PLACE(what_is_written_is_read_back_to_the_bit),
        PLACE(the_rest_of_the_file_comes_back_too),
        PLACE(boards_come_back_to_who_asks_for_them),
        PLACE(what_was_replayed_is_said),
        PLACE(boards_that_were_changed_are_refused),
        PLACE(the_input_is_inside),
        PLACE(how_it_was_made_comes_back),
        PLACE(a_result_that_does_not_say_how_it_was_made_has_no_recipe),
        PLACE(objectives_come_back),
        PLACE(a_run_that_failed_is_partial_and_says_why),
        PLACE(an_empty_run_can_be_written),
        PLACE(writing_again_replaces_the_file),
        PLACE(a_missing_folder_is_refused),
        PLACE(a_folder_that_cannot_be_written_is_refused),
        PLACE(a_full_disk_leaves_no_file),
        PLACE(a_full_disk_leaves_the_old_file_whole),
        PLACE(pipes_and_folders_are_not_replaced),
        PLACE(a_missing_file_is_refused),
        PLACE(a_text_is_not_a_result),
        PLACE(another_programs_hdf5_is_not_a_result),
        PLACE(a_newer_format_is_refused),
        PLACE(a_file_cut_short_is_refused),
        PLACE(a_missing_part_is_named),
        PLACE(events_of_things_that_are_not_there_are_refused),
        PLACE(changed_input_is_noticed),
        PLACE(the_digest_is_xxh3_128),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
