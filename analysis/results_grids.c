#include <stdlib.h>
#include <string.h>

#include "analysis/results_impl.h"
#include "sim/assert.h"

static void write_axis(struct mu_writing *w, hid_t group, const char *name, double first,
                       double step, size_t n)
{
    bool is_x = name[0] == 'x';
    double *at = calloc(n + 1, sizeof *at);

    if (!at) {
        w->put.failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        at[i] = first + (double)i * step;
    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = H5T_NATIVE_DOUBLE,
                                          .rank = 1,
                                          .dims = {n},
                                          .scales = {name},
                                          .data = at,
                                          .units = "m",
                                          .long_name = is_x ? "centre of the cell, to the east"
                                                            : "centre of the cell, to the north",
                                          .standard_name = is_x ? "projection_x_coordinate"
                                                                : "projection_y_coordinate"});
    mu_put_text(&w->put, group, name, "axis", is_x ? "X" : "Y");
    free(at);
}

/* CF asks for a variable without meaning of its own that carries the projection. */
static void write_crs(struct mu_writing *w, hid_t group)
{
    int nothing = 0;

    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = "crs",
                                          .type = H5T_NATIVE_INT,
                                          .data = &nothing,
                                          .long_name = "projected reference system"});
    mu_put_text(&w->put, group, "crs", "crs_wkt", w->meta->crs_wkt);
    mu_put_text(&w->put, group, "crs", "spatial_ref", w->meta->crs_wkt); /* GDAL's name */
}

static const struct mu_grid_info *first_with_frames(const struct mu_result *r, const char *field)
{
    for (size_t i = 0; i < r->n_grids; i++)
        if (!r->grids[i].final && strcmp(r->grids[i].field, field) == 0)
            return &r->grids[i];
    return NULL;
}

/* A field has one shape, and all its frames are of the same instants. */
static void check_like(const struct mu_grid_info *a, const struct mu_grid_info *b)
{
    mu_assert(a->nx == b->nx && a->ny == b->ny && a->x0 == b->x0 && a->y0 == b->y0);
    mu_assert(a->dx == b->dx && (a->final || b->final || a->n_times == b->n_times));
}

static void write_grid(struct mu_writing *w, hid_t group, const struct mu_grid_info *g)
{
    struct mu_put_column c = {.name = g->name,
                              .type = H5T_NATIVE_FLOAT,
                              .rank = 3,
                              .dims = {g->n_times, g->ny, g->nx},
                              .scales = {"time", "y", "x"},
                              .data = g->cells,
                              .units = g->unit,
                              .long_name = g->long_name,
                              .standard_name = g->standard_name,
                              .fill_nan = true};

    if (g->final) {
        c.rank = 2;
        memmove(c.dims, c.dims + 1, 2 * sizeof *c.dims);
        memmove(c.scales, c.scales + 1, 2 * sizeof *c.scales);
        c.data = g->n_times ? g->cells : NULL; /* all missing when the run did not end */
    }
    mu_put_column(&w->put, group, &c);
    mu_put_text(&w->put, group, g->name, "grid_mapping", "crs");
    if (g->final && g->n_times)
        mu_put_number(&w->put, group, g->name, "time_seconds",
                      (double)g->times[0] / (double)MU_SECOND);
}

/* A field may be called as its entity is, "water/east"; a group's name holds no slash. */
static hid_t field_group(struct mu_writing *w, hid_t hazard, const char *field)
{
    char *name = strdup(field);
    hid_t group = -1;

    if (name) {
        for (char *c = name; *c; c++)
            *c = *c == '/' ? '_' : *c;
        group = mu_put_group(&w->put, hazard, name);
        mu_put_text(&w->put, group, ".", "field", field);
    }
    w->put.failed |= !name;
    free(name);
    return group;
}

static void write_field(struct mu_writing *w, hid_t hazard, const struct mu_grid_info *first)
{
    const struct mu_grid_info *frames = first_with_frames(w->result, first->field);
    hid_t group = field_group(w, hazard, first->field);

    mu_put_number(&w->put, group, ".", "x0", first->x0);
    mu_put_number(&w->put, group, ".", "y0", first->y0);
    mu_put_number(&w->put, group, ".", "cell_size", first->dx);
    write_axis(w, group, "x", first->x0, first->dx, first->nx);
    write_axis(w, group, "y", first->y0, first->dx, first->ny);
    if (frames)
        mu_put_times(&w->put, group, "time", frames->times, frames->n_times, "time", w->time_units,
                     "time of the frame");
    write_crs(w, group);
    for (size_t i = 0; i < w->result->n_grids; i++) {
        const struct mu_grid_info *g = &w->result->grids[i];
        if (strcmp(g->field, first->field) != 0)
            continue;
        check_like(first, g);
        if (frames)
            check_like(frames, g);
        write_grid(w, group, g);
    }
    mu_put_group_end(&w->put, group);
}

static bool is_first_of_field(const struct mu_result *r, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(r->grids[j].field, r->grids[i].field) == 0)
            return false;
    return true;
}

void mu_write_hazard(struct mu_writing *w)
{
    hid_t group = mu_put_group(&w->put, w->put.file, "hazard");

    for (size_t i = 0; i < w->result->n_grids; i++)
        if (is_first_of_field(w->result, i))
            write_field(w, group, &w->result->grids[i]);
    mu_put_group_end(&w->put, group);
}
