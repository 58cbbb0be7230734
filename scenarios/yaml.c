#include "scenarios/yaml.h"

#include <ctype.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

struct anchor {
    const char *name;
    const struct mu_tree *node; /* NULL while it is still open */
    struct anchor *next;
};

struct yaml {
    struct mu_pool *pool;
    struct mu_diags *diags;
    struct fy_parser *parser;
    struct anchor *anchors;
    const char *file;
    const struct mu_place *fixed; /* every place, when not NULL */
    struct mu_place last;         /* of what was read last */
    size_t nodes, alias_nodes;
    bool failed; /* said so already, or no memory */
};

static struct mu_tree *read_value(struct yaml *y, struct fy_event *ev, int depth);

static struct mu_place place_of(const struct yaml *y, struct fy_event *ev)
{
    if (y->fixed)
        return *y->fixed;
    const struct fy_mark *mark = fy_event_start_mark(ev);
    return mark ? (struct mu_place){y->file, mark->line + 1, mark->column + 1}
                : (struct mu_place){y->file, 0, 0};
}

static struct mu_tree *stop(struct yaml *y)
{
    y->failed = true;
    return NULL;
}

#define STOP(y, place, ...) (mu_diag_error((y)->diags, place, __VA_ARGS__), stop(y))

static const char *token_text(struct yaml *y, struct fy_token *token)
{
    size_t n = 0;
    const char *text = token ? fy_token_get_text(token, &n) : "";
    return mu_pool_text(y->pool, text ? text : "", text ? n : 0);
}

/* 18:30 without quotes: minutes to a reader of YAML 1.1 (1110), a text to one of 1.2. */
static bool is_clock(const char *s)
{
    int digits = 0, colons = 0;
    for (; *s; s++) {
        if (*s == ':' && digits >= 1 && digits <= 2) {
            colons++;
            digits = 0;
        } else if (isdigit((unsigned char)*s)) {
            digits++;
        } else {
            return false;
        }
    }
    return colons >= 1 && digits == 2;
}

static bool is_null(const char *s)
{
    return !*s || !strcmp(s, "~") || !strcmp(s, "null") || !strcmp(s, "Null") || !strcmp(s, "NULL");
}

static struct mu_tree *read_scalar(struct yaml *y, struct fy_event *ev, struct mu_place place)
{
    struct fy_token *token = ev->scalar.value;
    bool plain = !token || fy_token_scalar_style(token) == FYSS_PLAIN;
    const char *text = token_text(y, token);
    if (!text)
        return stop(y);
    if (plain && is_clock(text))
        return STOP(y, place, "%s without quotes is read as a number by some; write \"%s\"", text,
                    text);
    if (strlen(text) != (token ? fy_token_get_text_length(token) : 0))
        return STOP(y, place, "a zero character in a text");
    enum mu_tree_kind kind = plain && is_null(text) ? MU_TREE_NOTHING : MU_TREE_TEXT;
    struct mu_tree *node = mu_tree_new(y->pool, kind, place);
    if (!node)
        return stop(y);
    node->text = kind == MU_TREE_TEXT ? text : NULL;
    return node;
}

/* Frees the event before the next is fetched, so that depth costs no memory. */
static struct mu_tree *read_list(struct yaml *y, struct mu_place place, int depth)
{
    struct mu_tree *list = mu_tree_new(y->pool, MU_TREE_LIST, place);
    if (!list)
        return stop(y);
    struct fy_event *ev;
    while (!y->failed && (ev = fy_parser_parse(y->parser))) {
        bool end = ev->type == FYET_SEQUENCE_END;
        struct mu_tree *child = end ? NULL : read_value(y, ev, depth + 1);
        fy_parser_event_free(y->parser, ev);
        if (end)
            return list;
        if (child && child->place.line == 0)
            child->place = place; /* an empty item has no place of its own */
        if (child)
            mu_tree_add(list, child);
    }
    return stop(y);
}

static struct mu_tree *read_key(struct yaml *y, struct fy_event *ev)
{
    struct mu_place place = y->last = place_of(y, ev);
    if (ev->type != FYET_SCALAR)
        return STOP(y, place, "a key must be a plain text");
    return read_scalar(y, ev, place);
}

