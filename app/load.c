#include "app/load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/attributes.h"
#include "app/goals.h"
#include "models/registry.h"

const char *mu_load_start_failure(const struct mu_run *run)
{
    const char *failure = mu_run_failure(run);
    const char *text = failure ? strstr(failure, " s: ") : NULL;

    return text ? text + strlen(" s: ") : failure;
}

static int no_memory(void)
{
    fprintf(stderr, "muster: %s\n", mu_err_text(MU_ERR_MEMORY));
    return MU_EXIT_INTERNAL;
}

/* How much of the scenario's path is its folder, without the last slash. */
static int folder_length(const char *scenario)
{
    struct stat st;
    const char *slash = strrchr(scenario, '/');

    if (stat(scenario, &st) == 0 && S_ISDIR(st.st_mode)) {
        size_t n = strlen(scenario);
        return (int)(n > 1 && scenario[n - 1] == '/' ? n - 1 : n);
    }
    return slash ? (int)(slash - scenario) : 0;
}

/* "<folder of the scenario>/<name>" when that is there, else the name itself. */
static const char *beside(struct mu_pool *pool, const char *scenario, const char *name)
{
    const int n = folder_length(scenario);
    const char *path =
        n == 0 || name[0] == '/' ? NULL : mu_pool_printf(pool, "%.*s/%s", n, scenario, name);

    return path && access(path, F_OK) == 0 ? path : name;
}

/* What a result was made with, then what is given now. */
static bool add_overrides(struct mu_load *load, const struct mu_args *args)
{
    const struct mu_recipe *recipe = &load->kept.meta.recipe;
    const size_t kept = recipe->n_overrides, n = kept + mu_arg_count(args, "set");
    const char **list = mu_pool_alloc(&load->pool, (n + 1) * sizeof *list);

    for (size_t i = 0; list && i < n; i++)
        list[i] = i < kept ? recipe->overrides[i] : mu_arg_at(args, "set", i - kept);
    load->request.overrides = list;
    load->request.n_overrides = n;
    return list != NULL;
}

/* A file of the command line that cannot be opened is no mistake of the input. */
static int check_there(const struct mu_args *args, const char *path)
{
    if (!path || access(path, R_OK) == 0)
        return MU_EXIT_OK;
    fprintf(stderr, "muster %s: %s: %s\n", args->command->name, path, strerror(errno));
    return MU_EXIT_IO;
}

bool mu_load_is_result(const char *path)
{
    static const unsigned char signature[] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    unsigned char bytes[sizeof signature];
    FILE *file = fopen(path, "rb");

    if (!file)
        return false;
    const bool is = fread(bytes, 1, sizeof bytes, file) == sizeof bytes &&
                    memcmp(bytes, signature, sizeof bytes) == 0;
    fclose(file);
    return is;
}

static int say_result(const struct mu_args *args, const char *path)
{
    fprintf(
        stderr,
        "muster %s: %s: is a result, and a scenario is expected; `muster run` repeats a result, "
        "`muster report` shows it\n",
        args->command->name, path);
    return MU_EXIT_INPUT;
}

int mu_load_words(struct mu_load *load, const struct mu_args *args, const char *path,
                  const char *plan, const char *history)
{
    load->request.scenario = path;
    load->request.plan = plan ? beside(&load->pool, path, plan) : NULL;
    load->request.history = history ? beside(&load->pool, path, history) : NULL;
    if (!add_overrides(load, args) || load->pool.failed)
        return no_memory();
    int bad = check_there(args, path);
    if (!bad && mu_load_is_result(path))
        bad = say_result(args, path);
    if (!bad)
        bad = check_there(args, load->request.plan);
    return bad ? bad : check_there(args, load->request.history);
}

/* "a.h5/plan.yaml": so messages say where the text stands. */
static const char *inside(struct mu_load *load, const char *path, const char *name)
{
    if (!name || name[0] == '/')
        return name;
    return mu_pool_printf(&load->pool, "%s/%s", path, name);
}

static bool give_files(struct mu_load *load)
{
    const struct mu_results_meta *meta = &load->kept.meta;
    struct mu_source_file *files = mu_pool_alloc(&load->pool, (meta->n_inputs + 1) * sizeof *files);

    for (size_t i = 0; files && i < meta->n_inputs; i++)
        files[i] = (struct mu_source_file){.name = meta->inputs[i].path,
                                           .bytes = (const char *)meta->inputs[i].bytes,
                                           .n = meta->inputs[i].n};
    load->request.given = files;
    load->request.n_given = meta->n_inputs;
    return files != NULL;
}

