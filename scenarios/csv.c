#include "scenarios/csv.h"

#include <ctype.h>
#include <string.h>

#define COLUMNS_MAX 256

struct cell {
    const char *text; /* trimmed */
    struct mu_place place;
};

struct column {
    const char *name, *member, *unit; /* "at", "lon" of "at.lon"; else NULL */
    struct mu_place place;            /* in the header */
};

struct csv {
    struct mu_pool *pool;
    struct mu_diags *diags;
    const char *at, *end;
    struct mu_place place; /* of `at` */
    struct cell cells[COLUMNS_MAX];
    size_t n; /* cells of the current row */
    struct column columns[COLUMNS_MAX];
    size_t n_columns;
};

static void step(struct csv *c)
{
    if (*c->at == '\n') {
        c->place.line++;
        c->place.column = 0;
    }
    c->at++;
    if (c->at == c->end || ((unsigned char)*c->at & 0xC0) != 0x80)
        c->place.column++;
}

static const char *trimmed(struct csv *c, const char *s, size_t n)
{
    while (n > 0 && isspace((unsigned char)*s)) {
        s++;
        n--;
    }
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        n--;
    return mu_pool_text(c->pool, s, n);
}

static const char *read_quoted(struct csv *c)
{
    struct mu_place open = c->place;
    char *text = mu_pool_alloc(
        c->pool, (size_t)(c->end - c->at) + 1 < 4096 ? (size_t)(c->end - c->at) + 1 : 4096);
    size_t n = 0;
    for (step(c); text && c->at < c->end; step(c)) {
        if (*c->at == '"') {
            if (c->at + 1 == c->end || c->at[1] != '"') {
                step(c);
                return text;
            }
            step(c);
        }
        if (n == 4095) {
            mu_diag_error(c->diags, open, "a cell of more than 4095 bytes");
            return NULL;
        }
        text[n++] = *c->at;
    }
    if (text)
        mu_diag_error(c->diags, open, "the quote is not closed");
    return NULL;
}

static bool read_cell(struct csv *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
        step(c);
    if (c->n == COLUMNS_MAX)
        return mu_diag_error(c->diags, c->place, "more than %d columns", COLUMNS_MAX);
    struct cell *cell = &c->cells[c->n];
    cell->place = c->place;
    if (c->at < c->end && *c->at == '"') {
        cell->text = read_quoted(c);
        while (cell->text && c->at < c->end && !strchr(",\n", *c->at))
            step(c);
    } else {
        const char *start = c->at;
        while (c->at < c->end && *c->at != ',' && *c->at != '\n')
            step(c);
        cell->text = trimmed(c, start, (size_t)(c->at - start));
    }
    c->n++;
    return cell->text != NULL;
}

static void skip_comments(struct csv *c)
{
    while (c->at < c->end && (*c->at == '#' || *c->at == '\n' || *c->at == '\r')) {
        while (c->at < c->end && *c->at != '\n')
            step(c);
        if (c->at < c->end)
            step(c);
    }
}

/* false at the end, and after a mistake. */
static bool read_row(struct csv *c)
{
    skip_comments(c);
    c->n = 0;
    if (c->at >= c->end)
        return false;
    for (;;) {
        if (!read_cell(c))
            return false;
        bool more = c->at < c->end && *c->at == ',';
        if (c->at < c->end)
            step(c);
        if (!more)
            return true;
    }
}

static bool read_column(struct csv *c, const struct cell *cell, struct column *column)
{
    const char *s = cell->text, *open = strchr(s, '['), *close = open ? strchr(open, ']') : NULL;
    size_t n = open ? (size_t)(open - s) : strlen(s);
    column->place = cell->place;
    column->name = trimmed(c, s, n);
    column->unit = close ? trimmed(c, open + 1, (size_t)(close - open - 1)) : NULL;
    if (!column->name || (close && !column->unit))
        return false;
    if (!*column->name || (open && !close))
        return mu_diag_error(c->diags, cell->place,
                             "a column is headed by a name, or by a name and [a unit]");
    const char *point = strchr(column->name, '.');
    column->member = point ? point + 1 : NULL;
    if (point)
        column->name = mu_pool_text(c->pool, column->name, (size_t)(point - column->name));
    return column->name != NULL;
}

