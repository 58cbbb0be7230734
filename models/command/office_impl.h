/* office_impl.h - what the files of the office model share. */
#ifndef MU_MODELS_COMMAND_OFFICE_IMPL_H
#define MU_MODELS_COMMAND_OFFICE_IMPL_H

#include "models/command/facts.h"
#include "models/command/office.h"
#include "sim/resource.h"

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
    MU_OFFICE_KIND_GRANTED,
    MU_OFFICE_KIND_REFUSED,
    MU_OFFICE_KIND_ORDER_LOST,
    MU_OFFICE_KIND_ORDER_MISSED,
};

/* Purposes of draws. Their index is the hash of a text, so that an item, a team or a report has
 * the same draws whatever else is planned or happens. */
enum mu_office_draw {
    MU_OFFICE_DRAW_SERVICE = 1,
    MU_OFFICE_DRAW_DECISION,
    MU_OFFICE_DRAW_APPROVAL,
    MU_OFFICE_DRAW_LETTER,
};

uint64_t mu_office_address(const char *fmt, ...) MU_PRINTF(1, 2);

enum mu_stage { MU_STAGE_ASLEEP, MU_STAGE_TRIGGERED, MU_STAGE_STARTED, MU_STAGE_OVER };

/* A row of the plan, or plan rows + row of the history: its instances. */
struct mu_item_row {
    uint32_t first, n;
    bool has_clock; /* its trigger */
};

/* An item for one entity of its loop, or for one of the places that the desk serves. */
struct mu_instance {
    uint32_t row;
    mu_entity_id it; /* of a loop */
    int32_t stage;
    uint32_t open; /* orders that nobody has answered */
    uint32_t sent; /* the first of them: 1 + index of office.sent; 0 = none */
    uint32_t need; /* 1 + index of office.needs; 0 = no business of the desk */
    uint32_t pass; /* in which it was judged last */
    bool one_failed;
    double value; /* achieved so far */
    mu_time triggered, started;
    mu_time check_at; /* when it is judged again by the clock; MU_NEVER */
    mu_cause trigger; /* the report that made it true */
    mu_cause cause;   /* the last record about it */
    mu_timer deadline, check;
    mu_ref memories; /* mu_time, one for each slot of its trigger */
};

/* A place where people wait, for one instance of a rescue or transport item. */
struct mu_need {
    uint32_t instance;
    mu_entity_id place;
    bool by_bus;
    mu_fact people, flooded;
    double persons; /* known to wait; NaN = not known */
    double seats;   /* sent and not back */
    mu_time served; /* when somebody came back done; MU_NEVER */
    uint32_t vain;  /* how many came back in vain since */
    mu_time not_before;
    bool active;   /* in office.active */
    uint32_t pass; /* in which nobody could be found for it */
};

/* A team or fleet that this office commands. */
struct mu_asset {
    mu_entity_id who;
    bool is_fleet;
    uint32_t units, used; /* a team; the buses of a fleet */
    double seats;         /* of a unit, on paper */
    double outside;       /* m to the map, for a force that has not come yet */
    struct mu_point at;   /* where it stands as far as is known */
    uint32_t orders;      /* given to it so far */
    mu_time not_before;   /* it can be sent from then on */
    mu_entity_id failed_for;
    mu_time failed_until; /* not to that place before */
};

enum mu_sent_state { MU_SENT_FREE, MU_SENT_WAITS, MU_SENT_OPEN };

/* An order that nobody has answered. One that waits is for a team that this office does not
 * command yet. */
struct mu_sent {
    mu_entity_id to, target;
    uint32_t instance, next; /* 1 + index of the next of the same instance, or of those free */
    int32_t state;
    uint32_t step; /* supply: which of the depots */
    uint32_t units;
    double amount; /* supply: kg; rescue, transport: seats */
};

/* To whom facts are passed on: by a rule, or because the other is the office above or below, or
 * is reported to by an item. */
