#include "analysis/h5get.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/score.h"

bool mu_get_ok(const struct mu_get *get)
{
    return get->err == MU_OK;
}

void mu_get_fail(struct mu_get *get, const char *fmt, ...)
{
    int used;
    va_list args;

    if (!mu_get_ok(get))
        return;
    get->err = MU_ERR_INPUT;
    used = snprintf(get->why, MU_WHY_MAX, "damaged: ");
    va_start(args, fmt);
    vsnprintf(get->why + used, (size_t)(MU_WHY_MAX - used), fmt, args);
    va_end(args);
}

void mu_get_no_memory(struct mu_get *get)
{
    if (!mu_get_ok(get))
        return;
    get->err = MU_ERR_MEMORY;
    snprintf(get->why, MU_WHY_MAX, "%s", mu_err_text(MU_ERR_MEMORY));
}

void *mu_get_alloc(struct mu_get *get, size_t n, size_t size)
{
    void *p = mu_get_ok(get) && n < SIZE_MAX ? calloc(n + 1, size) : NULL;

    if (!p)
        mu_get_no_memory(get);
    return p;
}

hid_t mu_get_group(struct mu_get *get, hid_t at, const char *name)
{
    hid_t group = -1;

    if (mu_get_ok(get))
        group = H5Gopen2(at, name, H5P_DEFAULT);
    if (mu_get_ok(get) && group < 0)
        mu_get_fail(get, "there is no group %s", name);
    return group;
}

bool mu_get_has(const struct mu_get *get, hid_t at, const char *name)
{
    return mu_get_ok(get) && H5Lexists(at, name, H5P_DEFAULT) > 0;
}

void mu_get_group_end(hid_t group)
{
    if (group >= 0)
        H5Gclose(group);
}

size_t mu_get_links(struct mu_get *get, hid_t group)
{
    H5G_info_t info;

    if (!mu_get_ok(get))
        return 0;
    if (H5Gget_info(group, &info) < 0) {
        mu_get_fail(get, "a group cannot be listed");
        return 0;
    }
    return (size_t)info.nlinks;
}

bool mu_get_link(struct mu_get *get, hid_t group, size_t i, char *name, size_t size)
{
    ssize_t n = -1;

    if (mu_get_ok(get))
        n = H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, name, size,
                               H5P_DEFAULT);
    if (n < 0 || (size_t)n >= size)
        mu_get_fail(get, "a group does not list its members in order");
    return mu_get_ok(get);
}

/* ---- columns ---- */

static bool shape_of(hid_t set, struct mu_get_shape *shape)
{
    hid_t space = H5Dget_space(set), type = H5Dget_type(set);
    hsize_t dims[MU_GET_RANK] = {0};
    int rank = H5Sget_simple_extent_ndims(space);

    if (rank >= 0 && rank <= MU_GET_RANK)
        H5Sget_simple_extent_dims(space, dims, NULL);
    *shape = (struct mu_get_shape){.rank = rank, .text = H5Tget_class(type) == H5T_STRING};
    for (int i = 0; i < MU_GET_RANK; i++)
        shape->dims[i] = (size_t)dims[i];
    H5Tclose(type);
    H5Sclose(space);
    return rank >= 0 && rank <= MU_GET_RANK;
}

static hid_t open_set(struct mu_get *get, hid_t group, const char *name, struct mu_get_shape *shape)
{
    hid_t set = -1;

    if (!mu_get_ok(get))
        return -1;
    set = H5Dopen2(group, name, H5P_DEFAULT);
    if (set >= 0 && shape_of(set, shape))
        return set;
    if (set >= 0)
        H5Dclose(set);
    mu_get_fail(get, "there is no column %s", name);
    return -1;
}

bool mu_get_shape(struct mu_get *get, hid_t group, const char *name, struct mu_get_shape *shape)
{
    hid_t set = open_set(get, group, name, shape);

    if (set >= 0)
        H5Dclose(set);
    return set >= 0;
}

/* False when the product does not fit. */
static bool elements(const struct mu_get_shape *shape, size_t size, size_t *n)
{
    *n = 1;
    for (int i = 0; i < shape->rank; i++) {
        if (shape->dims[i] && *n > SIZE_MAX / 2 / size / shape->dims[i])
            return false;
        *n *= shape->dims[i];
    }
    return true;
}

static bool same_shape(const struct mu_get_shape *a, const struct mu_get_shape *b)
{
    bool same = a->rank == b->rank;

    for (int i = 0; same && i < a->rank; i++)
        same = a->dims[i] == b->dims[i];
    return same;
}