static bool same_column(const struct column *a, const struct column *b)
{
    bool members =
        a->member && b->member ? strcmp(a->member, b->member) == 0 : a->member == b->member;
    return members && strcmp(a->name, b->name) == 0;
}

static bool read_header(struct csv *c)
{
    size_t before = c->diags->errors;
    if (!read_row(c)) {
        if (c->diags->errors == before && !c->pool->failed)
            mu_diag_error(c->diags, (struct mu_place){c->place.file, 0, 0}, "the file is empty");
        return false;
    }
    for (size_t i = 0; i < c->n; i++) {
        if (!read_column(c, &c->cells[i], &c->columns[i]))
            return false;
        for (size_t k = 0; k < i; k++)
            if (same_column(&c->columns[k], &c->columns[i]))
                return mu_diag_error(c->diags, c->cells[i].place, "column \"%s\" stands here twice",
                                     c->cells[i].text);
    }
    c->n_columns = c->n;
    return true;
}

/* A cell that ends with a digit or a parenthesis has no unit of its own. */
static const char *with_unit(struct csv *c, const char *text, const char *unit)
{
    char last = text[strlen(text) - 1];
    if (!unit || !(isdigit((unsigned char)last) || strchr(".)", last)))
        return text;
    return mu_pool_printf(c->pool, "%s %s", text, unit);
}

static bool add_cell(struct csv *c, struct mu_tree *row, const struct column *column,
                     const struct cell *cell)
{
    if (!*cell->text)
        return true;
    const char *text = with_unit(c, cell->text, column->unit);
    struct mu_tree *node = text ? mu_tree_new_text(c->pool, text, cell->place) : NULL;
    if (!node)
        return false;
    node->key_place = column->place; /* a wrong column is wrong in the header, once */
    if (!column->member) {
        mu_tree_add_key(row, column->name, node);
        return true;
    }
    struct mu_tree *map = mu_tree_find(row, column->name);
    if (!map) {
        map = mu_tree_new(c->pool, MU_TREE_MAP, cell->place);
        if (!map)
            return false;
        map->key_place = column->place;
        mu_tree_add_key(row, column->name, map);
    }
    mu_tree_add_key(map, column->member, node);
    return true;
}

static bool add_row(struct csv *c, struct mu_tree *list)
{
    struct mu_place place = c->cells[0].place;
    if (c->n != c->n_columns)
        return mu_diag_error(c->diags, place, "%zu cells; the header has %zu columns", c->n,
                             c->n_columns);
    struct mu_tree *row = mu_tree_new(c->pool, MU_TREE_MAP, place);
    if (!row)
        return false;
    mu_tree_add(list, row);
    for (size_t i = 0; i < c->n; i++)
        if (!add_cell(c, row, &c->columns[i], &c->cells[i]))
            return false;
    return true;
}

struct mu_tree *mu_csv_read(struct mu_pool *pool, const char *bytes, size_t n, const char *file,
                            struct mu_diags *diags)
{
    size_t mark = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct csv *c = mu_pool_alloc(pool, sizeof *c);
    if (!c)
        return NULL;
    *c = (struct csv){
        .pool = pool, .diags = diags, .at = bytes + mark, .end = bytes + n, .place = {file, 1, 1}};
    struct mu_tree *list = mu_tree_new(pool, MU_TREE_LIST, c->place);
    if (!list || !read_header(c))
        return NULL;
    while (read_row(c))
        if (!add_row(c, list) && pool->failed)
            return NULL;
    return pool->failed ? NULL : list;
}
