/* groups.h - where a group of people can be, and which recorded event takes it where.
 *
 *   home -> on the way -> arrived -> sheltered -> home again
 *     |        |             ^
 *     `-> trapped -> aboard -+-> landed -> on the way ...
 *
 * A group is in one place; its number of persons falls by deaths only.
 */
#ifndef MU_ANALYSIS_GROUPS_H
#define MU_ANALYSIS_GROUPS_H

#include "sim/recorder.h"

enum mu_whereabouts {
    MU_AT_HOME,
    MU_ON_THE_WAY,
    MU_TRAPPED,
    MU_ABOARD,
    MU_LANDED,
    MU_ARRIVED,
    MU_SHELTERED,
};

enum mu_group_act {
    MU_GROUP_WARNED,
    MU_GROUP_DECIDED,
    MU_GROUP_REFUSED,
    MU_GROUP_DEPARTED,
    MU_GROUP_ARRIVED,
    MU_GROUP_TRAPPED,
    MU_GROUP_TURNED_BACK,
    MU_GROUP_BOARDED,
    MU_GROUP_LANDED,
    MU_GROUP_SHELTERED,
    MU_GROUP_DEAD,
    MU_GROUP_INJURED,
    MU_GROUP_FLOODED,
    MU_GROUP_NEEDLESS,
    MU_GROUP_RETURNED,
};

/* What one kind of event says of a group. */
struct mu_group_step {
    const char *kind;
    enum mu_group_act act;
    unsigned from; /* bits 1 << enum mu_whereabouts where it may happen */
    int to;        /* enum mu_whereabouts, or -1: it stays where it is */
    bool whole;    /* value = all the living persons of the group, not some */
};

/* The step of kind number `kind` of the result, or NULL: by_kind[kind], as mu_group_steps
 * fills it (n_kinds pointers). */
void mu_group_steps(const struct mu_result *result, const struct mu_group_step **by_kind);

/* Walks the events and checks every group: it was where the event found it, and its persons
 * changed by deaths only. False: `text` (size bytes) says what went wrong first. */
bool mu_people_conserved(const struct mu_result *result, char *text, size_t size);

#endif
