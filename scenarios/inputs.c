#include "scenarios/inputs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "scenarios/csv.h"
#include "scenarios/utf8.h"
#include "scenarios/yaml.h"

bool mu_has_ending(const char *text, const char *ending)
{
    size_t n = strlen(text), e = strlen(ending);
    return n > e && strcasecmp(text + n - e, ending) == 0;
}

static const char *const endings[] = {".yaml", ".yml", ".json", ".geojson", ".csv"};

bool mu_names_settings(const char *text)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (mu_has_ending(text, endings[i]))
            return true;
    return false;
}

const char *mu_inputs_path(const struct mu_inputs *inputs, const char *text, struct mu_place from)
{
    if (text[0] == '/')
        return mu_pool_text(inputs->pool, text, strlen(text));
    bool override = strncmp(from.file, "--set", 5) == 0;
    const char *base = override ? inputs->folder : from.file, *slash = strrchr(base, '/');
    int folder = slash ? (int)(slash - base) + 1 : 0;
    return mu_pool_printf(inputs->pool, "%.*s%s", folder, base, text);
}

static bool read_bytes(FILE *f, struct mu_pool *pool, size_t limit, struct mu_source_file *file)
{
    if (fseek(f, 0, SEEK_END) != 0)
        return false;
    long size = ftell(f);
    if (size < 0 || fseek(f, 0, SEEK_SET) != 0)
        return false;
    file->n = (size_t)size;
    if (limit && file->n > limit)
        return true;
    char *bytes = mu_pool_alloc(pool, file->n + 1);
    if (!bytes)
        return false;
    file->bytes = bytes;
    return fread(bytes, 1, file->n, f) == file->n;
}

static const char *name_of(const struct mu_inputs *inputs, const char *path)
{
    size_t n = strlen(inputs->folder);
    return strncmp(path, inputs->folder, n) == 0 ? path + n : path;
}

static const struct mu_source_file *find_given(const struct mu_inputs *inputs, const char *name)
{
    for (size_t i = 0; i < inputs->n_given; i++)
        if (strcmp(inputs->given[i].name, name) == 0)
            return &inputs->given[i];
    return NULL;
}

static bool load_given(struct mu_inputs *inputs, struct mu_source_file *file, struct mu_place from)
{
    const struct mu_source_file *given = find_given(inputs, file->name);
    if (!given)
        return mu_diag_error(inputs->diags, from, "%s: is not among the files given", file->name);
    file->bytes = mu_pool_text(inputs->pool, given->bytes, given->n);
    file->n = given->n;
    return file->bytes != NULL;
}

/* At the place that names the file; of a file named on the command line that is itself. */
static bool say(const struct mu_inputs *inputs, struct mu_place from, const char *path,
                const char *why)
{
    if (from.line == 0 && strcmp(from.file, path) == 0)
        return mu_diag_error(inputs->diags, from, "%s", why);
    return mu_diag_error(inputs->diags, from, "%s: %s", path, why);
}

/* Opening a pipe would wait for somebody to write into it. */
static const char *why_not_ordinary(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return strerror(errno);
    if (S_ISDIR(st.st_mode))
        return "is a folder; a file is expected";
    return S_ISREG(st.st_mode) ? NULL : "is not an ordinary file";
}

static bool load(struct mu_inputs *inputs, struct mu_source_file *file, struct mu_place from,
                 size_t limit)
{
    if (inputs->given)
        return load_given(inputs, file, from);
    const char *not_ordinary = why_not_ordinary(file->path);
    if (not_ordinary)
        return say(inputs, from, file->path, not_ordinary);
    FILE *f = fopen(file->path, "rb");
    if (!f)
        return say(inputs, from, file->path, strerror(errno));
    errno = 0;
    bool ok = read_bytes(f, inputs->pool, limit, file);
    int why = errno;
    fclose(f);
    if (!ok)
        return say(inputs, from, file->path, why ? strerror(why) : "cannot be read");
    if (file->bytes)
        return true;
    char why_large[80];
    snprintf(why_large, sizeof why_large, "has %zu bytes; %zu are the most", file->n, limit);
    return say(inputs, from, file->path, why_large);
}

/* A result keeps its input by name, and must be able to tell the files apart. */
static bool name_is_taken(struct mu_inputs *inputs, const struct mu_source_file *file,
                          struct mu_place from)
{
    for (size_t i = 0; i < inputs->n; i++)
        if (strcmp(inputs->files[i].name, file->name) == 0)
            return !mu_diag_error(inputs->diags, from, "%s and %s: give one of them another name",
                                  inputs->files[i].path, file->path);
    return false;
}

const struct mu_source_file *mu_inputs_open(struct mu_inputs *inputs, const char *path,
                                            struct mu_place from, size_t limit)
{
    for (size_t i = 0; i < inputs->n; i++)
        if (strcmp(inputs->files[i].path, path) == 0)
            return &inputs->files[i];
    struct mu_source_file file = {.path = path, .name = name_of(inputs, path)};
    if (!load(inputs, &file, from, limit))
        return NULL;
    if (name_is_taken(inputs, &file, from))
        return NULL;
    struct mu_source_file *room =
        mu_pool_grow(inputs->pool, inputs->files, inputs->n, sizeof *room);
    if (!room)
        return NULL;
    inputs->files = room;
    inputs->files[inputs->n++] = file;
    return &inputs->files[inputs->n - 1];
}

void mu_inputs_try(struct mu_inputs *inputs, const char *path)
{
    FILE *f = inputs->given ? NULL : fopen(path, "rb");
    if (!f)
        return;
    fclose(f);
    (void)mu_inputs_open(inputs, path, (struct mu_place){path, 0, 0}, 0);
}

struct mu_tree *mu_inputs_read(struct mu_inputs *inputs, const char *path, struct mu_place from)
{
    const struct mu_source_file *file = mu_inputs_open(inputs, path, from, MU_INPUT_TEXT_MAX);
    if (!file || !mu_utf8_check(file->bytes, file->n, file->path, inputs->diags))
        return NULL;
    if (mu_has_ending(path, ".csv"))
        return mu_csv_read(inputs->pool, file->bytes, file->n, file->path, inputs->diags);
    return mu_yaml_read(inputs->pool, file->bytes, file->n, file->path, inputs->diags);
}

bool mu_inputs_expand(struct mu_inputs *inputs, struct mu_tree *node)
{
    if (node->kind != MU_TREE_TEXT || !mu_names_settings(node->text))
        return true;
    const char *path = mu_inputs_path(inputs, node->text, node->place);
    const struct mu_tree *content = path ? mu_inputs_read(inputs, path, node->place) : NULL;
    if (content)
        mu_tree_replace(node, content);
    return content != NULL;
}
