#include "analysis/h5put.h"

#include <hdf5_hl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

/* The file grows in memory by such steps. */
#define GROWTH ((size_t)1 << 20)
/* About so many elements in a chunk: 512 KiB of doubles, inside HDF5's 1 MiB chunk cache. */
#define CHUNK_ELEMENTS ((size_t)1 << 16)

static bool done(struct mu_put *put, herr_t status)
{
    if (status < 0)
        put->failed = true;
    return status >= 0;
}

/* H5open-ed ids and their checks: an id below 0 is a failure. */
static hid_t got(struct mu_put *put, hid_t id)
{
    if (id < 0)
        put->failed = true;
    return id;
}

/* The earliest format has a superblock without checksum: H5Fget_file_image of HDF5 1.10
 * changes a byte of the later ones without mending theirs. */
static hid_t in_memory(struct mu_put *put)
{
    hid_t access = got(put, H5Pcreate(H5P_FILE_ACCESS));

    done(put, H5Pset_fapl_core(access, GROWTH, 0));
    done(put, H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18));
    return access;
}

bool mu_put_open(struct mu_put *put)
{
    hid_t access, creation;

    *put = (struct mu_put){.file = -1};
    access = in_memory(put);
    creation = got(put, H5Pcreate(H5P_FILE_CREATE));
    done(put, H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    done(put, H5Pset_attr_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    if (!put->failed)
        put->file = got(put, H5Fcreate("muster", H5F_ACC_TRUNC, creation, access));
    H5Pclose(creation);
    H5Pclose(access);
    return !put->failed;
}

static unsigned char *image(struct mu_put *put, size_t *n)
{
    unsigned char *bytes = NULL;
    ssize_t size;

    if (!done(put, H5Fflush(put->file, H5F_SCOPE_GLOBAL)))
        return NULL;
    size = H5Fget_file_image(put->file, NULL, 0);
    if (size > 0)
        bytes = malloc((size_t)size);
    if (bytes && H5Fget_file_image(put->file, bytes, (size_t)size) == size) {
        *n = (size_t)size;
        return bytes;
    }
    free(bytes);
    put->failed = true;
    return NULL;
}

unsigned char *mu_put_close(struct mu_put *put, size_t *n)
{
    unsigned char *bytes = put->failed ? NULL : image(put, n);

    if (put->file >= 0)
        H5Fclose(put->file);
    put->file = -1;
    return bytes;
}

hid_t mu_put_group(struct mu_put *put, hid_t at, const char *name)
{
    hid_t how, group = -1;

    if (put->failed)
        return -1;
    how = got(put, H5Pcreate(H5P_GROUP_CREATE));
    done(put, H5Pset_link_creation_order(how, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    done(put, H5Pset_attr_creation_order(how, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    if (!put->failed)
        group = got(put, H5Gcreate2(at, name, H5P_DEFAULT, how, H5P_DEFAULT));
    H5Pclose(how);
    return group;
}

void mu_put_group_end(struct mu_put *put, hid_t group)
{
    if (group >= 0)
        done(put, H5Gclose(group));
}

hid_t mu_put_text_type(struct mu_put *put)
{
    hid_t type = got(put, H5Tcopy(H5T_C_S1));

    done(put, H5Tset_size(type, H5T_VARIABLE));
    done(put, H5Tset_cset(type, H5T_CSET_UTF8));
    return type;
}

/* ---- attributes ---- */

static void write_attribute(struct mu_put *put, hid_t at, const char *of, const char *name,
                            hid_t type, size_t n, const void *data)
{
    hsize_t dim = n;
    hid_t space, attribute;

    if (put->failed)
        return;
    space = got(put, n == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &dim, NULL));
    attribute = got(
        put, H5Acreate_by_name(at, of, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    if (attribute >= 0) {
        done(put, H5Awrite(attribute, type, data));
        done(put, H5Aclose(attribute));
    }
    H5Sclose(space);
}

void mu_put_text(struct mu_put *put, hid_t at, const char *of, const char *name, const char *text)
{
    hid_t type;

    if (put->failed || !text)
        return;
    type = mu_put_text_type(put);
    write_attribute(put, at, of, name, type, 1, &text);
    H5Tclose(type);
}

void mu_put_number(struct mu_put *put, hid_t at, const char *of, const char *name, double value)
{
    write_attribute(put, at, of, name, H5T_NATIVE_DOUBLE, 1, &value);
}

void mu_put_integer(struct mu_put *put, hid_t at, const char *of, const char *name, int64_t value)
{
    write_attribute(put, at, of, name, H5T_NATIVE_INT64, 1, &value);
}

void mu_put_count(struct mu_put *put, hid_t at, const char *of, const char *name, uint64_t value)
{
    write_attribute(put, at, of, name, H5T_NATIVE_UINT64, 1, &value);
}

static void join(char *text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            *text++ = ' ';
        for (const char *c = words[i]; *c; c++)
            *text++ = *c == ' ' ? '_' : *c;
    }
    *text = '\0';
}

void mu_put_flags(struct mu_put *put, hid_t at, const char *of, const char *const *meanings,
                  size_t n)
{
    size_t length = 1;
    uint16_t *values = calloc(n + 1, sizeof *values);
    char *text;

    for (size_t i = 0; i < n; i++) {
        length += strlen(meanings[i]) + 1;
        if (values)
            values[i] = (uint16_t)i;
    }
    text = malloc(length);
    if (text && values && n) {
        join(text, meanings, n);
        write_attribute(put, at, of, "flag_values", H5T_NATIVE_UINT16, n, values);
        mu_put_text(put, at, of, "flag_meanings", text);
    }
    put->failed |= !text || !values;
    free(text);
    free(values);
}

/* ---- columns ---- */

static bool is_text(hid_t type)
{
    return H5Tget_class(type) == H5T_STRING;
}

/* Whole rows of the last axes, as many as make a good chunk. */
static void chunk_dims(const struct mu_put_column *c, hsize_t *chunk)
{
    size_t left = CHUNK_ELEMENTS;

    for (int i = c->rank - 1; i >= 0; i--) {
        size_t n = c->dims[i] < left ? c->dims[i] : left;
        chunk[i] = n ? n : 1;
        left = left / (size_t)chunk[i] ? left / (size_t)chunk[i] : 1;
    }
}

static hid_t creation_of(struct mu_put *put, const struct mu_put_column *c)
{
    hid_t how = got(put, H5Pcreate(H5P_DATASET_CREATE));
    hsize_t chunk[MU_PUT_RANK];
    double nan_value = NAN;

    chunk_dims(c, chunk);
    if (c->rank > 0)
        done(put, H5Pset_chunk(how, c->rank, chunk));
    done(put, H5Pset_attr_creation_order(how, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    if (c->fill_nan)
        done(put, H5Pset_fill_value(how, H5T_NATIVE_DOUBLE, &nan_value));
    return how;
}

/* An empty axis can only be chunked when it may grow. */
static hid_t space_of(struct mu_put *put, const struct mu_put_column *c)
{
    hsize_t dims[MU_PUT_RANK], most[MU_PUT_RANK];

    if (c->rank == 0)
        return got(put, H5Screate(H5S_SCALAR));
    for (int i = 0; i < c->rank; i++) {
        dims[i] = c->dims[i];
        most[i] = c->dims[i] ? c->dims[i] : H5S_UNLIMITED;
    }
    return got(put, H5Screate_simple(c->rank, dims, most));
}

static void attach(struct mu_put *put, hid_t group, hid_t set, const struct mu_put_column *c)
{
    for (int i = 0; i < c->rank && !put->failed; i++) {
        hid_t scale;
        mu_assert(c->scales[i]);
        if (strcmp(c->scales[i], c->name) == 0) {
            done(put, H5DSset_scale(set, c->name));
            continue;
        }
        scale = got(put, H5Dopen2(group, c->scales[i], H5P_DEFAULT));
        if (scale >= 0) {
            done(put, H5DSattach_scale(set, scale, (unsigned)i));
            H5Dclose(scale);
        }
    }
}

static void describe(struct mu_put *put, hid_t group, const struct mu_put_column *c)
{
    double nan_value = NAN;
    float nan_float = NAN;

    if (c->units && c->units[0])
        mu_put_text(put, group, c->name, "units", c->units);
    else if (!is_text(c->type))
        mu_put_text(put, group, c->name, "units", "1");
    if (c->long_name && c->long_name[0])
        mu_put_text(put, group, c->name, "long_name", c->long_name);
    if (c->standard_name && c->standard_name[0])
        mu_put_text(put, group, c->name, "standard_name", c->standard_name);
    if (c->fill_nan && H5Tget_size(c->type) == sizeof nan_float)
        write_attribute(put, group, c->name, "_FillValue", c->type, 1, &nan_float);
    else if (c->fill_nan)
        write_attribute(put, group, c->name, "_FillValue", c->type, 1, &nan_value);
}

static size_t elements(const struct mu_put_column *c)
{
    size_t n = 1;

    for (int i = 0; i < c->rank; i++)
        n *= c->dims[i];
    return n;
}

void mu_put_column(struct mu_put *put, hid_t group, const struct mu_put_column *column)
{
    hid_t how, space, set = -1;

    if (put->failed)
        return;
    how = creation_of(put, column);
    space = space_of(put, column);
    if (!put->failed)
        set = got(put, H5Dcreate2(group, column->name, column->type, space, H5P_DEFAULT, how,
                                  H5P_DEFAULT));
    if (set >= 0) {
        if (elements(column) && column->data)
            done(put, H5Dwrite(set, column->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, column->data));
        attach(put, group, set, column);
        describe(put, group, column);
        done(put, H5Dclose(set));
    }
    H5Sclose(space);
    H5Pclose(how);
}

void mu_put_texts(struct mu_put *put, hid_t group, const char *name, const char *const *texts,
                  size_t n, const char *scale, const char *long_name)
{
    const char **whole = calloc(n + 1, sizeof *whole);
    hid_t type;

    if (!whole || put->failed) {
        put->failed = true;
        free(whole);
        return;
    }
    for (size_t i = 0; i < n; i++)
        whole[i] = texts[i] ? texts[i] : "";
    type = mu_put_text_type(put);
    mu_put_column(put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = type,
                                          .rank = 1,
                                          .dims = {n},
                                          .scales = {scale},
                                          .data = whole,
                                          .long_name = long_name});
    H5Tclose(type);
    free(whole);
}

void mu_put_times(struct mu_put *put, hid_t group, const char *name, const mu_time *times, size_t n,
                  const char *scale, const char *units, const char *long_name)
{
    double *seconds = calloc(n + 1, sizeof *seconds);

    if (!seconds) {
        put->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        seconds[i] = times[i] == MU_NEVER ? NAN : (double)times[i] / (double)MU_SECOND;
    mu_put_column(put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = H5T_NATIVE_DOUBLE,
                                          .rank = 1,
                                          .dims = {n},
                                          .scales = {scale},
                                          .data = seconds,
                                          .units = units,
                                          .long_name = long_name,
                                          .standard_name = "time",
                                          .fill_nan = strcmp(name, scale) != 0});
    free(seconds);
}

void mu_put_row_scale(struct mu_put *put, hid_t group, const char *name, size_t n,
                      const char *long_name)
{
    uint64_t *rows = calloc(n + 1, sizeof *rows);

    if (!rows) {
        put->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        rows[i] = i;
    mu_put_column(put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = H5T_NATIVE_UINT64,
                                          .rank = 1,
                                          .dims = {n},
                                          .scales = {name},
                                          .data = rows,
                                          .long_name = long_name});
    free(rows);
}
