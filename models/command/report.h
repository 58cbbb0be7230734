/* report.h - how what somebody saw travels to an office.
 *
 * An observer (village reporter, gauge, team on the spot) knows truth where it stands and
 * tells facts to its office over a channel; the channel delays, loses or is down. An office
 * knows only what arrived.
 */
#ifndef MU_MODELS_COMMAND_REPORT_H
#define MU_MODELS_COMMAND_REPORT_H

#include "models/command/order.h"
#include "sim/model.h"

struct mu_told {
    mu_fact fact;
    double value; /* in the quantity's unit */
    mu_time observed;
};

enum mu_report_stage { MU_REPORT_INITIAL, MU_REPORT_FOLLOW_UP, MU_REPORT_FINAL };

#define MU_TOLD_MAX 128

/* Body of MU_MSG_REPORT; sent with mu_report_size(n). */
struct mu_report {
    mu_entity_id sender; /* of this hop */
    uint32_t number;     /* of the sender */
    int32_t stage;
    mu_time due; /* deadline of this hop; MU_NEVER = none */
    uint32_t n;
    struct mu_told told[MU_TOLD_MAX];
};

size_t mu_report_size(uint32_t n);

/* Settings of a channel ("channel" model): phone, fax, radio, runner. */
struct mu_channel_params {
    struct mu_dist delay;    /* s, of each try, from sending to being taken in */
    double loss;             /* share of tries that fail */
    int64_t tries;           /* before a message is lost */
    bool needs_power;        /* fails where the mains are flooded */
    struct mu_table outages; /* struct mu_channel_outage */
};

struct mu_channel_outage {
    mu_time from, until;
    struct mu_refs at; /* entities cut off; empty = everybody */
};

extern const struct mu_model mu_channel_model;

/* The first of `channels` that works at both ends now: draws its delay (>= the lookahead) and
 * whether the message is lost, both from the stream (purpose, index) of the calling entity.
 * `powered`: the mains work at the sender's.
 * MU_NOBODY when no channel works; then *delay and *lost are not set. */
mu_entity_id mu_channel_pick(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                             bool powered, uint32_t purpose, uint64_t index, mu_time *delay,
                             bool *lost);
/* Does one of them work now? */
bool mu_channel_works(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                      bool powered);

/* Sends facts to an office, records report.sent, or report.lost, or report.missed when no
 * channel works (then false: try again later). With perfect information it goes to every
 * office at once instead. `number` is the sender's counter, advanced here. */
bool mu_report_tell(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id office,
                    bool powered, uint32_t *number, int32_t stage, mu_time due,
                    const struct mu_told *told, uint32_t n);
/* The same for one who will not come back to it: when no channel works the report is missed
 * now and goes, as it stands, at the first try (every 5 min) that finds one. */
void mu_report_tell_in_the_end(struct mu_ctx *ctx, const struct mu_refs *channels,
                               mu_entity_id office, bool powered, uint32_t *number, int32_t stage,
                               mu_time due, const struct mu_told *told, uint32_t n);

/* Kinds of event of reports; every model that calls mu_report_tell lists these first in its
 * kinds: MU_REPORT_KINDS, and numbers its own from MU_REPORT_KIND_OWN. The engine keeps one
 * kind for equal names. */
enum { MU_KIND_REPORT_SENT, MU_KIND_REPORT_LOST, MU_KIND_REPORT_MISSED, MU_REPORT_KIND_OWN };
#define MU_REPORT_KINDS                                                                            \
    {"report.sent", "1", "number of the report, of its sender", "somebody reported to an office"}, \
        {"report.lost", "1", "number of the report", "a report never arrived"},                    \
    {                                                                                              \
        "report.missed", "1", "facts not told", "no channel worked"                                \
    }

#endif
