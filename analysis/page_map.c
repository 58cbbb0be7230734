/* page_map.c - the map's geometry, the water and the roads on it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/page_impl.h"

static const struct mu_grid_info *find_grid(const struct mu_result *r, const char *name)
{
    for (size_t i = 0; i < r->n_grids; i++)
        if (strcmp(r->grids[i].name, name) == 0)
            return &r->grids[i];
    return NULL;
}

static char *base64(const unsigned char *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = malloc((n + 2) / 3 * 4 + 1), *to = text;

    for (size_t i = 0; text && i < n; i += 3) {
        const unsigned v = (unsigned)bytes[i] << 16 |
                           (unsigned)(i + 1 < n ? bytes[i + 1] : 0) << 8 |
                           (unsigned)(i + 2 < n ? bytes[i + 2] : 0);
        *to++ = digits[v >> 18];
        *to++ = digits[v >> 12 & 63];
        *to++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
        *to++ = i + 2 < n ? digits[v & 63] : '=';
    }
    if (text)
        *to = '\0';
    return text;
}

/* Cells as one byte each: (value - from) x steps, cut to 0 .. 255; missing = 0. */
static json_t *cells_json(const float *cells, size_t n, double from, double steps)
{
    unsigned char *bytes = malloc(n + 1);

    if (!bytes)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const double v = isnan((double)cells[i]) ? 0 : ((double)cells[i] - from) * steps;
        bytes[i] = (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v + 0.5);
    }
    char *text = base64(bytes, n);
    json_t *json = text ? json_string(text) : NULL;
    free(text);
    free(bytes);
    return json;
}

static json_t *ground_json(const struct mu_result *r)
{
    const struct mu_grid_info *g = find_grid(r, "ground");

    if (!g || g->n_times == 0)
        return json_null();
    const size_t n = g->nx * g->ny;
    float lo = g->cells[0];
    for (size_t i = 1; i < n; i++)
        lo = fminf(lo, g->cells[i]);
    return cells_json(g->cells, n, (double)lo, 1.0);
}

/* "LINESTRING (x y, x y, ...)" as [x, y, x, y, ...]. */
static json_t *line_json(const char *wkt)
{
    json_t *points = json_array();
    const char *at = strchr(wkt, '(');

    while (at && *++at && *at != ')') {
        char *end;
        for (int k = 0; k < 2; k++, at = end)
            json_array_append_new(points, json_real(strtod(at, &end)));
        at = strpbrk(at, ",)");
        if (at && *at == ')')
            break;
    }
    return points;
}

static json_t *roads_json(const struct mu_results_meta *meta)
{
    const struct mu_attribute_column *lines = mu_page_column(meta, "road", "geometry");
    json_t *roads = json_array();

    for (size_t i = 0; lines && lines->texts && i < lines->n; i++)
        json_array_append_new(roads, line_json(lines->texts[i]));
    return roads;
}

/* Every entity of a kind that has coordinates. */
static json_t *places_json(const struct mu_results_file *file, const char *kind)
{
    const struct mu_result *r = &file->result;
    const struct mu_attribute_column *x = mu_page_column(&file->meta, kind, "at_x");
    const struct mu_attribute_column *y = mu_page_column(&file->meta, kind, "at_y");
    const struct mu_attribute_column *p = mu_page_column(&file->meta, kind, "population");
    json_t *list = json_array();
    size_t k = 0;

    for (size_t i = 1; x && y && i <= r->n_entities; i++) {
        if (strcmp(r->things[i].kind, kind) != 0)
            continue;
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:f, s:f, s:f}", "name", mu_page_name(r, (uint32_t)i),
                            "label", mu_page_title(file, (uint32_t)i), "x", x->values[k], "y",
                            y->values[k], "persons", p ? p->values[k] : 0.0));
        k++;
    }
    return list;
}

