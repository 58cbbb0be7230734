#include "app/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/clock.h"
#include "app/output.h"

static int refuse(const char *word, const char *why, int code)
{
    fprintf(stderr, "muster run: --replay %s: %s\n", word, why);
    return code;
}

/* ---- which field ---- */

/* "water/polder", or "water" when there is one of it. */
static mu_entity_id find_field(const struct mu_world *world, const char *name)
{
    const char *slash = strchr(name, '/');
    char model[64];
    size_t n;

    if (!slash) {
        const mu_entity_id first = mu_world_first(world, name, &n);
        return n == 1 ? first : MU_NOBODY;
    }
    if ((size_t)(slash - name) >= sizeof model)
        return MU_NOBODY;
    snprintf(model, sizeof model, "%.*s", (int)(slash - name), name);
    return mu_world_find(world, model, slash + 1);
}

/* The names of all fields of the scenario, for a message. */
static void list_fields(const struct mu_world *world, char *text, size_t size)
{
    size_t at = 0;

    text[0] = '\0';
    for (uint32_t i = 1; i <= mu_world_entities(world) && at < size; i++)
        if (mu_world_entity_model(world, (mu_entity_id){i})->field)
            at += (size_t)snprintf(text + at, size - at, "%s%s", at ? ", " : "",
                                   mu_world_entity_name(world, (mu_entity_id){i}));
}

static int unknown_field(const struct mu_world *world, const char *word)
{
    char fields[200], why[300];

    list_fields(world, fields, sizeof fields);
    snprintf(why, sizeof why, "the fields of this scenario are: %s", fields[0] ? fields : "none");
    return refuse(word, why, MU_EXIT_USAGE);
}

/* ---- which file ---- */

static const char *file_of(const char *word)
{
    const char *eq = strchr(word, '=');

    return eq && eq > word && eq[1] ? eq + 1 : NULL;
}

static int read_boards(const char *word, struct mu_results_file *file)
{
    char why[MU_WHY_MAX];
    const enum mu_err err = mu_results_read_boards(file_of(word), file, why);

    if (err == MU_OK)
        return MU_EXIT_OK;
    return refuse(word, why, err == MU_ERR_INPUT ? MU_EXIT_INPUT : MU_EXIT_IO);
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* What the file as a whole must be; the run looks at the field itself. */
static int check_file(const char *word, const struct mu_results_file *file,
                      const struct mu_scenario *s, mu_time end)
{
    char why[MU_WHY_MAX];

    if (file->result.n_boards == 0)
        return refuse(word, "it holds no boards; `muster run --keep-boards -o FILE` keeps them",
                      MU_EXIT_INPUT);
    if (!same_text(file->meta.scenario, s->name) || file->meta.clock.start_unix != s->start_unix) {
        snprintf(why, sizeof why, "it is of another scenario, \"%.100s\"",
                 file->meta.scenario ? file->meta.scenario : "");
        return refuse(word, why, MU_EXIT_INPUT);
    }
    if (file->result.end < end) {
        char ended[MU_CLOCK_TEXT];
        mu_clock_since_onset(&file->meta.clock, file->result.end, ended, sizeof ended);
        snprintf(why, sizeof why, "it holds the field up to %s only: run with --until %s", ended,
                 ended);
        return refuse(word, why, MU_EXIT_INPUT);
    }
    return MU_EXIT_OK;
}

static int give(const char *word, struct mu_results_file *file, const struct mu_scenario *s,
                struct mu_run *run, mu_time end)
{
    char name[200], why[MU_REPLAY_WHY];

    if (!file_of(word))
        return refuse(word, "write it as FIELD=FILE, such as water=out.h5", MU_EXIT_USAGE);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    const mu_entity_id field = find_field(s->world, name);
    if (field.i == 0 || !mu_world_entity_model(s->world, field)->field)
        return unknown_field(s->world, word);
    int code = read_boards(word, file);
    if (code == MU_EXIT_OK)
        code = check_file(word, file, s, end);
    if (code != MU_EXIT_OK)
        return code;
    const enum mu_err err = mu_run_replay(run, field, &file->result, why);
    if (err == MU_OK)
        return MU_EXIT_OK;
    return refuse(word, err == MU_ERR_INPUT ? why : mu_err_text(err),
                  err == MU_ERR_INPUT ? MU_EXIT_INPUT : MU_EXIT_INTERNAL);
}

int mu_replays_give(struct mu_replays *replays, const struct mu_args *args,
                    const struct mu_scenario *s, struct mu_run *run, mu_time end)
{
    const size_t n = mu_arg_count(args, "replay");
    int code = MU_EXIT_OK;

    replays->files = calloc(n + 1, sizeof *replays->files);
    if (!replays->files)
        return refuse("", mu_err_text(MU_ERR_MEMORY), MU_EXIT_INTERNAL);
    for (size_t i = 0; i < n && code == MU_EXIT_OK; i++)
        code = give(mu_arg_at(args, "replay", i), &replays->files[replays->n++], s, run, end);
    return code;
}

void mu_replays_fini(struct mu_replays *replays)
{
    for (size_t i = 0; i < replays->n; i++)
        mu_results_file_fini(&replays->files[i]);
    free(replays->files);
}

int mu_replay_spares(const struct mu_args *args, const char *output)
{
    int code = MU_EXIT_OK;

    for (size_t i = 0; i < mu_arg_count(args, "replay") && code == MU_EXIT_OK; i++) {
        const char *path = file_of(mu_arg_at(args, "replay", i));
        if (path)
            code = mu_output_spares(args, output, path);
    }
    return code;
}

void mu_replay_warn(const struct mu_result *result, const struct mu_scenario *s)
{
    const struct mu_clock clock = {
        .start_unix = s->start_unix, .zone_s = s->zone_s, .onset = s->onset};
    char since[MU_CLOCK_TEXT];

    for (size_t i = 0; i < result->n_replays; i++) {
        if (result->replays[i].differs_at == MU_NEVER)
            continue;
        mu_clock_since_onset(&clock, result->replays[i].differs_at, since, sizeof since);
        fprintf(
            stderr,
            "muster run: warning: from %s on this run acts on %s otherwise than the run that it "
            "was taken from, and %s does not answer: exact until then; without --replay it is "
            "solved\n",
            since, result->replays[i].field, result->replays[i].field);
    }
}