struct mu_outlet {
    mu_entity_id to;
    uint32_t rule;                   /* row, MU_NO_RULE = none */
    mu_ref is_pending, list, passed; /* bool, uint32_t, double: one for each fact */
    uint32_t n;                      /* facts in `list` */
    mu_timer timer;
    mu_time at;               /* of the timer; MU_NEVER */
    mu_time first, last;      /* when the oldest pending was learned; when it reported last */
    bool told_before, missed; /* missed: that no channel worked is on record */
    mu_cause cause;           /* of the first pending */
};

#define MU_NO_RULE UINT32_MAX

/* Something learned in this handler. */
struct mu_fresh {
    mu_fact fact;
    bool confirmed; /* no more than that */
};

/* Which instances and needs a fact or a group of facts concerns. */
struct mu_watch {
    mu_ref starts; /* uint32_t: by key; facts, then groups */
    mu_ref ranges; /* struct mu_range */
    uint32_t keys;
};

enum { MU_TRAYS = 8 }; /* sizes of a waiting report: 1, 2, 4 .. 128 facts */

struct mu_office {
    int32_t level;
    mu_time level_from; /* when the trigger came of the item that set it; -1 */
    uint32_t number;    /* of reports */
    uint32_t pass;      /* of judging, of dispatching */
    struct mu_knowledge knows;
    struct mu_list fresh;      /* struct mu_fresh */
    struct mu_resource clerks; /* a customer is a report in its tray */
    mu_ref trays[MU_TRAYS];    /* free ones, each naming the next */
    mu_ref rows, instances, needs, active;
    uint32_t n_instances, n_needs, n_active;
    struct mu_watch watch;
    struct mu_list assets; /* struct mu_asset */
    struct mu_list sent;   /* struct mu_sent */
    uint32_t free_sent;
    bool stirred;    /* the desk has something new to think about */
    mu_time desk_at; /* when it looks again; MU_NEVER */
    mu_timer desk_timer;
    struct mu_list outlets; /* struct mu_outlet, those of rules first */
};

struct mu_act {
    uint32_t instance;
};

/* What goes out by channel, again and again until it is heard. */
enum mu_letter_kind { MU_LETTER_ORDER, MU_LETTER_ASSIGN, MU_LETTER_GRANTED, MU_LETTER_REFUSED };

struct mu_letter {
    mu_entity_id to;
    int32_t kind;
    uint32_t tries;
    bool missed; /* that no channel worked is on record */
    uint64_t draws;
    struct mu_order order;
};

extern const struct mu_param mu_office_table[];
bool mu_office_check(const void *params, const struct mu_check *check);
bool mu_items_check(const struct mu_office_params *p, const struct mu_check *check);

