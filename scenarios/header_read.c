/* The head of a scenario: when, where, how finely. */
#include <stdlib.h>
#include <string.h>

#include "scenarios/projection.h"
#include "scenarios/reader_impl.h"

const char *const mu_header_keys[] = {
    "muster",   "name",       "summary",  "hazard",     "start",  "end",       "onset",
    "crs",      "lookahead",  "publish",  "sample",     "frames", "geography", "defaults",
    "entities", "objectives", "observed", "references", NULL};

#define FRAMES_MAX 100000

static bool expand_member(struct mu_reader *r, const char *key)
{
    struct mu_tree *node = mu_tree_find(r->root, key);
    return !node || mu_inputs_expand(&r->inputs, node);
}

static bool expand_section(struct mu_reader *r, struct mu_tree *section)
{
    if (!mu_inputs_expand(&r->inputs, section))
        return false;
    const struct mu_model *model = mu_reader_model(r, section->key);
    return !model || section->kind == MU_TREE_NOTHING || mu_section_to_map(r, model, section);
}

/* Sections that stand in files of their own become part of the tree. */
bool mu_header_expand(struct mu_reader *r)
{
    bool ok = expand_member(r, "entities");
    ok &= expand_member(r, "defaults");
    ok &= expand_member(r, "objectives");
    ok &= expand_member(r, "observed");
    ok &= expand_member(r, "geography");
    struct mu_tree *entities = mu_tree_find(r->root, "entities");
    if (!entities || entities->kind != MU_TREE_MAP)
        return ok;
    for (struct mu_tree *section = entities->first; section; section = section->next)
        ok &= expand_section(r, section);
    return ok;
}

static bool read_start(struct mu_reader *r)
{
    const char *text;
    int64_t us;
    if (!mu_take_text(r, r->root, "start", NULL, &text))
        return false;
    struct mu_slot slot = mu_slot_at(r, mu_tree_find(r->root, "start"), "start");
    if (text[0] == 'T')
        return mu_slot_error(&slot, "\"%s\" would count from the onset; write a date", text);
    if (!mu_read_iso(&slot, text, &us, &r->in.clock.zone_s))
        return false;
    if (us % MU_SECOND)
        return mu_slot_error(&slot, "\"%s\": the start must be a whole second", text);
    r->in.clock.start_unix = us / MU_SECOND;
    r->in.clock.known = true;
    r->scenario->start_unix = r->in.clock.start_unix;
    r->scenario->zone_s = r->in.clock.zone_s;
    return true;
}

static bool read_onset(struct mu_reader *r)
{
    struct mu_tree *node = mu_tree_take(r->root, "onset");
    r->scenario->onset = MU_NEVER;
    if (!node)
        return true;
    struct mu_slot slot = mu_slot_at(r, node, "onset");
    mu_time onset;
    if (node->kind != MU_TREE_TEXT || node->text[0] == 'T')
        return mu_slot_error(&slot, "an instant such as 2010-06-21T18:30+08:00 is expected");
    if (!mu_read_instant(&slot, node->text, &onset))
        return false;
    r->in.clock.onset = r->scenario->onset = onset;
    r->in.clock.has_onset = true;
    return true;
}

static bool read_end(struct mu_reader *r)
{
    const char *text;
    if (!mu_take_text(r, r->root, "end", NULL, &text))
        return false;
    struct mu_slot slot = mu_slot_at(r, mu_tree_find(r->root, "end"), "end");
    if (!mu_read_instant(&slot, text, &r->scenario->end))
        return false;
    if (r->scenario->end <= 0)
        return mu_slot_error(&slot, "\"%s\" is not after the start", text);
    mu_time onset = r->scenario->onset;
    if (onset != MU_NEVER && onset > r->scenario->end)
        return mu_slot_error(&slot, "\"%s\" is before the onset", text);
    return true;
}