json_t *mu_page_map(const struct mu_results_file *file)
{
    const struct mu_grid_info *g = find_grid(&file->result, "depth");

    if (!g)
        return json_null();
    return json_pack("{s:I, s:I, s:f, s:f, s:f, s:i, s:o, s:o, s:o, s:o, s:o}", "nx",
                     (json_int_t)g->nx, "ny", (json_int_t)g->ny, "x0", g->x0, "y0", g->y0, "dx",
                     g->dx, "depth_steps_per_m", MU_DEPTH_STEPS_PER_M, "ground",
                     ground_json(&file->result), "roads", roads_json(&file->meta), "zones",
                     places_json(file, "zone"), "shelters", places_json(file, "shelter"), "dikes",
                     places_json(file, "dike"));
}

/* The value of a series of one thing at the last sample not after t; 0 without one. */
static double sampled(const struct mu_result *r, const char *name, size_t k, mu_time t)
{
    const struct mu_series_info *s = mu_result_series(r, name);
    size_t row = r->n_samples;

    while (row > 0 && r->sample_times[row - 1] > t)
        row--;
    return s && row > 0 && k < s->n ? s->values[(row - 1) * s->n + k] : 0;
}

static json_t *zones_json(const struct mu_result *r, mu_time t)
{
    static const char *const states[] = {"zone.at_home", "zone.preparing", "zone.on_road",
                                         "zone.waiting", "zone.trapped",   "zone.aboard",
                                         "zone.away",    "zone.dead"};
    const struct mu_series_info *s = mu_result_series(r, "zone.trapped");
    json_t *list = json_array();

    for (size_t k = 0; s && k < s->n; k++) {
        double all = 0;
        for (size_t i = 0; i < sizeof states / sizeof *states; i++)
            all += sampled(r, states[i], k, t);
        const double share = all > 0 ? 1 / all : 0;
        json_array_append_new(list, json_pack("{s:f, s:f}", "trapped",
                                              sampled(r, "zone.trapped", k, t) * share, "away",
                                              sampled(r, "zone.away", k, t) * share));
    }
    return list;
}

json_t *mu_page_frames(const struct mu_results_file *file)
{
    const struct mu_grid_info *g = find_grid(&file->result, "depth");
    json_t *frames = json_array();

    for (size_t f = 0; g && f < g->n_times; f++) {
        const float *cells = g->cells + f * g->nx * g->ny;
        json_array_append_new(frames,
                              json_pack("{s:o, s:o, s:o}", "t", mu_page_time(g->times[f]), "depth",
                                        cells_json(cells, g->nx * g->ny, 0, MU_DEPTH_STEPS_PER_M),
                                        "zones", zones_json(&file->result, g->times[f])));
    }
    return frames;
}

static json_t *span_json(const struct mu_result *r, uint32_t thing, mu_time from, mu_time to)
{
    return json_pack("[I, o, o]", (json_int_t)mu_page_rank(r, thing), mu_page_time(from),
                     mu_page_time(to));
}

json_t *mu_page_spans(const struct mu_result *r, const char *begins, const char *ends)
{
    const size_t begin = mu_result_kind(r, begins), end = mu_result_kind(r, ends);
    mu_time *since = malloc((r->n_things + 1) * sizeof *since);
    json_t *list = json_array();

    for (size_t i = 0; since && i <= r->n_things; i++)
        since[i] = MU_NEVER;
    for (size_t i = 0; since && i < r->events.n; i++) {
        const uint32_t thing = r->events.subject[i];
        if (r->events.kind[i] == begin && since[thing] == MU_NEVER) {
            since[thing] = r->events.time[i];
        } else if (r->events.kind[i] == end && since[thing] != MU_NEVER) {
            json_array_append_new(list, span_json(r, thing, since[thing], r->events.time[i]));
            since[thing] = MU_NEVER;
        }
    }
    for (uint32_t i = 0; since && i < r->n_things; i++)
        if (since[i] != MU_NEVER)
            json_array_append_new(list, span_json(r, i, since[i], MU_NEVER));
    free(since);
    return list;
}
