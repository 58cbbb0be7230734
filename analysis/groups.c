#include "analysis/groups.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BIT(place) (1U << (place))

enum {
    ANYWHERE = BIT(MU_AT_HOME) | BIT(MU_ON_THE_WAY) | BIT(MU_TRAPPED) | BIT(MU_ABOARD) |
               BIT(MU_LANDED) | BIT(MU_ARRIVED) | BIT(MU_SHELTERED),
    ASHORE = BIT(MU_LANDED) | BIT(MU_ARRIVED) | BIT(MU_SHELTERED),
    STAYS = -1,
};

static const struct mu_group_step steps[] = {
    {"group.warned", MU_GROUP_WARNED, ANYWHERE, STAYS, true},
    {"group.decided", MU_GROUP_DECIDED, ANYWHERE, STAYS, true},
    {"group.refused", MU_GROUP_REFUSED, ANYWHERE, STAYS, true},
    {"group.departed", MU_GROUP_DEPARTED, BIT(MU_AT_HOME) | BIT(MU_TRAPPED) | ASHORE, MU_ON_THE_WAY,
     true},
    {"group.arrived", MU_GROUP_ARRIVED, BIT(MU_ON_THE_WAY) | BIT(MU_ABOARD) | BIT(MU_LANDED),
     MU_ARRIVED, true},
    {"group.trapped", MU_GROUP_TRAPPED, BIT(MU_AT_HOME) | BIT(MU_ON_THE_WAY) | ASHORE, MU_TRAPPED,
     true},
    {"group.turned_back", MU_GROUP_TURNED_BACK, BIT(MU_ON_THE_WAY), MU_AT_HOME, true},
    {"group.boarded", MU_GROUP_BOARDED, BIT(MU_AT_HOME) | BIT(MU_TRAPPED) | BIT(MU_LANDED),
     MU_ABOARD, true},
    {"group.landed", MU_GROUP_LANDED, BIT(MU_ABOARD), MU_LANDED, true},
    {"group.sheltered", MU_GROUP_SHELTERED,
     BIT(MU_ON_THE_WAY) | BIT(MU_ABOARD) | BIT(MU_LANDED) | BIT(MU_ARRIVED), MU_SHELTERED, true},
    {"group.dead", MU_GROUP_DEAD, ANYWHERE, STAYS, false},
    {"group.injured", MU_GROUP_INJURED, ANYWHERE, STAYS, false},
    {"group.flooded", MU_GROUP_FLOODED, ANYWHERE, STAYS, true},
    {"group.needless", MU_GROUP_NEEDLESS, ANYWHERE, STAYS, true},
    /* Home again: from where they were safe, or freed when the water fell. */
    {"group.returned", MU_GROUP_RETURNED, BIT(MU_ON_THE_WAY) | BIT(MU_TRAPPED) | ASHORE, MU_AT_HOME,
     true},
};

static const char *const place_names[] = {"at home", "on the way", "trapped",  "aboard",
                                          "landed",  "arrived",    "sheltered"};

void mu_group_steps(const struct mu_result *result, const struct mu_group_step **by_kind)
{
    for (size_t k = 0; k < result->n_kinds; k++)
        by_kind[k] = NULL;
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        size_t k = mu_result_kind(result, steps[s].kind);
        if (k != SIZE_MAX)
            by_kind[k] = &steps[s];
    }
}

/* The books of one group; living is NaN until an event has told it. */
struct book {
    enum mu_whereabouts at;
    double living;
    bool seen;
};

struct check {
    const struct mu_result *result;
    struct book *books; /* by thing */
    char *text;
    size_t size;
};

static bool complain(const struct check *c, size_t row, const char *fmt, ...) MU_PRINTF(3, 4);

static bool complain(const struct check *c, size_t row, const char *fmt, ...)
{
    const struct mu_event_columns *e = &c->result->events;
    int used =
        snprintf(c->text, c->size, "event %zu (%s, %s): ", row + 1,
                 c->result->kinds[e->kind[row]].name, c->result->things[e->subject[row]].name);
    va_list args;

    if (used < 0 || (size_t)used >= c->size)
        return false;
    va_start(args, fmt);
    vsnprintf(c->text + used, c->size - (size_t)used, fmt, args);
    va_end(args);
    return false;
}

static bool count_persons(const struct check *c, size_t row, const struct mu_group_step *step,
                          struct book *book)
{
    double value = c->result->events.value[row];

    if (!(value >= 0))
        return complain(c, row, "%g persons", value);
    if (step->whole && isnan(book->living))
        book->living = value;
    if (step->whole && value != book->living)
        return complain(c, row, "%g persons, but %g are alive", value, book->living);
    if (value > book->living)
        return complain(c, row, "%g persons of %g", value, book->living);
    if (step->act == MU_GROUP_DEAD && !isnan(book->living))
        book->living -= value;
    return true;
}

static bool follow(const struct check *c, size_t row, const struct mu_group_step *step)
{
    struct book *book = &c->books[c->result->events.subject[row]];

    if (!book->seen)
        *book = (struct book){.at = MU_AT_HOME, .living = NAN, .seen = true};
    if (!(step->from & BIT(book->at)))
        return complain(c, row, "the group is %s", place_names[book->at]);
    if (step->to != STAYS)
        book->at = (enum mu_whereabouts)step->to;
    return count_persons(c, row, step, book);
}

static bool follow_all(const struct check *c, const struct mu_group_step **by_kind)
{
    const struct mu_event_columns *e = &c->result->events;

    mu_group_steps(c->result, by_kind);
    for (size_t row = 0; row < e->n; row++) {
        const struct mu_group_step *step = by_kind[e->kind[row]];
        if (step && !follow(c, row, step))
            return false;
    }
    return true;
}

bool mu_people_conserved(const struct mu_result *result, char *text, size_t size)
{
    struct check c = {.result = result, .text = text, .size = size};
    const struct mu_group_step **by_kind = calloc(result->n_kinds + 1, sizeof *by_kind);
    bool ok = false;

    c.books = calloc(result->n_things + 1, sizeof *c.books);
    if (by_kind && c.books)
        ok = follow_all(&c, by_kind);
    else
        snprintf(text, size, "%s", mu_err_text(MU_ERR_MEMORY));
    free(by_kind);
    free(c.books);
    return ok;
}
