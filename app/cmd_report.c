/* cmd_report.c - `muster report`: result files side by side on one page. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/page.h"
#include "app/commands.h"
#include "app/output.h"

enum { FILES_MAX = 12 };

/* 0, or an exit code after it was told. */
static int read_all(const struct mu_args *args, struct mu_results_file *files)
{
    char why[MU_WHY_MAX];

    for (size_t i = 0; i < args->n_words; i++) {
        const enum mu_err err = mu_results_read(args->words[i], &files[i], why);
        if (err != MU_OK) {
            fprintf(stderr, "muster report: %s: %s\n", args->words[i], why);
            return err == MU_ERR_INPUT ? MU_EXIT_INPUT : MU_EXIT_IO;
        }
        if (strcmp(files[i].meta.scenario, files[0].meta.scenario) != 0) {
            fprintf(stderr, "muster report: %s is of the scenario \"%s\", %s of \"%s\"\n",
                    args->words[i], files[i].meta.scenario, args->words[0], files[0].meta.scenario);
            return MU_EXIT_INPUT;
        }
    }
    return MU_EXIT_OK;
}

/* Beside the final name first, so that no half page is ever opened. */
static int write_page(const char *path, const struct mu_results_file *files, size_t n)
{
    const size_t size = strlen(path) + 9;
    char *partial = malloc(size), why[MU_WHY_MAX] = "";

    if (!partial)
        return MU_EXIT_INTERNAL;
    snprintf(partial, size, "%s.partial", path);
    FILE *out = fopen(partial, "wb");
    bool ok = out && mu_page_write(out, files, n, why) == MU_OK;
    ok = ok && fflush(out) == 0 && fsync(fileno(out)) == 0;
    ok = out && fclose(out) == 0 && ok;
    ok = ok && rename(partial, path) == 0;
    if (!ok) {
        fprintf(stderr, "muster report: %s: %s\n", path, *why ? why : strerror(errno));
        unlink(partial);
    }
    free(partial);
    return ok ? MU_EXIT_OK : MU_EXIT_IO;
}

static int check_page(const struct mu_args *args, const char *path)
{
    int code = mu_output_check(args, path);

    for (size_t i = 0; code == MU_EXIT_OK && i < args->n_words; i++)
        code = mu_output_spares(args, path, args->words[i]);
    return code;
}

static int run_report(const struct mu_args *args)
{
    const char *given = mu_arg(args, "output"), *path = given ? given : "report.html";
    struct mu_results_file *files = calloc(FILES_MAX, sizeof *files);

    if (!files)
        return MU_EXIT_INTERNAL;
    int code = check_page(args, path);
    if (code == MU_EXIT_OK)
        code = read_all(args, files);
    if (code == MU_EXIT_OK)
        code = write_page(path, files, args->n_words);
    if (code == MU_EXIT_OK)
        printf("%s\n", path);
    for (size_t i = 0; i < FILES_MAX; i++)
        mu_results_file_fini(&files[i]);
    free(files);
    return code;
}

const struct mu_command mu_cmd_report = {
    .name = "report",
    .summary = "result files side by side on one page that opens offline",
    .usage = "RESULT... [-o PAGE]",
    .examples =
        (const char *const[]){
            "muster report none.h5 a.h5 b.h5 -o report.html",
            "three ways to play one disaster, with maps, curves, objectives and plan items", NULL},
    .options =
        (const struct mu_option[]){
            {'o', "output", "FILE", "where the page goes (default report.html)", false}, {0}},
    .words = "file",
    .min_words = 1,
    .max_words = FILES_MAX,
    .run = run_report,
};
