/* assets.c - the teams and fleets that an office commands, and what it knows of them: where it
 * sent them last, whether they have answered, what they cannot do.
 *
 * Their settings are paper facts that an office has. How they fare it learns by their answers.
 */
#include <string.h>

#include "models/command/office_impl.h"
#include "models/response/fleet.h"
#include "models/response/team.h"
#include "sim/assert.h"

/* Before who came back in vain is sent to the same place; muster calibration. */
#define NOT_THERE (2 * MU_HOUR)

static bool is_fleet(const struct mu_ctx *ctx, mu_entity_id who)
{
    return strcmp(mu_model_of(ctx, who), "fleet") == 0;
}

bool mu_office_is_force(const struct mu_ctx *ctx, mu_entity_id who)
{
    return is_fleet(ctx, who) || strcmp(mu_model_of(ctx, who), "team") == 0;
}

struct mu_asset *mu_office_asset(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t i)
{
    mu_assert(i < o->assets.n);
    return (struct mu_asset *)mu_at(ctx, o->assets.items) + i;
}

struct mu_asset *mu_office_find_asset(const struct mu_ctx *ctx, const struct mu_office *o,
                                      mu_entity_id who)
{
    for (uint32_t i = 0; i < o->assets.n; i++)
        if (mu_office_asset(ctx, o, i)->who.i == who.i)
            return mu_office_asset(ctx, o, i);
    return NULL;
}

static struct mu_asset of_fleet(const struct mu_ctx *ctx, mu_entity_id who)
{
    const struct mu_fleet_params *p = mu_params_of(ctx, who);

    return (struct mu_asset){.who = who,
                             .is_fleet = true,
                             .units = (uint32_t)p->vehicles,
                             .seats = (double)p->seats,
                             .at = p->at};
}

static struct mu_asset of_team(const struct mu_ctx *ctx, mu_entity_id who)
{
    const struct mu_team_params *p = mu_params_of(ctx, who);

    return (struct mu_asset){.who = who,
                             .units = 1,
                             .seats = (double)(p->boats * p->seats),
                             .outside = p->distance_outside,
                             .at = p->at,
                             .not_before = p->available_from == MU_NEVER ? 0 : p->available_from};
}

static void add(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who)
{
    struct mu_asset *a = mu_list_add(ctx, &o->assets, sizeof *a);

    *a = is_fleet(ctx, who) ? of_fleet(ctx, who) : of_team(ctx, who);
}

static mu_entity_id owner_of(const struct mu_ctx *ctx, mu_entity_id who)
{
    return is_fleet(ctx, who) ? ((const struct mu_fleet_params *)mu_params_of(ctx, who))->owner
                              : ((const struct mu_team_params *)mu_params_of(ctx, who))->owner;
}

static void add_own(struct mu_ctx *ctx, struct mu_office *o, const char *model)
{
    size_t n;
    const mu_entity_id first = mu_first_of(ctx, model, &n);

    for (uint32_t i = 0; i < n; i++)
        if (owner_of(ctx, (mu_entity_id){first.i + i}).i == mu_self(ctx).i)
            add(ctx, o, (mu_entity_id){first.i + i});
}

void mu_office_assets_start(struct mu_ctx *ctx, struct mu_office *o)
{
    add_own(ctx, o, "team");
    add_own(ctx, o, "fleet");
}

/* Who says that he is free and was not here before has been put under this office's command. An
 * order may still be on its way to him: what was sent counts, not what is said. */
void mu_office_freed(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who)
{
    o->stirred = true;
    if (mu_office_find_asset(ctx, o, who))
        return;
    add(ctx, o, who);
    mu_office_release(ctx, o, who);
}

void mu_office_lose(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who)
{
    struct mu_asset *a = mu_office_find_asset(ctx, o, who);

    mu_assert(a != NULL);
    const struct mu_asset *end = mu_office_asset(ctx, o, o->assets.n - 1) + 1;
    memmove(a, a + 1, (size_t)(end - (a + 1)) * sizeof *a);
    o->assets.n--;
}

void mu_office_asset_back(struct mu_ctx *ctx, struct mu_office *o, const struct mu_sent *sent,
                          mu_entity_id place, bool done)
{
    struct mu_asset *a = mu_office_find_asset(ctx, o, sent->to);

    if (!a)
        return;
    o->stirred = true;
    a->used = a->used > sent->units ? a->used - sent->units : 0;
    if (done) {
        a->outside = 0;
        mu_place_of(ctx, place, &a->at);
        return;
    }
    a->failed_for = place;
    a->failed_until = mu_now(ctx) + NOT_THERE;
}
