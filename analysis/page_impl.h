/* page_impl.h - the parts of the page's data, one file each. All json_t are new references;
 * NULL = no memory. Times in seconds since the start, null = never.
 */
#ifndef MU_ANALYSIS_PAGE_IMPL_H
#define MU_ANALYSIS_PAGE_IMPL_H

#include <jansson.h>

#include "analysis/page.h"
#include "analysis/view.h"

#define MU_DEPTH_STEPS_PER_M 40 /* a byte holds depths up to 6.4 m in steps of 25 mm */

json_t *mu_page_time(mu_time t);
json_t *mu_page_number(double v); /* null for NaN and infinities */

/* Geometry shared by all plans: grid, roads, zones, shelters, dikes; null without a grid. */
json_t *mu_page_map(const struct mu_results_file *file);
/* Depth at the frames, and what had become of each zone's people by then. */
json_t *mu_page_frames(const struct mu_results_file *file);
/* [road, closed at, opened at or null] of every closure. */
json_t *mu_page_closures(const struct mu_result *result);
/* Levels of the leading office, first events of each kind. */
json_t *mu_page_levels(const struct mu_result *result);
json_t *mu_page_milestones(const struct mu_result *result);
/* Curves, plan items, objectives, headline figures. */
json_t *mu_page_curves(const struct mu_view *view);
json_t *mu_page_charts(void);
json_t *mu_page_items(const struct mu_view *view);
json_t *mu_page_objectives(const struct mu_score *score);
json_t *mu_page_headline(const struct mu_view *view);
json_t *mu_page_headings(void);

extern const unsigned char mu_page_template[];
extern const size_t mu_page_template_size;

#endif
