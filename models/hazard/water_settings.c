/* What may be set for the water. */
#include <stdio.h>

#include "models/hazard/hydrograph.h"
#include "models/hazard/water_state.h"

static const char *const edge_choices[] = {"wall", "open", NULL};

static const struct mu_param river_row[] = {
    MU_PARAM_INSTANT(struct mu_hydrograph_row, at, NULL, "instant"),
    MU_PARAM_NUMBER(struct mu_hydrograph_row, stage, "m", NULL, -500, 9000,
                    "stage of the river above the datum"),
    MU_PARAMS_END,
};

#define P struct mu_water_params
const struct mu_param mu_water_settings[] = {
    MU_PARAM_NUMBER(P, manning, "s m-1/3", "0.05 s m-1/3", 0.005, 0.5,
                    "roughness of the land, Manning's n: fields 0.04 to 0.06, towns more",
                    .source = "Chow 1959, flood plains with crops"),
    MU_PARAM_NUMBER(P, theta, "1", "0.8", 0.5, 1, "weight of a face against its neighbours",
                    .source = "de Almeida et al. 2012"),
    MU_PARAM_NUMBER(P, courant, "1", "0.7", 0.1, 0.7, "step / (cell / wave speed)",
                    .source = "Bates, Horritt and Fewtrell 2010"),
    MU_PARAM_NUMBER(P, dry_depth, "m", "0.001 m", 1e-4, 0.05, "thinner water does not flow",
                    .source = "Bates, Horritt and Fewtrell 2010"),
    MU_PARAM_NUMBER(P, arrival_depth, "m", "0.05 m", 1e-3, 1,
                    "a cell deeper than this counts as flooded: arrival, duration, area",
                    .source = "muster calibration"),
    MU_PARAM_BOOL(P, embankments, "true", "raised roads hold the water back"),
    MU_PARAM_ENUM(P, west, edge_choices, "wall", "edge of the map: a wall, or water leaves freely"),
    MU_PARAM_ENUM(P, east, edge_choices, "wall", "the same"),
    MU_PARAM_ENUM(P, south, edge_choices, "wall", "the same"),
    MU_PARAM_ENUM(P, north, edge_choices, "wall", "the same"),
    MU_PARAM_NUMBER(P, edge_slope, "1", "0.001", 1e-6, 0.5, "fall of the land outside open edges",
                    .source = "muster calibration"),
    MU_PARAM_TABLE(P, river, river_row, struct mu_hydrograph_row,
                   "stage of the river by time, straight between the rows", .optional = true),
    MU_PARAM_NUMBER(P, river_shift, "m", "0 m", -20, 20,
                    "added to every stage of the river, to vary the flood"),
    MU_PARAMS_END,
};
#undef P

bool mu_water_check(const void *params, const struct mu_check *check)
{
    const struct mu_water_params *p = params;
    const struct mu_hydrograph_row *rows = p->river.rows;

    for (size_t i = 1; i < p->river.n; i++) {
        char path[48];
        snprintf(path, sizeof path, "river[%zu].at", i);
        if (rows[i].at <= rows[i - 1].at)
            return mu_diag_error(check->diags, check->place(check, path),
                                 "%s: row %zu of \"river\" must be later than the row before it",
                                 check->entity, i + 1);
    }
    return true;
}