static void *read_set(struct mu_get *get, hid_t set, const char *name, hid_t type, size_t size,
                      const struct mu_get_shape *shape)
{
    size_t n = 0;
    void *data;

    if (!elements(shape, size, &n) || shape->text) {
        mu_get_fail(get, "column %s is not as expected", name);
        return NULL;
    }
    data = mu_get_alloc(get, n, size);
    if (data && n && H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
        mu_get_fail(get, "column %s cannot be read", name);
    if (!mu_get_ok(get)) {
        free(data);
        return NULL;
    }
    return data;
}

void *mu_get_block(struct mu_get *get, hid_t group, const char *name, hid_t type, size_t size,
                   const struct mu_get_shape *shape)
{
    struct mu_get_shape found;
    hid_t set = open_set(get, group, name, &found);
    void *data = NULL;

    if (set < 0)
        return NULL;
    if (same_shape(&found, shape))
        data = read_set(get, set, name, type, size, &found);
    else
        mu_get_fail(get, "column %s does not fit the others", name);
    H5Dclose(set);
    return data;
}

/* One axis, of the length that is expected. */
static bool fits(struct mu_get *get, const char *name, const struct mu_get_shape *shape, size_t *n)
{
    if (shape->rank == 1 && *n == SIZE_MAX)
        *n = shape->dims[0];
    if (shape->rank == 1 && *n == shape->dims[0])
        return true;
    mu_get_fail(get, "column %s does not fit the others", name);
    return false;
}

void *mu_get_column(struct mu_get *get, hid_t group, const char *name, hid_t type, size_t size,
                    size_t *n)
{
    struct mu_get_shape shape;
    hid_t set = open_set(get, group, name, &shape);
    void *data = NULL;

    if (set < 0)
        return NULL;
    if (fits(get, name, &shape, n))
        data = read_set(get, set, name, type, size, &shape);
    H5Dclose(set);
    return data;
}

/* Beyond this, a double cannot tell microseconds apart: 285 years. */
#define LATEST_S 9e9

bool mu_get_to_time(double seconds, mu_time *t)
{
    if (!(fabs(seconds) < LATEST_S))
        return false;
    *t = (mu_time)llround(seconds * (double)MU_SECOND);
    return true;
}

mu_time *mu_get_times(struct mu_get *get, hid_t group, const char *name, size_t *n)
{
    double *seconds = mu_get_column(get, group, name, H5T_NATIVE_DOUBLE, sizeof *seconds, n);
    mu_time *times = seconds ? mu_get_alloc(get, *n, sizeof *times) : NULL;

    for (size_t i = 0; times && i < *n; i++) {
        if (isnan(seconds[i]))
            times[i] = MU_NEVER;
        else if (!mu_get_to_time(seconds[i], &times[i]))
            mu_get_fail(get, "column %s holds an impossible time", name);
    }
    free(seconds);
    if (mu_get_ok(get))
        return times;
    free(times);
    return NULL;
}

static hid_t text_type(void)
{
    hid_t type = H5Tcopy(H5T_C_S1);

    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

/* HDF5 allocated `raw`; ours can be freed one by one. */
static char **copy_texts(struct mu_get *get, char **raw, size_t n)
{
    char **texts = mu_get_alloc(get, n, sizeof *texts);

    for (size_t i = 0; texts && i < n; i++) {
        texts[i] = strdup(raw[i] ? raw[i] : "");
        if (!texts[i]) {
            mu_get_texts_free(texts, i);
            mu_get_no_memory(get);
            return NULL;
        }
    }
    return texts;
}

static char **read_texts(struct mu_get *get, hid_t set, const char *name, size_t n)
{
    hid_t type = text_type(), space = H5Dget_space(set);
    char **raw = mu_get_alloc(get, n, sizeof *raw), **texts = NULL;

    if (raw && n && H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw) < 0)
        mu_get_fail(get, "column %s is not text", name);
    if (raw && mu_get_ok(get)) {
        texts = copy_texts(get, raw, n);
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw);
    }
    free(raw);
    H5Sclose(space);
    H5Tclose(type);
    return texts;
}

char **mu_get_texts(struct mu_get *get, hid_t group, const char *name, size_t *n)
{
    struct mu_get_shape shape;
    hid_t set = open_set(get, group, name, &shape);
    char **texts = NULL;

    if (set < 0)
        return NULL;
    if (fits(get, name, &shape, n))
        texts = read_texts(get, set, name, *n);
    H5Dclose(set);
    return texts;
}

void mu_get_texts_free(char **texts, size_t n)
{
    for (size_t i = 0; texts && i < n; i++)
        free(texts[i]);
    free(texts);
}

/* ---- attributes ---- */

/* A scalar attribute, or -1 when it is missing. */
static hid_t open_attribute(const struct mu_get *get, hid_t at, const char *of, const char *name)
{
    if (!mu_get_ok(get) || H5Aexists_by_name(at, of, name, H5P_DEFAULT) <= 0)
        return -1;
    return H5Aopen_by_name(at, of, name, H5P_DEFAULT, H5P_DEFAULT);
}

static bool is_single(hid_t attribute)
{
    hid_t space = H5Aget_space(attribute);
    bool single = H5Sget_simple_extent_npoints(space) == 1;

    H5Sclose(space);
    return single;
}

char *mu_get_text(struct mu_get *get, hid_t at, const char *of, const char *name)
{
    hid_t attribute = open_attribute(get, at, of, name), type;
    char *raw = NULL, *text = NULL;

    if (attribute < 0)
        return NULL;
    type = text_type();
    if (is_single(attribute) && H5Aread(attribute, type, &raw) >= 0) {
        text = strdup(raw ? raw : "");
        H5free_memory(raw);
        if (!text)
            mu_get_no_memory(get);
    } else {
        mu_get_fail(get, "attribute %s is not a text", name);
    }
    H5Tclose(type);
    H5Aclose(attribute);
    return text;
}

bool mu_get_number(struct mu_get *get, hid_t at, const char *of, const char *name, hid_t type,
                   void *value)
{
    hid_t attribute = open_attribute(get, at, of, name);

    if (attribute < 0)
        return false;
    if (!is_single(attribute) || H5Aread(attribute, type, value) < 0)
        mu_get_fail(get, "attribute %s is not a number", name);
    H5Aclose(attribute);
    return mu_get_ok(get);
}
