/* same_results - are two result files equal to the bit? Exit code 0 = yes, 1 = no (the first
 * differences are printed), 2 = one cannot be read. */
#include <stdio.h>
#include <string.h>

#include "analysis/results.h"
#include "analysis/same.h"

static bool read(const char *path, struct mu_results_file *file)
{
    char why[MU_WHY_MAX];

    if (mu_results_read(path, file, why) == MU_OK)
        return true;
    fprintf(stderr, "%s: %s\n", path, why);
    return false;
}

static bool same_text(const char *what, const char *a, const char *b)
{
    const bool same = (!a && !b) || (a && b && strcmp(a, b) == 0);

    if (!same)
        printf("%s: %s, %s\n", what, a ? a : "none", b ? b : "none");
    return same;
}

static bool same_tasks(const struct mu_results_meta *a, const struct mu_results_meta *b)
{
    bool same = a->n_tasks == b->n_tasks;

    for (size_t i = 0; same && i < a->n_tasks; i++)
        same = same_text("item", a->tasks[i].item, b->tasks[i].item) &&
               same_text("title", a->tasks[i].title, b->tasks[i].title) &&
               same_text("file", a->tasks[i].file, b->tasks[i].file) &&
               a->tasks[i].line == b->tasks[i].line;
    return same;
}

static bool same_score(const struct mu_score *a, const struct mu_score *b)
{
    if (!a || !b)
        return a == b;
    bool same = a->n == b->n && a->rating == b->rating &&
                memcmp(&a->score, &b->score, sizeof a->score) == 0;
    for (size_t i = 0; same && i < a->n; i++)
        same = same_text("objective", a->rows[i].id, b->rows[i].id) &&
               memcmp(&a->rows[i].value, &b->rows[i].value, sizeof a->rows[i].value) == 0 &&
               memcmp(&a->rows[i].attainment, &b->rows[i].attainment, sizeof(double)) == 0;
    return same;
}

int main(int argc, char **argv)
{
    struct mu_results_file a = {0}, b = {0};

    if (argc != 3 || !read(argv[1], &a) || !read(argv[2], &b))
        return 2;
    bool same = mu_results_same(&a.result, &b.result, stdout);
    same &= same_text("scenario", a.meta.scenario, b.meta.scenario);
    same &= same_text("plan", a.meta.plan, b.meta.plan);
    same &= same_text("summary", a.meta.summary, b.meta.summary);
    same &= same_tasks(&a.meta, &b.meta);
    same &= same_score(a.meta.score, b.meta.score);
    mu_results_file_fini(&a);
    mu_results_file_fini(&b);
    return same ? 0 : 1;
}