static bool read_member(struct yaml *y, struct mu_tree *map, struct fy_event *key_event, int depth)
{
    struct mu_tree *key = read_key(y, key_event);
    if (!key)
        return false;
    struct fy_event *ev = fy_parser_parse(y->parser);
    if (!ev)
        return false;
    struct mu_tree *value = read_value(y, ev, depth + 1);
    fy_parser_event_free(y->parser, ev);
    if (!value)
        return false;
    value->key_place = key->place;
    if (value->place.line == 0)
        value->place = key->place;
    mu_tree_add_key(map, key->text ? key->text : "null", value);
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct mu_tree *const *x = a, *const *y = b;
    int order = strcmp((*x)->key, (*y)->key);
    if (order)
        return order;
    struct mu_place p = (*x)->key_place, q = (*y)->key_place;
    return p.line != q.line ? (p.line > q.line) - (p.line < q.line)
                            : (p.column > q.column) - (p.column < q.column);
}

/* The first stays, so that nothing else is said of the second. */
static void check_duplicates(struct yaml *y, struct mu_tree *map)
{
    const struct mu_tree **members = map->n < 2 ? NULL : malloc(map->n * sizeof *members);
    if (!members)
        return;
    size_t n = 0;
    for (const struct mu_tree *c = map->first; c; c = c->next)
        members[n++] = c;
    qsort(members, n, sizeof *members, by_key);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(members[i - 1]->key, members[i]->key) != 0)
            continue;
        mu_diag_error(y->diags, members[i]->key_place, "\"%s\" stands here twice; first in line %d",
                      members[i]->key, members[i - 1]->key_place.line);
        mu_tree_remove(map, members[i]);
    }
    free(members);
}

static struct mu_tree *read_map(struct yaml *y, struct mu_place place, int depth)
{
    struct mu_tree *map = mu_tree_new(y->pool, MU_TREE_MAP, place);
    if (!map)
        return stop(y);
    struct fy_event *ev;
    while (!y->failed && (ev = fy_parser_parse(y->parser))) {
        bool end = ev->type == FYET_MAPPING_END;
        bool ok = end || read_member(y, map, ev, depth);
        fy_parser_event_free(y->parser, ev);
        if (!ok)
            return stop(y);
        if (end) {
            check_duplicates(y, map);
            return map;
        }
    }
    return stop(y);
}

static size_t count_nodes(const struct mu_tree *node)
{
    size_t n = 1;
    for (const struct mu_tree *c = node->first; c; c = c->next)
        n += count_nodes(c);
    return n;
}

static struct mu_tree *read_alias(struct yaml *y, struct fy_event *ev, struct mu_place place)
{
    const char *name = token_text(y, ev->alias.anchor);
    if (!name)
        return stop(y);
    const struct anchor *a = y->anchors;
    while (a && strcmp(a->name, name) != 0)
        a = a->next;
    if (!a)
        return STOP(y, place, "*%s: there is no &%s before it", name, name);
    if (!a->node)
        return STOP(y, place, "*%s stands inside &%s: that would never end", name, name);
    y->alias_nodes += count_nodes(a->node);
    if (y->alias_nodes > MU_YAML_ALIAS_NODES)
        return STOP(y, place, "aliases repeat more than %zu values", MU_YAML_ALIAS_NODES);
    struct mu_tree *copy = mu_tree_copy(y->pool, a->node);
    if (!copy)
        return stop(y);
    copy->key = NULL;
    return copy;
}

static struct anchor *open_anchor(struct yaml *y, struct fy_token *token)
{
    if (!token)
        return NULL;
    struct anchor *a = mu_pool_alloc(y->pool, sizeof *a);
    const char *name = a ? token_text(y, token) : NULL;
    if (!name) {
        y->failed = true;
        return NULL;
    }
    *a = (struct anchor){.name = name, .next = y->anchors};
    y->anchors = a;
    return a;
}

