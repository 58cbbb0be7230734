/* The village reporter: sees what is so in the zone, after a while, and tells the office; may
 * be silent, conceal, or once say what is not so. */
#include <math.h>

#include "models/people/zone_impl.h"

/* A reporter under perfect information looks this often. */
#define INSTANT_LOOK MU_MINUTE
/* Numbers that differ less from the last ones told are no news. */
#define NEWS_SHARE 0.2
#define NEWS_PERSONS 20.0
#define NEWS_DEPTH 0.3 /* m */
/* What a false alarm claims. */
#define RUMOUR_DEPTH 0.5 /* m */
#define RUMOUR_SHARE 0.1

static bool is_number(uint32_t q)
{
    return q == MU_ZONE_Q_TRAPPED || q == MU_ZONE_Q_WAITING || q == MU_ZONE_Q_PRESENT ||
           q == MU_ZONE_Q_HURT;
}

static void see(const struct mu_zone_view *v, double *facts)
{
    const struct mu_zone *z = v->z;

    facts[MU_ZONE_Q_FLOODED] = z->depth > 0;
    facts[MU_ZONE_Q_DEPTH] = z->depth;
    facts[MU_ZONE_Q_TRAPPED] = mu_lift_left(v, true);
    facts[MU_ZONE_Q_WAITING] = mu_lift_left(v, false);
    facts[MU_ZONE_Q_PRESENT] = (double)mu_zone_present(z);
    facts[MU_ZONE_Q_HURT] = (double)z->hurt;
    facts[MU_ZONE_Q_CUT_OFF] = z->isolated;
}

static bool is_news(const struct mu_zone_view *v, uint32_t q, double now)
{
    double told = v->z->told[q];
    double part = mu_perfect_information(v->ctx) ? 0.5 : 1;

    if (q == MU_ZONE_Q_DEPTH)
        return fabs(now - told) >= NEWS_DEPTH * part;
    if (!is_number(q))
        return now != told;
    if (told == 0 || now == 0)
        return now != told;
    return fabs(now - told) >= NEWS_PERSONS * part && fabs(now - told) >= NEWS_SHARE * part * told;
}

static bool any_news(const struct mu_zone_view *v, const double *facts)
{
    if (!v->z->told_any)
        return true;
    for (uint32_t q = 0; q < MU_ZONE_FACTS; q++)
        if (is_news(v, q, facts[q]))
            return true;
    return false;
}

static bool tell(struct mu_zone_view *v, const double *facts, int32_t stage, mu_time due)
{
    struct mu_told told[MU_ZONE_FACTS];
    bool powered = v->z->depth <= v->p->power_depth;

    for (uint32_t q = 0; q < MU_ZONE_FACTS; q++)
        told[q] = (struct mu_told){
            .fact = mu_fact_of(v->ctx, mu_self(v->ctx), q),
            .value = facts[q],
            .observed = mu_now(v->ctx),
        };
    if (!mu_report_tell(v->ctx, &v->p->channels, v->p->office, powered, &v->z->report_number, stage,
                        due, told, MU_ZONE_FACTS))
        return false;
    for (uint32_t q = 0; q < MU_ZONE_FACTS; q++)
        v->z->told[q] = facts[q];
    v->z->told_any = true;
    return true;
}

static void keep_silent(struct mu_zone_view *v)
{
    if (!v->z->concealed)
        mu_record(v->ctx, &(struct mu_happening){.kind = MU_ZONE_K_CONCEALED,
                                                 .object = mu_thing_of(v->p->office)});
    v->z->concealed = true;
}

static bool still_on(const struct mu_zone *z)
{
    return z->depth > 0 || z->isolated ||
           z->persons[MU_STATE_TRAPPED] + z->persons[MU_STATE_STRANDED] +
                   z->persons[MU_STATE_WAITING] >
               0;
}

static int32_t stage_of(const struct mu_zone *z)
{
    if (!z->told_any)
        return MU_REPORT_INITIAL;
    return still_on(z) ? MU_REPORT_FOLLOW_UP : MU_REPORT_FINAL;
}

static void look_again(struct mu_zone_view *v, bool told)
{
    mu_time every = mu_perfect_information(v->ctx) ? INSTANT_LOOK : v->p->looks_every;

    v->z->awake = still_on(v->z) || !told;
    if (v->z->awake)
        mu_set_timer(v->ctx, every, MU_ZONE_OBSERVE, NULL, 0);
}

static void note_roads(struct mu_zone_view *v)
{
    bool cut_off = mu_places_cut_off(v);

    if (cut_off && !v->z->isolated)
        mu_record(v->ctx, &(struct mu_happening){.kind = MU_ZONE_K_ZONE_ISOLATED,
                                                 .value = (double)mu_zone_present(v->z)});
    v->z->isolated = cut_off;
}

void mu_reporter_look(struct mu_zone_view *v)
{
    double facts[MU_ZONE_FACTS];
    bool told = true;

    note_roads(v);
    see(v, facts);
    if (any_news(v, facts)) {
        bool first = !v->z->told_any;
        if (v->z->conceals)
            keep_silent(v);
        else if (!v->z->silent)
            told = tell(v, facts, stage_of(v->z),
                        first ? v->z->noticed + v->p->report_within : MU_NEVER);
    }
    look_again(v, told);
}

void mu_reporter_wake(struct mu_zone_view *v)
{
    double delay = 0;

    if (v->z->awake)
        return;
    v->z->awake = true;
    v->z->noticed = mu_now(v->ctx);
    if (!mu_perfect_information(v->ctx)) {
        struct mu_stream s = mu_stream_for(v->ctx, MU_ZONE_P_DETECT, v->z->detections++);
        delay = fmax(0, mu_draw(&v->p->detect_delay, &s));
    }
    mu_set_timer(v->ctx, mu_seconds(delay), MU_ZONE_OBSERVE, NULL, 0);
}

void mu_reporter_rumour(struct mu_zone_view *v)
{
    double facts[MU_ZONE_FACTS];

    if (v->z->flooded)
        return; /* by now it would be true */
    see(v, facts);
    facts[MU_ZONE_Q_FLOODED] = 1;
    facts[MU_ZONE_Q_DEPTH] = RUMOUR_DEPTH;
    facts[MU_ZONE_Q_TRAPPED] = floor(RUMOUR_SHARE * (double)v->p->population);
    if (!tell(v, facts, MU_REPORT_INITIAL, MU_NEVER))
        return;
    mu_record(v->ctx, &(struct mu_happening){.kind = MU_ZONE_K_FALSE,
                                             .object = mu_thing_of(v->p->office),
                                             .value = v->z->report_number});
    look_again(v, false); /* and corrects it at the next look */
}

void mu_reporter_start(struct mu_zone_view *v)
{
    struct mu_stream s = mu_stream_for(v->ctx, MU_ZONE_P_REPORTER, 0);
    bool reports = mu_chance(v->p->reports, &s);
    bool conceals = mu_chance(v->p->conceals, &s);
    bool lies = mu_chance(v->p->false_share, &s);
    double when = mu_uniform(&s);

    v->z->silent = v->p->office.i == 0;
    if (mu_perfect_information(v->ctx) || v->z->silent)
        return;
    v->z->silent = !reports;
    v->z->conceals = conceals;
    if (lies)
        mu_set_timer(v->ctx, (mu_time)(when * (double)mu_end(v->ctx)), MU_ZONE_RUMOUR, NULL, 0);
}
