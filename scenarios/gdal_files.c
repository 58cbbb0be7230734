#include "scenarios/gdal_files.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <stdint.h>
#include <string.h>

/* GDAL's own file system in memory is the only way to hand it bytes. */
#define MEMORY "/vsimem/muster/"

static const char *memory_path(const struct mu_inputs *inputs, const char *path)
{
    return mu_pool_printf(inputs->pool, MEMORY "%s", path);
}

static const char *given_path(const struct mu_inputs *inputs, const char *name)
{
    const char *folder = name[0] == '/' ? "" : inputs->folder;
    return mu_pool_printf(inputs->pool, MEMORY "%s%s", folder, name);
}

/* GDAL only reads what it is shown here; nothing is copied. */
static void show_given(const struct mu_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n_given; i++) {
        const struct mu_source_file *file = &inputs->given[i];
        const char *path = given_path(inputs, file->name);
        GByte *bytes = (GByte *)(uintptr_t)file->bytes;
        VSILFILE *f = path ? VSIFileFromMemBuffer(path, bytes, file->n, FALSE) : NULL;
        if (f)
            VSIFCloseL(f);
    }
}

static void hide_given(const struct mu_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n_given; i++) {
        const char *path = given_path(inputs, inputs->given[i].name);
        if (path)
            VSIUnlink(path);
    }
}

/* Whatever else GDAL looked at: .prj, .aux.xml, the parts of a shapefile. */
static void keep_neighbours(struct mu_inputs *inputs, GDALDatasetH set)
{
    char **files = GDALGetFileList(set);
    for (char **file = files; file && *file; file++) {
        const char *path = mu_pool_text(inputs->pool, *file, strlen(*file));
        if (path)
            mu_inputs_try(inputs, path);
    }
    CSLDestroy(files);
}

GDALDatasetH mu_gdal_open(struct mu_inputs *inputs, const char *path, unsigned kind)
{
    if (inputs->given) {
        show_given(inputs);
        path = memory_path(inputs, path);
    }
    GDALDatasetH set = path ? GDALOpenEx(path, kind | GDAL_OF_READONLY, NULL, NULL, NULL) : NULL;
    if (set && !inputs->given)
        keep_neighbours(inputs, set);
    if (!set && inputs->given)
        hide_given(inputs);
    return set;
}

void mu_gdal_close(const struct mu_inputs *inputs, GDALDatasetH set)
{
    GDALClose(set);
    if (inputs->given)
        hide_given(inputs);
}
