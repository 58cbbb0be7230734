/* inputs.h - the files a scenario was read from: opened once, kept with their bytes, so that a
 * result can carry all of its input. */
#ifndef MU_SCENARIOS_INPUTS_H
#define MU_SCENARIOS_INPUTS_H

#include "scenarios/tree.h"

#define MU_INPUT_TEXT_MAX ((size_t)16 << 20) /* bytes of a file of settings */

struct mu_source_file {
    const char *path; /* as opened */
    const char *name; /* relative to the scenario's folder when inside it, else the path */
    const char *bytes;
    size_t n;
};

struct mu_inputs {
    struct mu_pool *pool;
    struct mu_diags *diags;
    const char *folder; /* of the scenario, "" or ending with '/' */
    const struct mu_source_file
        *given; /* read these, by name, and nothing from the disk; or NULL */
    size_t n_given;
    struct mu_source_file *files;
    size_t n;
};

/* `text` relative to the folder of the file that names it (`from.file`). */
const char *mu_inputs_path(const struct mu_inputs *inputs, const char *text, struct mu_place from);
/* NULL after a mistake: it is reported at `from`. limit 0 = any size. Opened once; the pointer
 * is valid until the next call. */
const struct mu_source_file *mu_inputs_open(struct mu_inputs *inputs, const char *path,
                                            struct mu_place from, size_t limit);
/* The same for a file that may be missing. */
void mu_inputs_try(struct mu_inputs *inputs, const char *path);
/* Settings by the file's ending: .yaml .yml .json .geojson .csv. A CSV gives a list of
 * mappings. */
struct mu_tree *mu_inputs_read(struct mu_inputs *inputs, const char *path, struct mu_place from);
/* Does a text name such a file? */
bool mu_names_settings(const char *text);
bool mu_has_ending(const char *text, const char *ending);
/* A node that names a file becomes what stands in it. False after a mistake. */
bool mu_inputs_expand(struct mu_inputs *inputs, struct mu_tree *node);

#endif
