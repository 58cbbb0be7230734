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

/* What is known of the things of a kind, or NULL. */
const struct mu_attribute_column *mu_page_column(const struct mu_results_meta *meta,
                                                 const char *kind, const char *name);
/* The place of a thing among those of its kind, from 0. */
size_t mu_page_rank(const struct mu_result *result, uint32_t thing);
/* "Luozhen" of "zone/Luozhen", and what people call it: its title, or that name. */
const char *mu_page_name(const struct mu_result *result, uint32_t thing);
const char *mu_page_title(const struct mu_results_file *file, uint32_t thing);

/* Geometry shared by all plans: grid, roads, zones, shelters, dikes; null without a grid. */
json_t *mu_page_map(const struct mu_results_file *file);
/* Depth at the frames, and what had become of each zone's people by then. */
json_t *mu_page_frames(const struct mu_results_file *file);
/* [rank of the thing, from, until or null] of every span between two kinds of events: roads
 * closed, dikes open. */
json_t *mu_page_spans(const struct mu_result *result, const char *begins, const char *ends);
/* Levels of the leading office, first events of each kind. */
json_t *mu_page_levels(const struct mu_result *result);
json_t *mu_page_milestones(const struct mu_result *result);
/* Curves, what they count, and what was observed of them. */
json_t *mu_page_curves(const struct mu_view *view);
json_t *mu_page_charts(void);
json_t *mu_page_observed(const struct mu_results_meta *meta);
json_t *mu_page_items(const struct mu_results_file *file, const struct mu_view *view);

/* A metric's value with the persons it concerns, where that is more than all:
 *     value, censored   as in metrics.h
 *     persons           who shared hours or waits; null: no such number
 *     never             of them, whose wait had no end in the run; null: no wait
 *     reason            why there is nothing to measure, or null */
json_t *mu_page_figure(const struct mu_results_file *file, const struct mu_view *view,
                       const char *metric, struct mu_metric_value value);
json_t *mu_page_headline(const struct mu_results_file *file, const struct mu_view *view);
json_t *mu_page_headings(void);
/* Objectives, and the ratings with the least attainment of each. */
json_t *mu_page_objectives(const struct mu_results_file *file, const struct mu_view *view);
json_t *mu_page_ratings(void);

extern const unsigned char mu_page_template[];
extern const size_t mu_page_template_size;

#endif
