#include "models/hazard/flood_watch.h"

#include "models/hazard/inundation_rows.h"

static struct mu_watch_row watch_row(const struct mu_flood *f, const struct mu_flood_watch *w,
                                     size_t j, size_t lo)
{
    size_t at = j * f->nx + lo;
    const double *west = f->qx + j * (f->nx + 1) + lo;

    return (struct mu_watch_row){.cells = {.h = f->h + at,
                                           .west = west,
                                           .east = west + 1,
                                           .south = f->qy + at,
                                           .north = f->qy + at + f->nx},
                                 .depth = w->depth + at,
                                 .speed = w->speed + at,
                                 .deepest = w->deepest + at,
                                 .fastest = w->fastest + at,
                                 .strongest = w->strongest + at,
                                 .arrival = w->arrival + at,
                                 .duration = w->duration + at};
}

void mu_flood_look(const struct mu_flood *flood, const struct mu_flood_watch *watch, double wet,
                   double now, double dt)
{
    const struct mu_flood_rows rows = mu_flood_rows();
    const struct mu_watch_numbers numbers = {
        .dry = flood->rules->dry, .wet = wet, .now = (float)now, .dt = (float)dt};

    for (size_t j = flood->now->row_lo; j < flood->now->row_hi; j++) {
        struct mu_flood_span s = flood->spans[j];
        struct mu_watch_row row = watch_row(flood, watch, j, s.lo);

        rows.watch(&row, s.hi - s.lo, &numbers);
    }
}
