/* page.h - `muster report`: result files side by side on one page that opens offline.
 *
 * The page is a template (page/report.html, embedded when the library is built) with one
 * JSON object in it; everything on it comes from the result files.
 */
#ifndef MU_ANALYSIS_PAGE_H
#define MU_ANALYSIS_PAGE_H

#include <stdio.h>

#include "analysis/results.h"

/* `files` are of the same scenario; the first one gives the map. MU_ERR_IO: not written;
 * `why` has MU_WHY_MAX bytes. */
enum mu_err mu_page_write(FILE *out, const struct mu_results_file *files, size_t n,
                          char *why) MU_CHECKED;

#endif