static void warn_of_version(const struct mu_results_meta *meta, const char *path)
{
    if (strcmp(meta->muster_version, MUSTER_VERSION) != 0)
        fprintf(stderr, "muster: %s was made by muster %s, this is %s: the results may differ\n",
                path, meta->muster_version, MUSTER_VERSION);
}

/* What was done changed a field that was replayed as it had been. */
static void warn_of_replays(const struct mu_result *kept, const char *path)
{
    for (size_t i = 0; i < kept->n_replays; i++)
        if (kept->replays[i].differs_at != MU_NEVER)
            fprintf(stderr,
                    "muster run: warning: in %s, %s was taken from another run and did not follow "
                    "from what was done; it is solved now: the results may differ\n",
                    path, kept->replays[i].field);
}

int mu_load_result(struct mu_load *load, const struct mu_args *args, const char *path)
{
    char why[MU_WHY_MAX];
    const enum mu_err err = mu_results_read_inputs(path, &load->kept, why);
    const struct mu_recipe *recipe = &load->kept.meta.recipe;

    if (err != MU_OK) {
        fprintf(stderr, "muster: %s: %s\n", path, why);
        return err == MU_ERR_INPUT ? MU_EXIT_INPUT : MU_EXIT_IO;
    }
    if (!recipe->scenario) {
        fprintf(stderr, "muster: %s: does not say how it was made, so it cannot be repeated\n",
                path);
        return MU_EXIT_INPUT;
    }
    warn_of_version(&load->kept.meta, path);
    if (mu_arg_count(args, "replay") == 0)
        warn_of_replays(&load->kept.result, path);
    load->request.scenario = inside(load, path, recipe->scenario);
    load->request.plan = inside(load, path, recipe->plan);
    load->request.history = inside(load, path, recipe->history);
    const bool ok = give_files(load) && add_overrides(load, args) && !load->pool.failed;
    return ok ? MU_EXIT_OK : no_memory();
}

/* Scores would silently do without them. */
static void check_references(const struct mu_scenario *s, struct mu_diags *diags)
{
    const struct mu_source_file *file = mu_input_file(s, s->references);
    struct mu_references references = {0};
    char why[MU_WHY_MAX];

    if (!file)
        return;
    if (mu_references_parse(file->bytes, file->n, &references, why) != MU_OK) {
        struct mu_place place = {file->path, 0, 1};
        int skip = 0;
        if (sscanf(why, "line %d: %n", &place.line, &skip) != 1)
            skip = 0;
        mu_diag_error(diags, place, "%s", why + skip);
    }
    mu_references_fini(&references);
}

struct mu_scenario *mu_load_read(const struct mu_load *load, struct mu_diags *diags)
{
    struct mu_scenario *s = mu_scenario_read(&load->request, mu_models, diags);

    if (!s) {
        no_memory();
        return NULL;
    }
    mu_goals_check(s, diags);
    check_references(s, diags);
    return s;
}

int mu_load_scenario(const struct mu_load *load, struct mu_scenario **scenario)
{
    struct mu_diags diags = {0};

    *scenario = mu_load_read(load, &diags);
    if (!*scenario) {
        mu_diags_fini(&diags);
        return MU_EXIT_INTERNAL;
    }
    mu_diags_print(&diags, stderr);
    const bool ok = (*scenario)->world && diags.errors == 0;
    mu_diags_fini(&diags);
    if (ok)
        return MU_EXIT_OK;
    mu_scenario_destroy(*scenario);
    *scenario = NULL;
    return MU_EXIT_INPUT;
}

void mu_load_fini(struct mu_load *load)
{
    mu_results_file_fini(&load->kept);
    mu_pool_fini(&load->pool);
    *load = (struct mu_load){0};
}

bool mu_load_instant(const struct mu_scenario *scenario, const char *text, mu_time *at)
{
    struct mu_diags diags = {0};
    const bool ok = mu_scenario_instant(scenario, text, at, &diags);

    mu_diags_print(&diags, stderr);
    mu_diags_fini(&diags);
    return ok;
}