static struct mu_tree *read_value(struct yaml *y, struct fy_event *ev, int depth)
{
    struct mu_place place = place_of(y, ev);
    if (place.line)
        y->last = place;
    struct fy_token *anchor_token = NULL, *tag = NULL;
    switch (ev->type) {
    case FYET_SCALAR: anchor_token = ev->scalar.anchor, tag = ev->scalar.tag; break;
    case FYET_SEQUENCE_START:
        anchor_token = ev->sequence_start.anchor, tag = ev->sequence_start.tag;
        break;
    case FYET_MAPPING_START:
        anchor_token = ev->mapping_start.anchor, tag = ev->mapping_start.tag;
        break;
    default: break;
    }
    if (tag)
        return STOP(y, place, "tags (!...) have no meaning here; leave it out");
    if (depth > MU_YAML_DEPTH)
        return STOP(y, place, "more than %d levels, one inside the other", MU_YAML_DEPTH);
    if (++y->nodes > MU_YAML_NODES)
        return STOP(y, place, "more than %zu values in one file", MU_YAML_NODES);
    struct anchor *anchor = open_anchor(y, anchor_token);
    struct mu_tree *node = NULL;
    switch (ev->type) {
    case FYET_SCALAR: node = read_scalar(y, ev, place); break;
    case FYET_SEQUENCE_START: node = read_list(y, place, depth); break;
    case FYET_MAPPING_START: node = read_map(y, place, depth); break;
    case FYET_ALIAS: node = read_alias(y, ev, place); break;
    default: return STOP(y, place, "this is no value");
    }
    if (anchor)
        anchor->node = node;
    return node;
}

static struct mu_tree *read_document(struct yaml *y)
{
    struct mu_tree *root = NULL;
    bool seen = false;
    struct fy_event *ev;
    while (!y->failed && (ev = fy_parser_parse(y->parser))) {
        switch (ev->type) {
        case FYET_STREAM_START:
        case FYET_STREAM_END:
        case FYET_DOCUMENT_END: break;
        case FYET_DOCUMENT_START:
            if (seen)
                STOP(y, place_of(y, ev), "a second document; one file holds one");
            seen = true;
            break;
        default: root = read_value(y, ev, 0); break;
        }
        fy_parser_event_free(y->parser, ev);
    }
    return y->failed ? NULL : root;
}

static const char *syntax_hint(const char *message)
{
    if (strstr(message, "nested block mapping"))
        return "; a value that holds \": \" must stand in quotes";
    if (strstr(message, "wrongly indented flow"))
        return "; a \"[\" or \"{\" before this is not closed";
    if (strstr(message, "multiline plain key"))
        return "; is there a tab, or a \":\" missing?";
    return "";
}

static void report_syntax(struct yaml *y, struct fy_diag *diag)
{
    void *at = NULL;
    struct fy_diag_error *e;
    while ((e = fy_diag_errors_iterate(diag, &at))) {
        struct mu_place place = {y->file, e->line, e->column};
        mu_diag_error(y->diags, y->fixed ? *y->fixed : place, "not YAML: %s%s", e->msg,
                      syntax_hint(e->msg));
        y->failed = true;
    }
}

/* libfyaml stops without a word at some mistakes, such as a wrong block indicator. */
static void report_silence(struct yaml *y, size_t errors_before)
{
    if (y->diags->errors > errors_before || !fy_parser_get_stream_error(y->parser))
        return;
    y->last.file = y->file;
    mu_diag_error(y->diags, y->fixed ? *y->fixed : y->last,
                  "not YAML: what follows cannot be read");
    y->failed = true;
}

static struct mu_tree *parse(struct yaml *y, const char *bytes, size_t n)
{
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&diag_cfg);
    if (!diag)
        return stop(y);
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE,
                               .diag = diag};
    y->parser = fy_parser_create(&cfg);
    struct mu_tree *root = NULL;
    size_t before = y->diags->errors;
    if (y->parser && fy_parser_set_string(y->parser, bytes, n) == 0)
        root = read_document(y);
    report_syntax(y, diag);
    if (y->parser)
        report_silence(y, before);
    if (y->parser)
        fy_parser_destroy(y->parser);
    fy_diag_destroy(diag);
    return y->failed ? NULL : root;
}

struct mu_tree *mu_yaml_read(struct mu_pool *pool, const char *bytes, size_t n, const char *file,
                             struct mu_diags *diags)
{
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    struct yaml y = {.pool = pool, .diags = diags, .file = file};
    struct mu_tree *root = parse(&y, bytes, n);
    if (!root && !y.failed && !pool->failed)
        mu_diag_error(diags, (struct mu_place){file, 0, 0}, "the file is empty");
    return root;
}

struct mu_tree *mu_yaml_read_value(struct mu_pool *pool, const char *text, struct mu_place place,
                                   struct mu_diags *diags)
{
    struct yaml y = {.pool = pool, .diags = diags, .file = place.file, .fixed = &place};
    struct mu_tree *root = parse(&y, text, strlen(text));
    if (!root && !y.failed && !pool->failed)
        return mu_tree_new(pool, MU_TREE_NOTHING, place);
    return root;
}
