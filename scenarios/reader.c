#include "scenarios/reader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scenarios/expr_parse.h"
#include "scenarios/projection.h"
#include "scenarios/reader_impl.h"

static const char *scenario_path(struct mu_reader *r, const char *path)
{
    struct stat st;
    size_t n = strlen(path);
    if (!r->inputs.given && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return mu_pool_printf(&r->pool, "%s%sscenario.yaml", path,
                              n && path[n - 1] == '/' ? "" : "/");
    return mu_pool_text(&r->pool, path, n);
}

static const char *folder_of(struct mu_reader *r, const char *path)
{
    const char *slash = strrchr(path, '/');
    return mu_pool_text(&r->pool, path, slash ? (size_t)(slash - path) + 1 : 0);
}

enum root_kind { SCENARIO, PLAN, HISTORY, UNKNOWN };

static const char *const kind_names[] = {"scenario", "plan", "history"};

static enum root_kind kind_of(const struct mu_tree *root)
{
    if (mu_tree_find(root, "entities") || mu_tree_find(root, "start"))
        return SCENARIO;
    if (mu_tree_find(root, "items"))
        return PLAN;
    return mu_tree_find(root, "history") ? HISTORY : UNKNOWN;
}

/* Files are easily given in each other's place; a list of everything that is then missing would
 * hide that. */
static bool check_kind(struct mu_reader *r, const struct mu_tree *root, enum root_kind wanted)
{
    static const char *const use[] = {
        [SCENARIO] = "name it first",
        [PLAN] = ("name the scenario first: "
                  "muster check SCENARIO PLAN, muster run SCENARIO --plan PLAN"),
        [HISTORY] = "name the scenario first and give this with --history",
    };
    const enum root_kind kind = kind_of(root);
    if (kind == wanted || (kind == UNKNOWN && mu_tree_find(root, "muster")))
        return true;
    if (kind == UNKNOWN)
        return mu_diag_error(r->in.diags, root->place,
                             "this is no %s: not even \"muster: 1\" stands in it",
                             kind_names[wanted]);
    return mu_diag_error(r->in.diags, root->place, "this is a %s, not a %s; %s", kind_names[kind],
                         kind_names[wanted], use[kind]);
}

static bool read_root(struct mu_reader *r, const char *path, enum root_kind wanted,
                      struct mu_tree **root)
{
    struct mu_place place = {path, 0, 0};
    *root = mu_inputs_read(&r->inputs, path, place);
    if (!*root)
        return false;
    const bool map = (*root)->kind == MU_TREE_MAP;
    if (map && check_kind(r, *root, wanted))
        return true;
    if (!map)
        mu_diag_error(r->in.diags, (*root)->place, "this is no %s: a mapping is expected, not %s",
                      kind_names[wanted], mu_tree_kind_name(*root));
    *root = NULL;
    return false;
}

static bool read_optional_root(struct mu_reader *r, const char *path, enum root_kind wanted,
                               struct mu_tree **root)
{
    if (!path)
        return true;
    const char *copy = mu_pool_text(&r->pool, path, strlen(path));
    return copy && read_root(r, copy, wanted, root);
}

static bool read_files(struct mu_reader *r)
{
    const char *path = scenario_path(r, r->request->scenario);
    r->inputs.folder = path ? folder_of(r, path) : NULL;
    if (!r->inputs.folder)
        return false;
    bool ok = read_root(r, path, SCENARIO, &r->root);
    ok &= read_optional_root(r, r->request->plan, PLAN, &r->plan);
    ok &= read_optional_root(r, r->request->history, HISTORY, &r->history);
    if (!r->root)
        return false;
    r->in.names_incomplete = !mu_header_expand(r);
    ok &= mu_overrides_apply(r);
    return ok && !r->in.names_incomplete;
}

/* Goes on as long as what follows can still be understood. */
static bool interpret(struct mu_reader *r)
{
    bool ok = mu_header_read(r);
    if (!r->in.clock.known)
        return false;
    ok &= mu_geography_read(r);
    ok &= mu_objectives_read(r);
    ok &= mu_observed_read(r);
    ok &= mu_entities_name(r);
    if (!r->sources)
        return false;
    ok &= mu_entities_read(r);
    ok &= mu_plan_read(r);
    ok &= mu_history_read(r);
    return ok;
}

static bool finish(struct mu_reader *r)
{
    if (mu_world_finish(r->in.world) != MU_OK) {
        r->pool.failed = true;
        return false;
    }
    mu_expr_number_facts(&r->in);
    return mu_entities_check(r);
}

static struct mu_reader *reader_create(const struct mu_scenario_request *request,
                                       const struct mu_model *const *models, struct mu_diags *diags)
{
    struct mu_reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->request = request;
    r->models = models;
    r->in.diags = diags;
    r->in.pool = &r->pool;
    r->inputs = (struct mu_inputs){.pool = &r->pool,
                                   .diags = diags,
                                   .folder = "",
                                   .given = request->given,
                                   .n_given = request->n_given};
    r->in.units = mu_units_create();
    r->in.world = mu_world_create(models);
    r->scenario = mu_pool_alloc(&r->pool, sizeof *r->scenario);
    if (r->scenario)
        *r->scenario = (struct mu_scenario){.reader = r, .onset = MU_NEVER, .name = ""};
    return r;
}

static void reader_destroy(struct mu_reader *r)
{
    if (!r)
        return;
    mu_world_destroy(r->in.world);
    mu_units_destroy(r->in.units);
    mu_projection_destroy(r->in.projection);
    mu_pool_fini(&r->pool);
    free(r);
}

struct mu_scenario *mu_scenario_read(const struct mu_scenario_request *request,
                                     const struct mu_model *const *models, struct mu_diags *diags)
{
    struct mu_reader *r = reader_create(request, models, diags);
    if (!r || !r->in.units || !r->in.world || !r->scenario) {
        reader_destroy(r);
        return NULL;
    }
    struct mu_scenario *s = r->scenario;
    size_t before = diags->errors;
    bool ok = read_files(r);
    if (r->root)
        ok &= interpret(r);
    ok = ok && finish(r) && diags->errors == before;
    s->files = r->inputs.files;
    s->n_files = r->inputs.n;
    bool silent = !ok && diags->errors == before; /* only memory fails without a word */
    if (r->pool.failed || silent) {
        reader_destroy(r);
        return NULL;
    }
    s->world = ok ? r->in.world : NULL;
    return s;
}

void mu_scenario_destroy(struct mu_scenario *scenario)
{
    if (scenario)
        reader_destroy(scenario->reader);
}

bool mu_scenario_instant(const struct mu_scenario *scenario, const char *text, mu_time *at,
                         struct mu_diags *diags)
{
    struct mu_reading in = scenario->reader->in;
    in.diags = diags;
    struct mu_slot slot = {&in, {"command line", 0, 0}, NULL, NULL};
    bool ok = mu_looks_like_instant(text) ? mu_read_instant(&slot, text, at)
                                          : mu_read_duration(&slot, text, at);
    if (!ok)
        return false;
    return (*at >= 0 && *at <= scenario->end) ||
           mu_slot_error(&slot, "\"%s\" is not between the scenario's start and end", text);
}
