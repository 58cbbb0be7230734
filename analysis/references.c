/* The references file: CSV, written by `muster` itself and read here. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/score.h"

#define HEADER "plan_kind,seed,metric,value"
#define LINE_MAX_BYTES 512

static bool read_number(const char *text, double *value)
{
    char *rest;

    *value = strtod(text, &rest);
    return rest != text && *rest == '\0';
}

static bool read_seed(const char *text, uint64_t *seed)
{
    char *rest;

    errno = 0;
    *seed = strtoull(text, &rest, 10);
    return rest != text && *rest == '\0' && text[0] != '-' && errno == 0;
}

/* Cuts `line` at its commas. False when there are not exactly four fields. */
static bool cut(char *line, char *fields[4])
{
    for (int i = 0; i < 4; i++) {
        fields[i] = line;
        line = line ? strchr(line, ',') : NULL;
        if (i < 3 && !line)
            return false;
        if (line)
            *line++ = '\0';
    }
    return line == NULL;
}

/* NULL, or what is wrong with the line. */
static const char *read_row(char *line, struct mu_reference *row, char *fields[4])
{
    struct mu_metric_use use;

    if (!cut(line, fields))
        return "four fields are expected: " HEADER;
    row->bound = strcmp(fields[0], "bound") == 0;
    if (!row->bound && strcmp(fields[0], "none") != 0)
        return "plan_kind must be none or bound";
    if (!read_seed(fields[1], &row->seed))
        return "the seed must be a whole number";
    if (!mu_metric_find(fields[2], &use))
        return "there is no such metric";
    return read_number(fields[3], &row->value) ? NULL : "the value must be a number or nan";
}

static enum mu_err append(struct mu_references *refs, struct mu_reference row, const char *metric)
{
    struct mu_reference *rows = refs->rows;

    if ((refs->n & (refs->n - 1)) == 0) { /* full at powers of two */
        rows = realloc(rows, (refs->n ? 2 * refs->n : 1) * sizeof *rows);
        if (!rows)
            return MU_ERR_MEMORY;
        refs->rows = rows;
    }
    row.metric = strdup(metric);
    if (!row.metric)
        return MU_ERR_MEMORY;
    rows[refs->n++] = row;
    return MU_OK;
}

static enum mu_err refuse(char *why, int line, const char *what)
{
    snprintf(why, MU_WHY_MAX, "line %d: %s", line, what);
    return MU_ERR_INPUT;
}

static enum mu_err read_line(struct mu_references *refs, int number, char *line, char *why)
{
    struct mu_reference row = {0};
    char *fields[4];
    const char *wrong;

    line[strcspn(line, "\r\n")] = '\0';
    if (number == 1)
        return strcmp(line, HEADER) == 0 ? MU_OK : refuse(why, 1, "the header must be " HEADER);
    if (line[0] == '\0')
        return MU_OK;
    wrong = read_row(line, &row, fields);
    return wrong ? refuse(why, number, wrong) : append(refs, row, fields[2]);
}

static enum mu_err read_file(struct mu_references *refs, FILE *file, char *why)
{
    char line[LINE_MAX_BYTES];
    enum mu_err err = MU_OK;
    int number = 0;

    while (err == MU_OK && fgets(line, sizeof line, file)) {
        number++;
        if (!strchr(line, '\n') && !feof(file))
            return refuse(why, number, "the line is too long");
        err = read_line(refs, number, line, why);
    }
    if (err == MU_OK && number == 0)
        return refuse(why, 1, "the header must be " HEADER);
    return err;
}

enum mu_err mu_references_parse(const char *text, size_t n, struct mu_references *references,
                                char *why)
{
    /* fmemopen wants bytes that may be written, and at least one of them. */
    char *copy = n ? strndup(text, n) : strdup("\n");
    FILE *file = copy ? fmemopen(copy, strlen(copy), "r") : NULL;
    enum mu_err err = MU_ERR_MEMORY;

    *references = (struct mu_references){0};
    snprintf(why, MU_WHY_MAX, "%s", mu_err_text(err));
    if (file) {
        err = read_file(references, file, why);
        fclose(file);
    }
    free(copy);
    if (err != MU_OK)
        mu_references_fini(references);
    return err;
}

enum mu_err mu_references_read(const char *path, struct mu_references *references, char *why)
{
    FILE *file = fopen(path, "r");
    enum mu_err err;

    *references = (struct mu_references){0};
    why[0] = '\0';
    if (!file) {
        snprintf(why, MU_WHY_MAX, "%s", strerror(errno));
        return MU_ERR_IO;
    }
    err = read_file(references, file, why);
    if (err == MU_OK && ferror(file)) {
        snprintf(why, MU_WHY_MAX, "%s", mu_err_text(MU_ERR_IO));
        err = MU_ERR_IO;
    }
    fclose(file);
    if (err != MU_OK)
        mu_references_fini(references);
    return err;
}

void mu_references_fini(struct mu_references *references)
{
    for (size_t i = 0; i < references->n; i++)
        free(references->rows[i].metric);
    free(references->rows);
    *references = (struct mu_references){0};
}