/* duty.c: reports are queued, read, learned. */
void mu_office_receive(struct mu_ctx *ctx, struct mu_office *o, const struct mu_event *ev);
void mu_office_duty_start(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_read(struct mu_ctx *ctx, struct mu_office *o, mu_claim claim);
void mu_office_more_clerks(struct mu_ctx *ctx, struct mu_office *o);

/* level.c */
/* By a decision; one that was triggered before the level's last change comes too late. */
void mu_office_take_level(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance,
                          int32_t level);

/* forward.c: what is learned goes on. */
void mu_office_outlets_start(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_pass_on(struct mu_ctx *ctx, struct mu_office *o, const struct mu_told *told,
                       mu_entity_id from);
void mu_office_pass_level(struct mu_ctx *ctx, struct mu_office *o, const struct mu_told *told,
                          int32_t before);
void mu_office_forward(struct mu_ctx *ctx, struct mu_office *o, uint32_t outlet);
/* All that is known; false when there is nothing. */
bool mu_office_tell_all_known(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to);

/* watch.c: whom news concerns. */
void mu_office_watch_start(struct mu_ctx *ctx, struct mu_office *o);
/* Judges what hangs on what was learned in this handler; the desk thinks again. */
void mu_office_look(struct mu_ctx *ctx, struct mu_office *o);

/* items.c: the rows of plan and history, and their instances. */
void mu_office_items_start(struct mu_ctx *ctx, struct mu_office *o);
struct mu_instance *mu_office_instance(const struct mu_ctx *ctx, const struct mu_office *o,
                                       uint32_t i);
const struct mu_item_row *mu_office_row(const struct mu_ctx *ctx, const struct mu_office *o,
                                        uint32_t row);
struct mu_item mu_decision_item(const struct mu_decision *decision);
struct mu_item mu_office_item(const struct mu_ctx *ctx, uint32_t row);
size_t mu_office_item_rows(const struct mu_ctx *ctx);
bool mu_office_is_desk_verb(int32_t verb);
mu_thing mu_office_item_thing(const struct mu_ctx *ctx, const struct mu_instance *i);
/* What an instance is about, for records; may be nothing. */
mu_thing mu_office_about(const struct mu_ctx *ctx, const struct mu_office *o,
                         const struct mu_instance *i);

/* decide.c: triggers, decisions, deadlines. */
void mu_office_begin(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_judge(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
void mu_office_check_again(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
void mu_office_act(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
void mu_office_deadline(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
void mu_office_history(struct mu_ctx *ctx, struct mu_office *o, uint32_t row);
void mu_office_start_item(struct mu_ctx *ctx, const struct mu_office *o, struct mu_instance *i);
void mu_office_end_item(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);

/* act.c: verbs become orders. */
void mu_office_execute(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance);
struct mu_order mu_office_order(const struct mu_ctx *ctx, const struct mu_instance *i,
                                const struct mu_item *item);
/* The depots from `step` on: the next one is asked for `kg`; false when there is none. */
bool mu_office_supply(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance, uint32_t step,
                      double kg);

/* orders.c: orders out, answers in. */
struct mu_sent *mu_office_send_order(struct mu_ctx *ctx, struct mu_office *o, uint32_t instance,
                                     mu_entity_id to, const struct mu_order *order, uint32_t units);
void mu_office_answered(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id from,
                        const struct mu_status *status);
/* Orders that waited for this team go out. */
void mu_office_release(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who);
void mu_office_post(struct mu_ctx *ctx, const struct mu_letter *letter);

/* requests.c: one office asks another for teams. */
void mu_office_requested(struct mu_ctx *ctx, const struct mu_order *order);
/* An order that an office does not take. */
void mu_office_decline(struct mu_ctx *ctx, const struct mu_order *order);
void mu_office_grant(struct mu_ctx *ctx, struct mu_office *o, const struct mu_order *order);

/* assets.c: teams and fleets under command. */
void mu_office_assets_start(struct mu_ctx *ctx, struct mu_office *o);
struct mu_asset *mu_office_asset(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t i);
/* NULL when it is not under this office's command. */
struct mu_asset *mu_office_find_asset(const struct mu_ctx *ctx, const struct mu_office *o,
                                      mu_entity_id who);
void mu_office_freed(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who);
void mu_office_lose(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who);
/* Somebody has answered what he was sent for, to or from `place`. */
void mu_office_asset_back(struct mu_ctx *ctx, struct mu_office *o, const struct mu_sent *sent,
                          mu_entity_id place, bool done);
bool mu_office_is_force(const struct mu_ctx *ctx, mu_entity_id who);

/* desk.c: who goes where. */
void mu_office_needs_start(struct mu_ctx *ctx, struct mu_office *o);
struct mu_need *mu_office_need(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t i);
void mu_office_need_changed(struct mu_ctx *ctx, struct mu_office *o, uint32_t need);
/* One that was served has answered. */
void mu_office_need_answered(struct mu_ctx *ctx, struct mu_office *o, uint32_t need, double seats,
                             bool done);
/* The desk will look when this instant is over, if there is a reason. */
void mu_office_stir(struct mu_ctx *ctx, struct mu_office *o);
void mu_office_dispatch(struct mu_ctx *ctx, struct mu_office *o);

#endif
