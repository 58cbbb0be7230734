#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/results_read_impl.h"

void *mu_read_own(struct mu_reading *r, void *item)
{
    struct mu_owned *owned = item ? malloc(sizeof *owned) : NULL;

    if (!item)
        return NULL;
    if (!owned) {
        mu_get_no_memory(&r->get);
        free(item);
        return NULL;
    }
    *owned = (struct mu_owned){r->to->pool, item};
    r->to->pool = owned;
    return item;
}

const char **mu_read_own_texts(struct mu_reading *r, char **texts, size_t n)
{
    const char **kept;
    bool ok = texts != NULL;

    for (size_t i = 0; ok && i < n; i++) {
        ok = mu_read_own(r, texts[i]) != NULL;
        if (!ok)
            for (size_t j = i + 1; j < n; j++)
                free(texts[j]);
    }
    kept = ok ? mu_get_alloc(&r->get, n, sizeof *kept) : NULL;
    for (size_t i = 0; kept && i < n; i++)
        kept[i] = texts[i];
    free(texts);
    return mu_read_own(r, kept);
}

/* An HDF5 file that muster did not write has neither version. */
static void check_format(struct mu_reading *r)
{
    const char *version = mu_read_own(r, mu_get_text(&r->get, r->file, ".", "muster_version"));
    uint64_t format = 0;
    bool numbered =
        mu_get_number(&r->get, r->file, ".", "format_version", H5T_NATIVE_UINT64, &format);

    r->to->meta.muster_version = version;
    if (!mu_get_ok(&r->get) || (version && numbered && format <= MU_RESULTS_FORMAT))
        return;
    r->get.err = MU_ERR_INPUT;
    if (version && numbered)
        snprintf(r->get.why, MU_WHY_MAX,
                 "was written by muster %.40s in format %llu; this muster reads formats up to %d",
                 version, (unsigned long long)format, MU_RESULTS_FORMAT);
    else
        snprintf(r->get.why, MU_WHY_MAX, "is an HDF5 file, but not a result of muster");
}

static void read_inputs(struct mu_reading *r)
{
    check_format(r);
    mu_read_root(r);
    mu_read_input(r);
}

static void read_parts(struct mu_reading *r)
{
    read_inputs(r);
    mu_read_entities(r);
    mu_read_events(r);
    mu_read_series(r);
    mu_read_hazard(r);
    mu_read_tasks(r);
    mu_read_objectives(r);
    mu_read_observed(r);
}

static void read_with_boards(struct mu_reading *r)
{
    read_parts(r);
    mu_read_boards(r);
}

static bool refuse(struct mu_get *get, enum mu_err err, const char *what)
{
    get->err = err;
    snprintf(get->why, MU_WHY_MAX, "%s", what);
    return false;
}

static bool can_be_read(struct mu_get *get, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat what;
    bool ordinary;

    if (file < 0)
        return refuse(get, MU_ERR_IO, strerror(errno));
    ordinary = fstat(file, &what) == 0 && S_ISREG(what.st_mode);
    close(file);
    return ordinary || refuse(get, MU_ERR_IO, "is not an ordinary file");
}

static bool open_file(struct mu_reading *r, const char *path)
{
    if (!can_be_read(&r->get, path))
        return false;
    if (H5Fis_hdf5(path) <= 0)
        return refuse(&r->get, MU_ERR_INPUT, "is not a result of muster: it is not an HDF5 file");
    r->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    return r->file >= 0 || refuse(&r->get, MU_ERR_INPUT, "is damaged or was cut short");
}

static void read_quietly(struct mu_reading *r, const char *path,
                         void (*parts)(struct mu_reading *r))
{
    H5E_auto2_t print;
    void *data;

    H5Eget_auto2(H5E_DEFAULT, &print, &data);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    if (open_file(r, path)) {
        parts(r);
        H5Fclose(r->file);
    }
    H5Eset_auto2(H5E_DEFAULT, print, data);
}

static enum mu_err read_file(const char *path, struct mu_results_file *file, char *why,
                             void (*parts)(struct mu_reading *r))
{
    struct mu_reading r = {.get = {.why = why}, .file = -1, .to = file};

    why[0] = '\0';
    *file = (struct mu_results_file){0};
    read_quietly(&r, path, parts);
    if (r.get.err != MU_OK)
        mu_results_file_fini(file);
    return r.get.err;
}

enum mu_err mu_results_read(const char *path, struct mu_results_file *file, char *why)
{
    return read_file(path, file, why, read_parts);
}

enum mu_err mu_results_read_boards(const char *path, struct mu_results_file *file, char *why)
{
    return read_file(path, file, why, read_with_boards);
}

enum mu_err mu_results_read_inputs(const char *path, struct mu_results_file *file, char *why)
{
    return read_file(path, file, why, read_inputs);
}

void mu_results_file_fini(struct mu_results_file *file)
{
    struct mu_owned *owned = file->pool;

    mu_result_fini(&file->result);
    while (owned) {
        struct mu_owned *next = owned->next;
        free(owned->item);
        free(owned);
        owned = next;
    }
    *file = (struct mu_results_file){0};
}
