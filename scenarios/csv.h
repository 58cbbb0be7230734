/* csv.h - RFC 4180 tables with a header row -> a list of mappings.
 *
 * A column is "name", "name [unit]" (the unit of every cell that has none) or "at.lon" (a
 * member of a mapping "at"). An empty cell is left out; a line that begins with # is skipped.
 */
#ifndef MU_SCENARIOS_CSV_H
#define MU_SCENARIOS_CSV_H

#include "scenarios/tree.h"

/* `bytes` must be UTF-8. Mistakes are reported: rows with one are left out; NULL when nothing
 * can be read. */
struct mu_tree *mu_csv_read(struct mu_pool *pool, const char *bytes, size_t n, const char *file,
                            struct mu_diags *diags);

#endif
