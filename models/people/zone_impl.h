/* zone_impl.h - what the files of the zone model share. */
#ifndef MU_MODELS_PEOPLE_ZONE_IMPL_H
#define MU_MODELS_PEOPLE_ZONE_IMPL_H

#include "models/geo.h"
#include "models/people/lifesim.h"
#include "models/people/zone.h"
#include "models/roads/roads.h"

enum {
    MU_ZONE_SHELTERS = 6, /* nearest shelters a zone knows */
    MU_ZONE_HOMES = 3,    /* nearest places with relatives */
    MU_ZONE_EXITS = 3,    /* ways out that the reporter looks at */
    MU_ZONE_TASKS = 16,   /* orders under way */
    MU_ZONE_FACTS = MU_ZONE_Q_CUT_OFF + 1,
};

enum mu_group_state {
    MU_STATE_HOME,
    MU_STATE_PREPARING,
    MU_STATE_ON_ROAD,
    MU_STATE_WAITING,
    MU_STATE_TRAPPED,
    MU_STATE_STRANDED,
    MU_STATE_ABOARD,
    MU_STATE_AWAY,
    MU_STATE_STATES
};

/* Why somebody leaves, from the weakest reason to the strongest. */
enum mu_heard { MU_HEARD_NOTHING, MU_HEARD_WORD, MU_HEARD_ADVICE, MU_HEARD_ORDER, MU_HEARD_WATER };

enum mu_zone_kind {
    MU_ZONE_K_WARNED = MU_REPORT_KIND_OWN,
    MU_ZONE_K_DECIDED,
    MU_ZONE_K_REFUSED,
    MU_ZONE_K_DEPARTED,
    MU_ZONE_K_ARRIVED,
    MU_ZONE_K_TRAPPED,
    MU_ZONE_K_TURNED_BACK,
    MU_ZONE_K_WAITING,
    MU_ZONE_K_BOARDED,
    MU_ZONE_K_LANDED,
    MU_ZONE_K_SHELTERED,
    MU_ZONE_K_UNSHELTERED,
    MU_ZONE_K_DEAD,
    MU_ZONE_K_INJURED,
    MU_ZONE_K_FLOODED,
    MU_ZONE_K_NEEDLESS,
    MU_ZONE_K_RETURNED,
    MU_ZONE_K_ZONE_FLOODED,
    MU_ZONE_K_ZONE_ISOLATED,
    MU_ZONE_K_CONCEALED,
    MU_ZONE_K_FALSE,
};

/* Addresses of draws; index = the group, unless said otherwise. */
enum mu_zone_purpose {
    MU_ZONE_P_GROUND,
    MU_ZONE_P_MOBILITY,
    MU_ZONE_P_VEHICLE,
    MU_ZONE_P_BUILDING,
    MU_ZONE_P_STRENGTH,
    MU_ZONE_P_REFUGE,
    MU_ZONE_P_RELATIVES,
    MU_ZONE_P_REFUSES,
    MU_ZONE_P_HEARS, /* group x 64 + medium */
    MU_ZONE_P_WORD,
    MU_ZONE_P_BELIEVES,
    MU_ZONE_P_DECIDES,
    MU_ZONE_P_PREPARES,
    MU_ZONE_P_STREETS,
    MU_ZONE_P_BOAT,
    MU_ZONE_P_DIES_LOW,
    MU_ZONE_P_DIES_HIGH,
    MU_ZONE_P_SWEPT,
    MU_ZONE_P_REPORTER, /* 0 */
    MU_ZONE_P_DETECT,   /* the how manieth time something happens */
};

struct mu_zone_group {
    uint8_t state, heard, exposed;
    uint8_t tries; /* ways tried without success */
    uint8_t doors; /* shelters that had no room */
    uint16_t persons, dead, hurt;
    bool limited, vehicle, relatives, strong, refuser, never; /* what it is */
    bool deciding, refused, refused_boat, warned, flooded;    /* what it has done, or met */
    bool moved, settled, turning_back, ashore, outside, treated;
    uint8_t traveller; /* of its trip */
    float ground;      /* m above the zone's point */
    float collapse;    /* m2/s, flow at which the building falls */
    uint32_t node;     /* node to which it goes */
    mu_entity_id shelter, first_full;
    mu_timer timer;
    mu_time decides_at; /* when the timer goes off */
    mu_cause since;     /* of the event since which it waits */
};

struct mu_zone_place {
    mu_entity_id shelter;
    uint32_t node;
    double seconds, metres; /* by car and on foot over the dry map */
};

/* Cells of a way out. */
struct mu_zone_cell {
    uint32_t cell;
    float raised;
};

struct mu_zone_task {
    mu_thing item;
    mu_entity_id issuer, target;
    int32_t verb;
    bool open;
};

struct mu_zone {
    mu_entity_id water, roads, hospital;
    bool has_cell;
    size_t cell;
    uint32_t node; /* of the road network */
    uint32_t n;    /* groups */
    mu_ref groups;
    /* Groups by the depth at the zone at which their ground is wet, and by the depth at
     * which their refuge fails; ascending. */
    mu_ref wet_at, wet_order, deep_at, deep_order;
    uint32_t wet, caught, deep; /* how many of these have been passed */
    double depth, speed, worst_flow;
    mu_time last_wet, last_order;
    bool flooded, isolated, word_started, returns;

