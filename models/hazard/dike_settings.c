/* What may be set for a dike, what it means, and which settings do not go together. */
#include "models/hazard/dike_settings.h"

#include "models/geo.h"
#include "models/hazard/dike.h"
#include "models/hazard/water.h"
#include "sim/assert.h"

/* ---- what the settings mean ------------------------------------------------------------- */

static struct mu_breach_size final_size(const struct mu_dike_params *dike)
{
    const struct mu_reservoir_row *rows = dike->reservoir.rows;
    size_t n = dike->reservoir.n;
    double volume = mu_reservoir_volume(rows, n, dike->reservoir_level) -
                    mu_reservoir_volume(rows, n, dike->sill);
    double height = dike->crest - dike->sill;

    if (dike->growth == MU_DIKE_FROEHLICH_2008)
        return mu_breach_froehlich_2008(volume, height, dike->overtopped);
    if (dike->growth == MU_DIKE_FROEHLICH_1995)
        return mu_breach_froehlich_1995(volume, height, dike->overtopped);
    return mu_breach_von_thun(volume, dike->reservoir_level - dike->sill, dike->resistant);
}

struct mu_breach_law mu_dike_law(const struct mu_dike_params *dike)
{
    struct mu_breach_law law = {.growth = MU_GROWTH_VERHEIJ,
                                .crest = dike->crest,
                                .sill = dike->sill,
                                .width = dike->initial_width,
                                .max_width = dike->max_width,
                                .deepening = (double)dike->deepening / (double)MU_SECOND,
                                .critical_speed = dike->critical_velocity,
                                .f1 = dike->f1,
                                .f2 = dike->f2};

    if (dike->growth == MU_DIKE_VERHEIJ)
        return law;
    if (dike->growth == MU_DIKE_TABLE) {
        law.growth = MU_GROWTH_TABLE;
        law.rows = dike->width.rows;
        law.n_rows = dike->width.n;
        law.width = law.rows[0].width;
        return law;
    }
    struct mu_breach_size size = final_size(dike);
    law.growth = MU_GROWTH_LINEAR;
    law.final_width = size.width;
    law.final_age = law.deepening = size.time; /* it deepens while it widens */
    return law;
}

double mu_dike_stage(const struct mu_dike_params *dike, const struct mu_water_params *water,
                     mu_time t)
{
    if (dike->reservoir.n > 0)
        return dike->reservoir_level;
    return mu_hydrograph_stage(water->river.rows, water->river.n, t) + water->river_shift +
           dike->stage_offset;
}

static mu_time stage_reaches(const struct mu_dike_params *dike, const struct mu_water_params *water,
                             double level)
{
    double shift = water->river_shift + dike->stage_offset;

    if (dike->reservoir.n > 0)
        return dike->reservoir_level >= level ? dike->held : MU_NEVER;
    return mu_hydrograph_reaches(water->river.rows, water->river.n, level - shift, dike->held, 0);
}

mu_time mu_dike_breaks_at(const struct mu_dike_params *dike, const struct mu_water_params *water)
{
    switch ((enum mu_dike_breaches)dike->breaches) {
    case MU_BREACHES_NEVER: return MU_NEVER;
    case MU_BREACHES_AT: return dike->when;
    case MU_BREACHES_STAGE: return stage_reaches(dike, water, dike->level);
    case MU_BREACHES_OVERTOPPING: return stage_reaches(dike, water, dike->crest + dike->over);
    }
    mu_bug("the way a dike breaks is one of four");
}

/* ---- checks ----------------------------------------------------------------------------- */

static struct mu_place place(const struct mu_check *check, const char *key)
{
    return check->place(check, key);
}

static bool check_place(const struct mu_dike_params *p, const struct mu_check *check)
{
    const struct mu_geo *geo = check->geography;
    size_t cell;

    if (!geo || geo->terrain.nx == 0)
        return true; /* that is said elsewhere */
    if (mu_distance(p->at, p->inside) <= 0)
        return mu_diag_error(check->diags, place(check, "inside"),
                             "%s: \"inside\" is where the dike stands; expected a point on the "
                             "side that the water floods",
                             check->entity);
    if (!mu_grid_cell(&geo->terrain, p->inside, &cell))
        return mu_diag_error(check->diags, place(check, "inside"),
                             "%s: \"inside\" lies off the terrain", check->entity);
    if (geo->terrain.z[cell] >= p->crest)
        return mu_diag_error(check->diags, place(check, "inside"),
                             "%s: the ground at \"inside\" is %.2f m, as high as the crest; "
                             "expected lower ground behind the dike",
                             check->entity, geo->terrain.z[cell]);
    return true;
}

