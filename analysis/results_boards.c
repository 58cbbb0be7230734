/* The boards of fields, for another run: /boards/<field>, written and read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "analysis/results_impl.h"
#include "analysis/results_read_impl.h"

#define HEX 33

static void digest(const unsigned char *bytes, size_t n, char hex[HEX])
{
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, n));
    for (size_t i = 0; i < 16; i++)
        snprintf(hex + 2 * i, 3, "%02x", canonical.digest[i]);
}

static size_t bytes_of(const struct mu_boards_info *b)
{
    return b->n ? (size_t)b->ends[b->n - 1] : 0;
}

/* ---- writing ---- */

static void put_numbers(struct mu_writing *w, hid_t group, const char *name, const char *scale,
                        const uint64_t *data, size_t n, const char *long_name)
{
    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = name,
                                          .type = H5T_NATIVE_UINT64,
                                          .rank = 1,
                                          .dims = {n},
                                          .scales = {scale},
                                          .data = data,
                                          .long_name = long_name});
}

/* The bytes are their own scale, as those of /input are. */
static void write_bytes(struct mu_writing *w, hid_t group, const struct mu_boards_info *b)
{
    char hex[HEX];

    mu_put_column(&w->put, group,
                  &(struct mu_put_column){.name = "bytes",
                                          .type = H5T_NATIVE_UINT8,
                                          .rank = 1,
                                          .dims = {bytes_of(b)},
                                          .scales = {"bytes"},
                                          .data = b->bytes,
                                          .long_name = "the boards, packed"});
    digest(b->bytes, bytes_of(b), hex);
    mu_put_text(&w->put, group, "bytes", "xxh3_128", hex);
}

static void write_columns(struct mu_writing *w, hid_t group, const struct mu_boards_info *b)
{
    mu_put_times(&w->put, group, "time", b->times, b->n, "time", w->time_units,
                 "publications at which the board changed");
    put_numbers(w, group, "end", "time", b->ends, b->n, "where the bytes of the board end");
    write_bytes(w, group, b);
    mu_put_times(&w->put, group, "told_time", b->told_at, b->n_told, "told_time", w->time_units,
                 "when the field was told something");
    put_numbers(w, group, "told", "told_time", b->told, b->n_told, "XXH3-64 of what it was told");
    put_numbers(w, group, "row", "row", b->rows, b->n_rows, "numbers of the events it recorded");
}

static void write_boards(struct mu_writing *w, hid_t at, const struct mu_boards_info *b)
{
    char *name = strdup(b->field);
    hid_t group = -1;

    for (char *c = name; c && *c; c++)
        *c = *c == '/' ? '_' : *c;
    w->put.failed |= !name;
    if (name)
        group = mu_put_group(&w->put, at, name);
    free(name);
    mu_put_text(&w->put, group, ".", "field", b->field);
    mu_put_count(&w->put, group, ".", "land", b->land);
    mu_put_count(&w->put, group, ".", "settings", b->settings);
    mu_put_integer(&w->put, group, ".", "publish_microseconds", b->publish_every);
    mu_put_integer(&w->put, group, ".", "sample_microseconds", b->sample_every);
    mu_put_count(&w->put, group, ".", "board_bytes", b->size);
    mu_put_count(&w->put, group, ".", "rows_at_the_end", b->n_last);
    write_columns(w, group, b);
    mu_put_group_end(&w->put, group);
}

void mu_write_boards(struct mu_writing *w)
{
    hid_t group;

    if (w->result->n_boards == 0)
        return;
    group = mu_put_group(&w->put, w->put.file, "boards");
    for (size_t i = 0; i < w->result->n_boards; i++)
        write_boards(w, group, &w->result->boards[i]);
    mu_put_group_end(&w->put, group);
}

/* ---- reading ---- */

static void *numbers(struct mu_reading *r, hid_t group, const char *name, size_t *n)
{
    return mu_get_column(&r->get, group, name, H5T_NATIVE_UINT64, sizeof(uint64_t), n);
}

