/* team_impl.h - private to team.c (orders, the way there) and boats.c (on the water). */
#ifndef MU_MODELS_RESPONSE_TEAM_IMPL_H
#define MU_MODELS_RESPONSE_TEAM_IMPL_H

#include "models/people/zone.h"
#include "models/response/ops.h"
#include "models/response/team.h"

#define MU_TEAM_ORDERS 8 /* orders that wait until the present one is done */

enum mu_team_doing {
    MU_TEAM_STANDS,  /* free, at its base or where its last task ended */
    MU_TEAM_GATHERS, /* called, not assembled */
    MU_TEAM_TRAVELS, /* on the way */
    MU_TEAM_ROWS,    /* boats are at work */
    MU_TEAM_BUILDS,  /* crew of a works */
};

struct mu_team_job {
    struct mu_order order;
    mu_cause cause; /* what it waits since */
};

/* What a team notes of a landing. */
struct mu_team_landing {
    bool tried;    /* could not be reached for this job */
    bool known;    /* the next field is set */
    uint32_t node; /* of the road */
};

enum mu_boat_doing {
    MU_BOAT_IDLE,
    MU_BOAT_ASHORE, /* at its landing: being put in, unloaded, or its crew rests */
    MU_BOAT_OUT,
    MU_BOAT_ASKS, /* at the zone: searches and loads */
    MU_BOAT_BACK,
};

enum mu_boat_leg { MU_LEG_NONE, MU_LEG_OUT, MU_LEG_BACK };

struct mu_boat {
    enum mu_boat_doing doing;
    uint32_t landing;        /* index among all landings */
    uint64_t trips;          /* begun */
    double search;           /* s, of this trip */
    enum mu_boat_leg mishap; /* the leg on which this trip goes wrong */
    double where;            /* ... after this share of it */
    mu_time rest_of_leg;     /* after the mishap; < 0 = the mishap is over or there is none */
    double persons;          /* aboard */
};

struct mu_team {
    enum mu_team_doing doing;
    bool assembled, is_here; /* is_here: a force from outside has reached the map */
    mu_entity_id commander;
    uint32_t node;      /* of the road, where it stands */
    mu_entity_id place; /* where it stands or goes to; nobody = base */
    struct mu_team_job job;
    bool answered; /* the issuer of the job has heard how it ended */
    uint32_t n_waiting;
    struct mu_team_job waiting[MU_TEAM_ORDERS];
    uint64_t calls;
    double present;   /* persons who came */
    int64_t usable;   /* boats with a crew */
    uint32_t at_work; /* boats */
    uint32_t tries;   /* landings that could not be reached for this job */
    mu_entity_id first_landing;
    size_t n_landings;
    mu_ref landings;  /* struct mu_team_landing, n_landings */
    mu_ref boats;     /* params.boats */
    double moved;     /* persons, in this job */
    double left;      /* trapped at the target, as last heard there; < 0 = not yet asked */
    mu_time on_since; /* start of the shift */
    mu_time free_since;
    mu_time told_at;
    double told_left, told_depth; /* < 0 = not told yet */
    mu_timer look;
    uint32_t report_number;
};

enum mu_team_kind {
    MU_TEAM_KIND_CALLED = MU_REPORT_KIND_OWN,
    MU_TEAM_KIND_ASSEMBLED,
    MU_TEAM_KIND_DEPARTED,
    MU_TEAM_KIND_ARRIVED,
    MU_TEAM_KIND_BLOCKED,
    MU_TEAM_KIND_RELEASED,
    MU_TEAM_KIND_TRIP,
    MU_TEAM_KIND_FOULED,
    MU_TEAM_KIND_BOAT_STRANDED,
};

enum mu_team_draw { MU_TEAM_DRAW_MOBILISATION, MU_TEAM_DRAW_TRIP, MU_TEAM_DRAW_REPAIR };

/* The question of whoever walks round: no boat, no seats. */
#define MU_TEAM_ON_FOOT UINT32_MAX

/* team.c */
void mu_team_start(struct mu_ctx *ctx, void *state);
void mu_team_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev);
void mu_team_finish_job(struct mu_ctx *ctx, struct mu_team *team, enum mu_status_kind how);
/* Tells what is seen at the target when it has changed, or `report_every` after the last. */
void mu_team_tell_zone(struct mu_ctx *ctx, struct mu_team *team, mu_entity_id zone, double left);
/* Asks a zone who is trapped, without taking anybody. */
void mu_team_ask(struct mu_ctx *ctx, mu_entity_id zone);

/* boats.c */
void mu_boats_launch(struct mu_ctx *ctx, struct mu_team *team);
void mu_boats_on_leg(struct mu_ctx *ctx, struct mu_team *team, const struct mu_lift_groups *load);
void mu_boats_on_loaded(struct mu_ctx *ctx, struct mu_team *team,
                        const struct mu_lift_groups *groups);
/* The landing from which the first people are ashore soonest, of those not tried yet;
 * false when there is none. */
bool mu_boats_choose_landing(struct mu_ctx *ctx, struct mu_team *team, struct mu_point from,
                             mu_entity_id *landing);

#endif