static bool check_trigger(const struct mu_dike_params *p, const struct mu_check *check)
{
    if (p->breaches == MU_BREACHES_AT && p->when == MU_NEVER)
        return mu_diag_error(check->diags, place(check, "breaches"),
                             "%s: breaches: at needs the instant, \"when\"", check->entity);
    if (p->breaches == MU_BREACHES_STAGE && p->level == 0)
        return mu_diag_error(check->diags, place(check, "breaches"),
                             "%s: breaches: stage needs the stage, \"level\"", check->entity);
    return true;
}

static bool check_size(const struct mu_dike_params *p, const struct mu_check *check)
{
    if (p->sill >= p->crest)
        return mu_diag_error(check->diags, place(check, "sill"),
                             "%s: the sill (%.2f m) must lie below the crest (%.2f m)",
                             check->entity, p->sill, p->crest);
    if (p->initial_width > p->max_width)
        return mu_diag_error(check->diags, place(check, "max_width"),
                             "%s: max_width is less than initial_width", check->entity);
    if (p->growth == MU_DIKE_TABLE && p->width.n == 0)
        return mu_diag_error(check->diags, place(check, "growth"),
                             "%s: growth: table needs the rows of \"width\"", check->entity);
    if (p->growth > MU_DIKE_TABLE && p->reservoir.n == 0)
        return mu_diag_error(check->diags, place(check, "growth"),
                             "%s: this growth needs a \"reservoir\": its volume decides the size",
                             check->entity);
    return true;
}

static bool check_rows(const struct mu_dike_params *p, const struct mu_check *check)
{
    const struct mu_breach_row *width = p->width.rows;
    const struct mu_reservoir_row *store = p->reservoir.rows;
    bool ok = true;

    for (size_t i = 1; ok && i < p->width.n; i++)
        if (width[i].age <= width[i - 1].age || width[i].width < width[i - 1].width)
            ok = mu_diag_error(check->diags, place(check, "width"),
                               "%s: row %zu of \"width\" must be later than the row before it, and "
                               "no narrower",
                               check->entity, i + 1);
    for (size_t i = 1; ok && i < p->reservoir.n; i++)
        if (store[i].stage <= store[i - 1].stage || store[i].volume <= store[i - 1].volume)
            ok = mu_diag_error(check->diags, place(check, "reservoir"),
                               "%s: stage and volume must both rise from row to row; row %zu of "
                               "\"reservoir\" does not",
                               check->entity, i + 1);
    return ok;
}

bool mu_dike_check(const void *params, const struct mu_check *check)
{
    bool ok = check_place(params, check);

    ok &= check_trigger(params, check);
    ok &= check_size(params, check);
    return check_rows(params, check) && ok;
}

/* ---- the descriptor --------------------------------------------------------------------- */

static const char *const breaches_choices[] = {"never", "at", "stage", "overtopping", NULL};
static const char *const growth_choices[] = {"verheij",        "table",    "froehlich_2008",
                                             "froehlich_1995", "von_thun", NULL};

static const struct mu_param width_row[] = {
    {.type = MU_TYPE_DURATION,
     .name = "after",
     .unit = "s",
     .offset = offsetof(struct mu_breach_row, age),
     .help = "since it broke"},
    MU_PARAM_NUMBER(struct mu_breach_row, width, "m", NULL, 0, 1e5, "width then"),
    MU_PARAMS_END,
};

static const struct mu_param reservoir_row[] = {
    MU_PARAM_NUMBER(struct mu_reservoir_row, stage, "m", NULL, -500, 9000, "above the datum"),
    MU_PARAM_NUMBER(struct mu_reservoir_row, volume, "m3", NULL, 0, 1e12,
                    "of the water below that stage"),
    MU_PARAMS_END,
};

