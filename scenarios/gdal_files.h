/* gdal_files.h - what GDAL reads counts as input like every other file: the bytes of a map and
 * of the files beside it are kept, and a map that is repeated from kept bytes is opened from
 * memory. */
#ifndef MU_SCENARIOS_GDAL_FILES_H
#define MU_SCENARIOS_GDAL_FILES_H

#include <gdal.h>

#include "scenarios/inputs.h"

/* `path` was opened with mu_inputs_open before; `kind` is GDAL_OF_RASTER or GDAL_OF_VECTOR.
 * NULL when GDAL does not know it: CPLGetLastErrorMsg says why. */
GDALDatasetH mu_gdal_open(struct mu_inputs *inputs, const char *path, unsigned kind);
void mu_gdal_close(const struct mu_inputs *inputs, GDALDatasetH set);

#endif
