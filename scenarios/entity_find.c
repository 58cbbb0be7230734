#include "scenarios/entity_find.h"

#include <stdio.h>
#include <string.h>

const char *mu_bare_name(const char *canonical)
{
    const char *slash = strchr(canonical, '/');
    return slash ? slash + 1 : canonical;
}

const struct mu_model *mu_find_model(const struct mu_world *world, const char *name)
{
    size_t i = mu_world_model_index(world, name);
    return i == SIZE_MAX ? NULL : mu_world_model(world, i);
}

struct candidates {
    const struct mu_world *world;
    const char *of;
    bool bare;
};

/* Entities of another model stand in the list as a word that is near to nothing. */
static const char *next_name(const void *list, size_t i)
{
    const struct candidates *c = list;
    if (i >= mu_world_entities(c->world))
        return NULL;
    mu_entity_id id = {(uint32_t)i + 1};
    if (c->of && strcmp(mu_world_entity_model(c->world, id)->name, c->of) != 0)
        return "";
    const char *name = mu_world_entity_name(c->world, id);
    return c->bare ? mu_bare_name(name) : name;
}

static bool say_unknown(const struct mu_slot *slot, const char *text, const char *of)
{
    if (slot->in->names_incomplete)
        return false;
    struct candidates c = {slot->in->world, of, true};
    const char *near = mu_nearest(text, next_name, &c);
    if (!near || !*near) {
        c.bare = false;
        near = mu_nearest(text, next_name, &c);
    }
    bool some = near && *near;
    if (of)
        return mu_slot_error(slot, "there is no %s called \"%s\"%s%s%s", of, text,
                             some ? "; did you mean \"" : "", some ? near : "", some ? "\"?" : "");
    return mu_slot_error(slot, "nothing is called \"%s\"%s%s%s", text,
                         some ? "; did you mean \"" : "", some ? near : "", some ? "\"?" : "");
}

static mu_entity_id find_qualified(const struct mu_slot *slot, const char *text, const char *of)
{
    const char *slash = strchr(text, '/');
    size_t n = slash ? (size_t)(slash - text) : 0;
    char model[64];
    if (!slash || n >= sizeof model)
        return MU_NOBODY;
    memcpy(model, text, n);
    model[n] = '\0';
    if (of && strcmp(of, model) != 0)
        return MU_NOBODY;
    return mu_world_find(slot->in->world, model, slash + 1);
}

static mu_entity_id find_among_all(const struct mu_slot *slot, const char *text)
{
    const struct mu_world *world = slot->in->world;
    mu_entity_id found = MU_NOBODY;
    for (size_t i = 0; i < mu_world_models(world); i++) {
        mu_entity_id id = mu_world_find(world, mu_world_model(world, i)->name, text);
        if (id.i && found.i) {
            mu_slot_error(slot, "\"%s\" may be %s or %s; write one of these", text,
                          mu_world_entity_name(world, found), mu_world_entity_name(world, id));
            return MU_NOBODY;
        }
        if (id.i)
            found = id;
    }
    if (!found.i)
        say_unknown(slot, text, NULL);
    return found;
}

mu_entity_id mu_find_entity(const struct mu_slot *slot, const char *text, const char *of)
{
    mu_entity_id id = find_qualified(slot, text, of);
    if (id.i)
        return id;
    if (!of)
        return find_among_all(slot, text);
    id = mu_world_find(slot->in->world, of, text);
    if (!id.i)
        say_unknown(slot, text, of);
    return id;
}
