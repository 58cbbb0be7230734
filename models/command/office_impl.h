/* office_impl.h - what the files of the office model share. */
#ifndef MU_MODELS_COMMAND_OFFICE_IMPL_H
#define MU_MODELS_COMMAND_OFFICE_IMPL_H

#include "models/command/facts.h"
#include "models/command/office.h"

enum mu_office_kind {
    MU_OFFICE_KIND_RECEIVED = MU_REPORT_KIND_OWN,
    MU_OFFICE_KIND_LATE,
    MU_OFFICE_KIND_TOLD,
    MU_OFFICE_KIND_LEVEL,
    MU_OFFICE_KIND_TRIGGERED,
    MU_OFFICE_KIND_STARTED,
    MU_OFFICE_KIND_DONE,
    MU_OFFICE_KIND_FAILED,
    MU_OFFICE_KIND_ITEM_LATE,
    MU_OFFICE_KIND_DECISION,
    MU_OFFICE_KIND_DISPATCH,
    MU_OFFICE_KIND_REQUESTED,
};

/* Purposes of draws. */
enum mu_office_draw {
    MU_OFFICE_DRAW_SERVICE = 1,
    MU_OFFICE_DRAW_DECISION,
    MU_OFFICE_DRAW_APPROVAL,
    MU_OFFICE_DRAW_ORDER,
};

enum mu_stage { MU_STAGE_ASLEEP, MU_STAGE_TRIGGERED, MU_STAGE_STARTED, MU_STAGE_OVER };

/* An item for one target: the line of the plan, and how far it is. */
struct mu_instance {
    uint32_t item;   /* row of the plan, or plan rows + row of the history */
    mu_entity_id it; /* of a loop */
    int32_t stage;
    uint32_t orders; /* out and not answered */
    bool one_failed;
    mu_cause trigger; /* the report that made it true */
    mu_cause cause;   /* the last record about it */
    mu_timer deadline;
    mu_ref memories; /* mu_time, one for each slot of its trigger */
};

/* A team or fleet that this office commands. */
struct mu_asset {
    mu_entity_id who;
    bool is_fleet, busy;
    uint32_t instance; /* 1 + that which it works for; 0 = none */
    double seats;
};

struct mu_rule_state {
    mu_ref pending; /* bool, one for each fact */
    uint32_t n_pending;
    bool timed, told_before;
    mu_time first; /* when the oldest pending fact was learned */
    mu_time last;  /* when it reported last */
};

struct mu_office {
    int32_t level;
    uint32_t number; /* of reports */
    uint32_t served; /* reports read: addresses of draws */
    uint32_t orders; /* orders given: the same */
    uint32_t busy;   /* clerks at work */
    struct mu_knowledge knows;
    mu_ref queue; /* struct mu_waiting */
    uint32_t head, n_queue, queue_size;
    mu_ref instances;
    uint32_t n_instances;
    mu_ref assets;
    uint32_t n_assets, assets_size;
    mu_ref rules; /* struct mu_rule_state, one for each rule */
    bool checking;
};

struct mu_act {
    uint32_t instance;
};

/* An order under way to its channel. */
struct mu_dispatch {
    mu_entity_id to;
    struct mu_order order;
};

extern const struct mu_param mu_office_table[];

/* duty.c: reports are queued, read, learned. */
void mu_office_receive(struct mu_ctx *ctx, struct mu_office *o, const struct mu_event *ev);
void mu_office_read(struct mu_ctx *ctx, struct mu_office *o, const void *body);
void mu_office_more_clerks(struct mu_ctx *ctx, struct mu_office *o);

/* forward.c: a fact was learned; a rule's time has come. */
void mu_office_pass_on(struct mu_ctx *ctx, struct mu_office *o, const struct mu_told *told,
                       enum mu_news news, double before, mu_entity_id from);
void mu_office_forward(struct mu_ctx *ctx, struct mu_office *o, uint32_t rule);
void mu_office_tell_all_known(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to);

/* decide.c: triggers, decisions, what came of them. */
void mu_office_plan_start(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_look(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_act(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
void mu_office_deadline(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
void mu_office_history(struct mu_ctx *ctx, struct mu_office *o, uint32_t row);
void mu_office_answered(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id from,
                        const struct mu_status *status);
void mu_office_finish_item(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance, bool done,
                           double value);
struct mu_instance *mu_office_instance(struct mu_ctx *ctx, const struct mu_office *o, uint32_t i);
struct mu_item mu_office_item(struct mu_ctx *ctx, const struct mu_instance *i);
mu_thing mu_office_item_thing(struct mu_ctx *ctx, const struct mu_instance *i);

/* act.c: verbs become orders. */
void mu_office_execute(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
void mu_office_send_order(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to,
                          const struct mu_order *order);
void mu_office_set_level(struct mu_ctx *ctx, struct mu_office *o, int32_t level);
void mu_office_requested(struct mu_ctx *ctx, struct mu_office *o, const struct mu_order *order);
void mu_office_grant(struct mu_ctx *ctx, struct mu_office *o, const struct mu_order *order);
double mu_office_known(struct mu_ctx *ctx, const struct mu_office *o, mu_entity_id who,
                       const char *quantity, double unknown);

/* desk.c: who goes where. */
void mu_office_desk_start(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_dispatch(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_free(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who);
void mu_office_lose(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who);

#endif
