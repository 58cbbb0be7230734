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

struct look {
    const struct mu_flood *flood;
    const struct mu_flood_watch *watch;
    struct mu_flood_rows rows;
    struct mu_watch_numbers numbers;
    struct mu_flood_parts parts;
};

static void look_at_part(void *arg, size_t p)
{
    const struct look *look = arg;

    for (size_t j = look->parts.items[p].lo; j < look->parts.items[p].hi; j++) {
        struct mu_flood_span s = look->flood->spans[j];
        struct mu_watch_row row = watch_row(look->flood, look->watch, j, s.lo);

        look->rows.watch(&row, s.hi - s.lo, &look->numbers);
    }
}

void mu_flood_look(const struct mu_flood *flood, const struct mu_flood_watch *watch, double wet,
                   double now, double dt)
{
    struct look look = {
        .flood = flood,
        .watch = watch,
        .rows = mu_flood_rows(),
        .numbers = {.dry = flood->rules->dry, .wet = wet, .now = (float)now, .dt = (float)dt}};

    mu_flood_share(flood, flood->spans, flood->now->row_lo, flood->now->row_hi, &look.parts);
    mu_crew_share(flood->crew, look.parts.n, look_at_part, &look);
}