    int64_t persons[MU_STATE_STATES];
    int64_t dead, hurt, warned, moved;
    int64_t refusing; /* present, but will not leave */
    int64_t boat_refusers;
    uint32_t next_bus, next_boat; /* where the search for passengers begins */

    bool episode; /* of warnings under way */
    mu_time episode_at;
    int64_t false_alarms;
    struct mu_zone_task tasks[MU_ZONE_TASKS];

    struct mu_zone_place shelters[MU_ZONE_SHELTERS], homes[MU_ZONE_HOMES];
    uint32_t n_shelters, n_homes;
    mu_ref exit_cells;
    uint32_t exits[MU_ZONE_EXITS + 1], n_exits;

    bool conceals, silent, awake, told_any, concealed;
    mu_time noticed;
    uint64_t detections;
    uint32_t report_number;
    double told[MU_ZONE_FACTS];
};

/* Pointers into the run, for the time of one handler. */
struct mu_zone_view {
    struct mu_ctx *ctx;
    const struct mu_zone_params *p;
    struct mu_zone *z;
    struct mu_zone_group *groups;
};

static inline int64_t mu_group_alive(const struct mu_zone_group *g)
{
    return (int64_t)g->persons - g->dead;
}

/* At the zone, dry or trapped. */
static inline bool mu_group_present(const struct mu_zone_group *g)
{
    return g->state == MU_STATE_HOME || g->state == MU_STATE_PREPARING ||
           g->state == MU_STATE_WAITING || g->state == MU_STATE_TRAPPED;
}

/* zone_params.c */
extern const struct mu_param mu_zone_param_table[];

/* Depth of the water at a group's ground [m]; not above 0 = dry. */
double mu_group_depth(const struct mu_zone_view *v, uint32_t group);
double mu_zone_uniform(const struct mu_zone_view *v, enum mu_zone_purpose purpose, uint64_t index);

/* groups.c: who lives there; the books */
void mu_groups_start(struct mu_zone_view *v);
void mu_group_move(struct mu_zone_view *v, uint32_t group, enum mu_group_state state);
void mu_group_refuses(struct mu_zone_view *v, uint32_t group);
mu_cause mu_group_record(struct mu_zone_view *v, enum mu_zone_kind kind, uint32_t group,
                         mu_thing object, mu_thing place);
void mu_group_timer(struct mu_zone_view *v, uint32_t group, mu_time delay, uint16_t type);
int64_t mu_zone_present(const struct mu_zone *z);

/* places.c: where to, and is there a way */
void mu_places_start(struct mu_zone_view *v);
bool mu_places_cut_off(const struct mu_zone_view *v);
/* The nearest shelter to `at` as the crow flies after `before` (MU_NOBODY = the first one);
 * MU_NOBODY when there is none left. */
mu_entity_id mu_places_after(const struct mu_zone_view *v, struct mu_point at, mu_entity_id before);
mu_entity_id mu_places_hospital(const struct mu_zone_view *v);

/* warn.c: orders, media, hearsay, belief */
void mu_warn_order(struct mu_zone_view *v, const struct mu_event *ev);
void mu_warn_by_word(struct mu_zone_view *v);
void mu_warn_heard(struct mu_zone_view *v, const struct mu_event *ev);
void mu_warn_water(struct mu_zone_view *v, uint32_t group);
void mu_warn_decided(struct mu_zone_view *v, uint32_t group);
void mu_warn_task(struct mu_zone_view *v, uint32_t task);
/* Somebody has left: are orders to leave carried out? */
void mu_warn_check_tasks(struct mu_zone_view *v);

/* leave.c: on the way and at the shelter */
void mu_leave_home(struct mu_zone_view *v, uint32_t group);
void mu_leave_arrived(struct mu_zone_view *v, const struct mu_trip_end *end);
void mu_leave_stranded(struct mu_zone_view *v, const struct mu_trip_end *end);
void mu_leave_no_route(struct mu_zone_view *v, const struct mu_trip_end *end);
void mu_leave_full(struct mu_zone_view *v, const struct mu_event *ev);
void mu_leave_settled(struct mu_zone_view *v, uint32_t group);
/* From the shore on. */
void mu_leave_shore(struct mu_zone_view *v, uint32_t group, uint32_t node);
void mu_leave_at_shelter(struct mu_zone_view *v, uint32_t group, mu_entity_id shelter);
void mu_leave_return(struct mu_zone_view *v);
void mu_leave_moved(struct mu_zone_view *v, uint32_t group);

/* flood.c: water at the homes */
void mu_flood_board(struct mu_zone_view *v, const void *board);
/* A group is at its home (again): is it trapped there? */
void mu_flood_at_home(struct mu_zone_view *v, uint32_t group);
void mu_flood_swept(struct mu_zone_view *v, uint32_t group, bool on_foot, double depth,
                    double speed);

/* lift.c: boats and buses */
void mu_lift_board(struct mu_zone_view *v, const struct mu_event *ev);
void mu_lift_set_down(struct mu_zone_view *v, const struct mu_event *ev);
/* Persons who want a boat, or wait for a bus. */
double mu_lift_left(const struct mu_zone_view *v, bool boat);

/* reporter.c: the zone's eyes */
void mu_reporter_start(struct mu_zone_view *v);
/* Something has happened that is worth a report. */
void mu_reporter_wake(struct mu_zone_view *v);
void mu_reporter_look(struct mu_zone_view *v);
void mu_reporter_rumour(struct mu_zone_view *v);

#endif