static bool read_head(struct mu_reading *r, hid_t group, struct mu_boards_info *b)
{
    struct mu_get *get = &r->get;
    uint64_t size = 0, n_last = 0;

    b->field = mu_get_text(get, group, ".", "field");
    const bool whole =
        b->field && mu_get_number(get, group, ".", "land", H5T_NATIVE_UINT64, &b->land) &&
        mu_get_number(get, group, ".", "settings", H5T_NATIVE_UINT64, &b->settings) &&
        mu_get_number(get, group, ".", "publish_microseconds", H5T_NATIVE_INT64,
                      &b->publish_every) &&
        mu_get_number(get, group, ".", "sample_microseconds", H5T_NATIVE_INT64, &b->sample_every) &&
        mu_get_number(get, group, ".", "board_bytes", H5T_NATIVE_UINT64, &size) &&
        mu_get_number(get, group, ".", "rows_at_the_end", H5T_NATIVE_UINT64, &n_last);
    b->size = (size_t)size;
    b->n_last = (size_t)n_last;
    if (!whole || b->publish_every <= 0 || b->sample_every <= 0)
        mu_get_fail(get, "boards do not say what they are of");
    return mu_get_ok(get);
}

/* What a run that is given them relies on. */
static bool are_sound(const struct mu_result *result, const struct mu_boards_info *b,
                      size_t n_bytes)
{
    uint64_t end = 0, row = 0;

    for (size_t i = 0; i < b->n; i++) {
        if (b->ends[i] < end || (i > 0 && b->times[i] <= b->times[i - 1]))
            return false;
        end = b->ends[i];
    }
    for (size_t i = 0; i < b->n_rows; i++) {
        if (b->rows[i] <= row || b->rows[i] > result->events.n)
            return false;
        row = b->rows[i];
    }
    return end == n_bytes && b->n_last <= b->n_rows;
}

static void check_boards(struct mu_reading *r, hid_t group, const struct mu_boards_info *b,
                         size_t n_bytes)
{
    char *kept = mu_get_text(&r->get, group, "bytes", "xxh3_128"), hex[HEX];

    if (mu_get_ok(&r->get)) {
        digest(b->bytes, n_bytes, hex);
        if (!kept || strcmp(kept, hex) != 0 || !are_sound(&r->to->result, b, n_bytes))
            mu_get_fail(&r->get, "the boards of %s are not what they were", b->field);
    }
    free(kept);
}

static void read_boards(struct mu_reading *r, hid_t group, struct mu_boards_info *b)
{
    size_t n = SIZE_MAX, n_bytes = SIZE_MAX, n_told = SIZE_MAX, n_rows = SIZE_MAX;

    if (!read_head(r, group, b))
        return;
    b->times = mu_get_times(&r->get, group, "time", &n);
    b->ends = numbers(r, group, "end", &n);
    b->bytes = mu_get_column(&r->get, group, "bytes", H5T_NATIVE_UINT8, 1, &n_bytes);
    b->told_at = mu_get_times(&r->get, group, "told_time", &n_told);
    b->told = numbers(r, group, "told", &n_told);
    b->rows = numbers(r, group, "row", &n_rows);
    if (!mu_get_ok(&r->get))
        return;
    b->n = n;
    b->n_told = n_told;
    b->n_rows = n_rows;
    check_boards(r, group, b, n_bytes);
}

static void read_all(struct mu_reading *r, hid_t group)
{
    struct mu_result *result = &r->to->result;
    const size_t n = mu_get_links(&r->get, group);
    char name[256];

    result->boards = mu_get_alloc(&r->get, n, sizeof *result->boards);
    for (size_t i = 0; i < n && mu_get_link(&r->get, group, i, name, sizeof name); i++) {
        hid_t at = mu_get_group(&r->get, group, name);
        if (mu_get_ok(&r->get))
            read_boards(r, at, &result->boards[result->n_boards++]);
        mu_get_group_end(at);
    }
}

void mu_read_boards(struct mu_reading *r)
{
    hid_t group;

    if (!mu_get_has(&r->get, r->file, "boards"))
        return;
    group = mu_get_group(&r->get, r->file, "boards");
    read_all(r, group);
    mu_get_group_end(group);
}
