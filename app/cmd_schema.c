/* cmd_schema.c - `muster schema`: the JSON Schema of the files people write. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "models/registry.h"
#include "scenarios/schema.h"

static int run_schema(const struct mu_args *args)
{
    const char *what = args->n_words ? args->words[0] : "scenario";

    if (strcmp(what, "scenario") != 0 && strcmp(what, "plan") != 0 &&
        strcmp(what, "history") != 0) {
        fprintf(stderr, "muster schema: \"%s\"? it is scenario, plan or history\n", what);
        return MU_EXIT_USAGE;
    }
    if (mu_schema_write(stdout, mu_models, what) != MU_OK) {
        fprintf(stderr, "muster schema: the schema could not be written\n");
        return MU_EXIT_IO;
    }
    return MU_EXIT_OK;
}

const struct mu_command mu_cmd_schema = {
    .name = "schema",
    .summary = "the JSON Schema (draft-07) of scenario, plan and history files",
    .usage = "[scenario|plan|history]",
    .examples =
        (const char *const[]){"muster schema > scenario.schema.json",
                              "for an editor: complete and check scenario files while writing",
                              NULL},
    .options = (const struct mu_option[]){{0}},
    .words = "scenario plan history",
    .max_words = 1,
    .run = run_schema,
};