static int by_time(const void *a, const void *b)
{
    const mu_time *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool read_frame_list(struct mu_reader *r, const struct mu_tree *list, mu_time *frames)
{
    bool ok = true;
    size_t i = 0;
    for (const struct mu_tree *c = list->first; c; c = c->next) {
        struct mu_slot slot = mu_slot_at(r, c, "frames");
        mu_time t = 0;
        if (c->kind != MU_TREE_TEXT)
            ok = mu_slot_error(&slot, "an instant is expected, not %s", mu_tree_kind_name(c));
        else if (!mu_read_instant(&slot, c->text, &t))
            ok = false;
        else if (t < 0 || t > r->scenario->end)
            ok = mu_slot_error(&slot, "\"%s\" is not between start and end", c->text);
        frames[i++] = t;
    }
    qsort(frames, i, sizeof *frames, by_time);
    return ok;
}

static bool make_frames(struct mu_reader *r, struct mu_slot slot, const char *every,
                        struct mu_world_options *options)
{
    mu_time step;
    if (!mu_read_duration(&slot, every, &step))
        return false;
    if (step <= 0 || r->scenario->end / step > FRAMES_MAX)
        return mu_slot_error(&slot, "\"every %s\" gives no frame or more than %d", every,
                             FRAMES_MAX);
    size_t n = (size_t)(r->scenario->end / step);
    mu_time *frames = mu_pool_alloc(&r->pool, (n + 1) * sizeof *frames);
    if (!frames)
        return false;
    for (size_t i = 0; i < n; i++)
        frames[i] = (mu_time)(i + 1) * step;
    options->frames = frames;
    options->n_frames = n;
    return true;
}

static bool read_frames(struct mu_reader *r, struct mu_world_options *options)
{
    struct mu_tree *node = mu_tree_take(r->root, "frames");
    if (!node)
        return true;
    struct mu_slot slot = mu_slot_at(r, node, "frames");
    if (node->kind == MU_TREE_TEXT && strncmp(node->text, "every ", 6) == 0)
        return make_frames(r, slot, node->text + 6, options);
    if (node->kind != MU_TREE_LIST)
        return mu_slot_error(&slot, "a list of instants or \"every 1 h\" is expected");
    mu_time *frames = mu_pool_alloc(&r->pool, (node->n + 1) * sizeof *frames);
    if (!frames || !read_frame_list(r, node, frames))
        return false;
    options->frames = frames;
    options->n_frames = node->n;
    return true;
}

static bool read_times(struct mu_reader *r)
{
    if (!read_start(r)) { /* nothing else has a meaning without it */
        mu_tree_take(r->root, "onset");
        mu_tree_take(r->root, "end");
        return false;
    }
    bool ok = read_onset(r);
    return read_end(r) && ok;
}

static bool read_crs(struct mu_reader *r)
{
    const char *crs;
    if (!mu_take_text(r, r->root, "crs", "", &crs))
        return false;
    r->scenario->geo.crs = crs;
    r->scenario->geo.crs_wkt = "";
    if (!*crs)
        return true;
    struct mu_place place = mu_tree_find(r->root, "crs")->place;
    struct mu_projection *p = mu_projection_create(crs, place, r->in.diags);
    r->in.projection = p;
    if (!p)
        return false;
    r->scenario->geo.crs_wkt = mu_projection_wkt(p, &r->pool);
    return r->scenario->geo.crs_wkt != NULL;
}

static bool read_texts(struct mu_reader *r)
{
    struct mu_scenario *s = r->scenario;
    const char *references = "";
    bool ok = mu_check_version(r, r->root);
    ok &= mu_take_text(r, r->root, "name", NULL, &s->name);
    ok &= mu_take_text(r, r->root, "summary", "", &s->summary);
    ok &= mu_take_text(r, r->root, "references", "", &references);
    ok &= mu_take_hazard(r, r->root, &s->hazard_class, &s->hazard_kind);
    if (!*references)
        return ok;
    struct mu_place place = mu_tree_find(r->root, "references")->place;
    s->references = mu_inputs_path(&r->inputs, references, place);
    return s->references && mu_inputs_open(&r->inputs, s->references, place, MU_INPUT_TEXT_MAX) &&
           ok;
}

bool mu_header_read(struct mu_reader *r)
{
    struct mu_world_options options = {.geography = &r->scenario->geo};
    bool ok = read_texts(r);
    bool times = read_times(r);
    ok &= read_crs(r);
    ok &= mu_take_duration(r, r->root, "lookahead", "10 s", &options.lookahead);
    ok &= mu_take_duration(r, r->root, "publish", "60 s", &options.publish_every);
    ok &= mu_take_duration(r, r->root, "sample", "10 min", &options.sample_every);
    ok &= times && read_frames(r, &options);
    static const char *const sections[] = {"geography",  "defaults", "entities",
                                           "objectives", "observed", "frames"};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        mu_tree_take(r->root, sections[i]);
    ok &= mu_check_keys(r, r->root, mu_header_keys, "");
    options.end = r->scenario->end;
    if (ok)
        mu_world_set_options(r->in.world, &options);
    return ok;
}
