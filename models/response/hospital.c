#include "models/response/hospital.h"

#include <math.h>

#include "models/response/ops.h"
#include "sim/assert.h"

struct waiting {
    mu_thing group;
    double persons;
    mu_cause cause; /* since when they wait */
};

struct hospital {
    double patients, n_waiting; /* persons */
    bool is_full;
    uint64_t admissions;
    uint32_t report_number, head; /* waiting.items before head are taken */
    struct mu_list waiting;
};

enum hospital_kind {
    ADMITTED = MU_REPORT_KIND_OWN,
    FULL,
};

enum { DRAW_STAY };

static double free_beds(const struct mu_ctx *ctx, const struct hospital *h)
{
    const struct mu_hospital_params *p = mu_params(ctx);

    /* 10 beds x 0.4 are four, whatever the last bit says. */
    return floor(p->beds * (1 - p->occupied + p->surge) + 1e-9) - h->patients;
}

static void report(struct mu_ctx *ctx, struct hospital *h)
{
    const struct mu_hospital_params *p = mu_params(ctx);
    struct mu_telling tell = {0};

    mu_ops_note(ctx, &tell, mu_self(ctx), MU_HOSPITAL_Q_FREE, free_beds(ctx, h));
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_HOSPITAL_Q_WAITING, h->n_waiting);
    mu_ops_tell(ctx, &tell, &p->channels, p->office, &h->report_number);
}

static void admit(struct mu_ctx *ctx, struct hospital *h, mu_thing group, double persons,
                  mu_cause since)
{
    const struct mu_hospital_params *p = mu_params(ctx);
    mu_time stay = mu_ops_duration(ctx, &p->stay, DRAW_STAY, h->admissions++);

    h->patients += persons;
    mu_record(ctx, &(struct mu_happening){
                       .kind = ADMITTED, .object = group, .value = persons, .since = since});
    mu_set_timer(ctx, stay, MU_HOSPITAL_DISCHARGE, &persons, sizeof persons);
}

static void wait_for_bed(struct mu_ctx *ctx, struct hospital *h, mu_thing group, double persons)
{
    struct waiting *w = mu_list_add(ctx, &h->waiting, sizeof *w);

    h->n_waiting += persons;
    if (!h->is_full) {
        h->is_full = true;
        mu_record(ctx, &(struct mu_happening){.kind = FULL, .value = h->patients});
        report(ctx, h);
    }
    *w = (struct waiting){group, persons, mu_cause_now(ctx)};
}

/* A part of a group may get the last beds; the rest waits. While anybody waits no bed is free. */
static void on_arrive(struct mu_ctx *ctx, struct hospital *h, const struct mu_patients *patients)
{
    double now = fmin(patients->persons, fmax(0, free_beds(ctx, h)));

    if (now > 0)
        admit(ctx, h, patients->group, now, MU_NO_CAUSE);
    if (patients->persons > now)
        wait_for_bed(ctx, h, patients->group, patients->persons - now);
}

static void on_discharge(struct mu_ctx *ctx, struct hospital *h, double persons)
{
    struct waiting *all = mu_at(ctx, h->waiting.items);

    h->patients -= persons;
    while (h->head < h->waiting.n && free_beds(ctx, h) > 0) {
        struct waiting *w = &all[h->head];
        double now = fmin(w->persons, free_beds(ctx, h));

        h->n_waiting -= now;
        w->persons -= now;
        mu_set_cause(ctx, w->cause); /* the bed that became free is not why they are here */
        admit(ctx, h, w->group, now, w->cause);
        h->head += !(w->persons > 0);
    }
    if (h->head == h->waiting.n && h->is_full) {
        h->is_full = false;
        report(ctx, h);
    }
}

static void hospital_start(struct mu_ctx *ctx, void *state)
{
    (void)ctx;
    (void)state;
}

static void hospital_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch (ev->type) {
    case MU_MSG_ORDER: mu_ops_status(ctx, ev->body, MU_STATUS_FAILED, 0); break;
    case MU_HOSPITAL_ARRIVE: on_arrive(ctx, state, ev->body); break;
    case MU_HOSPITAL_DISCHARGE: on_discharge(ctx, state, *(const double *)ev->body); break;
    default: mu_bug("a hospital got a message that it does not know");
    }
}

static double patients_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct hospital *)state)->patients;
}

static double waiting_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct hospital *)state)->n_waiting;
}

static const struct mu_series series[] = {
    {"patients", "person", "injured in its beds", patients_series},
    {"waiting", "person", "injured who wait for a bed", waiting_series},
    {0},
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"hospital.admitted", "person", "injured taken in", "injured people got beds"},
    {"hospital.full", "person", "injured in its beds", "somebody had to wait for a bed"},
    {0},
};

static const struct mu_quantity quantities[] = {
    {"free", "bed", "beds free for injured"},
    {"waiting", "person", "injured who wait for a bed"},
    {0},
};

static const struct mu_param params[] = {
    MU_PARAM_TEXT(struct mu_hospital_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(struct mu_hospital_params, at, "where it stands"),
    MU_PARAM_NUMBER(struct mu_hospital_params, beds, "bed", NULL, 0, 1e6, "staffed beds"),
    MU_PARAM_NUMBER(struct mu_hospital_params, occupied, NULL, "0.8", 0, 1,
                    "share of them that other patients keep",
                    .source = "muster calibration: usual occupancy of county hospitals"),
    MU_PARAM_NUMBER(struct mu_hospital_params, surge, NULL, "0.2", 0, 5,
                    "further beds in an emergency, as a share of the staffed ones",
                    .source =
                        "muster calibration: a fifth of the staffed beds, a usual plan figure"),
    MU_PARAM_DIST(struct mu_hospital_params, stay, "s", "lognormal(3 d, cv 0.8)", 60, 3.2e7,
                  "how long a patient stays", .source = "muster calibration"),
    MU_PARAM_REF(struct mu_hospital_params, office, "office", "whom it reports to",
                 .optional = true),
    MU_PARAM_REFS(struct mu_hospital_params, channels, "channel",
                  "by what it reports, in this order", .optional = true),
    MU_PARAMS_END,
};

const struct mu_model mu_hospital_model = {
    .name = "hospital",
    .summary = "beds for the injured",
    .params = params,
    .params_size = sizeof(struct mu_hospital_params),
    .state_size = sizeof(struct hospital),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .start = hospital_start,
    .handle = hospital_handle,
};