#define P struct mu_dike_params
const struct mu_param mu_dike_settings[] = {
    MU_PARAM_TEXT(P, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(P, at, "middle of the reach that may breach"),
    MU_PARAM_POINT(P, inside, "a point behind it, on the ground that is flooded first"),
    MU_PARAM_NUMBER(P, crest, "m", NULL, -500, 9000, "top of the dike above the datum"),
    MU_PARAM_NUMBER(P, sill, "m", NULL, -500, 9000, "bottom of the breach when fully deep"),
    MU_PARAM_ENUM(P, breaches, breaches_choices, "never",
                  "of itself: never; at an instant (when); by stage (level, held); by overtopping "
                  "(over, held)"),
    MU_PARAM_INSTANT(P, when, NULL, "instant of the breach, for breaches: at", .optional = true),
    MU_PARAM_NUMBER(P, level, "m", NULL, -500, 9000,
                    "stage outside that breaks it, for breaches: stage", .optional = true),
    MU_PARAM_NUMBER(P, over, "m", "0 m", 0, 10,
                    "water over the crest that breaks it, for breaches: overtopping"),
    MU_PARAM_DURATION(P, held, "0 s", 0, 30 * 86400.0,
                      "how long without a break the stage must have been that high"),
    MU_PARAM_ENUM(P, growth, growth_choices, "verheij",
                  "how it grows: Verheij and van der Knaap; a table of width by time; to the size "
                  "and in the time of a regression for dams"),
    MU_PARAM_NUMBER(P, initial_width, "m", "10 m", 0.1, 1000, "width at first",
                    .source = "muster calibration"),
    MU_PARAM_NUMBER(P, max_width, "m", "500 m", 0.1, 5000, "it grows no wider",
                    .source = "muster calibration"),
    MU_PARAM_DURATION(P, deepening, "10 min", 0, 86400, "time from crest to sill, T0",
                      .source = "muster calibration"),
    MU_PARAM_NUMBER(P, critical_velocity, "m/s", "0.2 m/s", 0.01, 5,
                    "slowest water that erodes the material, u_c: sand 0.2, clay 0.5",
                    .source = "Deltares SFINCS, pull request 328"),
    MU_PARAM_NUMBER(P, f1, "1", "1.3", 0.01, 20, "factor on the width",
                    .source = "Verheij and van der Knaap 2003"),
    MU_PARAM_NUMBER(P, f2, "1", "0.04", 1e-4, 10, "factor on time",
                    .source = "Verheij and van der Knaap 2003"),
    MU_PARAM_BOOL(P, overtopped, "true",
                  "for froehlich: broken by water over the crest (true) or by piping (false)"),
    MU_PARAM_BOOL(P, resistant, "false", "for von_thun: material that is hard to erode"),
    MU_PARAM_TABLE(P, width, width_row, struct mu_breach_row,
                   "width by time since it broke, for growth: table", .optional = true),
    MU_PARAM_NUMBER(P, weir_coefficient, "1", "1", 0.1, 2, "m of the broad-crested weir",
                    .source = "models of SOBEK, D-HYDRO and 3Di: 1"),
    MU_PARAM_NUMBER(P, stage_offset, "m", "0 m", -500, 500,
                    "stage of the river here, over the stage in the table of \"water\""),
    MU_PARAM_TABLE(P, reservoir, reservoir_row, struct mu_reservoir_row,
                   "what stands behind a dam: volume by stage, instead of the river",
                   .optional = true),
    MU_PARAM_NUMBER(P, reservoir_level, "m", NULL, -500, 9000,
                    "stage of the reservoir at the start", .optional = true),
    MU_PARAM_REF(P, office, "office", "to whom people on the dike report; left out: no watch",
                 .optional = true),
    MU_PARAM_REFS(P, channels, "channel", "how, best first", .optional = true),
    MU_PARAM_DIST(P, noticed, "s", "lognormal(10 min, cv 0.8)", 0, 864000,
                  "from the breach until somebody has seen it and tells",
                  .source = "muster calibration: a dike that is watched in a flood"),
    MU_PARAM_DURATION(P, looks_every, "1 h", 60, 864000, "between later reports of the width",
                      .source = "muster calibration"),
    MU_PARAMS_END,
};
#undef P
