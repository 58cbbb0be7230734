/* Printing: in order of place, each message with the line it speaks of. */
#include "sim/diag.h"

#include <stdlib.h>
#include <string.h>

#include "sim/utf8_impl.h"

/* A file being walked forwards, line by line, as the sorted messages ask for it. */
struct source {
    const char *name;
    FILE *file;
    int line; /* number of the line in `text`; 0 = none read yet */
    char *text;
    size_t capacity, length;
};

/* Longer lines (data, not writing) are not shown. */
enum { SHOWN_BYTES_MAX = 1000 };

static const char *name_of(const struct mu_diag *diag)
{
    return diag->place.file ? diag->place.file : "";
}

static int by_place(const void *pa, const void *pb)
{
    const struct mu_diag *a = pa, *b = pb;
    int files = strcmp(name_of(a), name_of(b));
    if (files != 0)
        return files;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    if (a->place.column != b->place.column)
        return a->place.column < b->place.column ? -1 : 1;
    if (a->severity != b->severity)
        return a->severity == MU_SEVERITY_ERROR ? -1 : 1;
    return strcmp(a->text, b->text);
}

static void forget(struct mu_diags *diags, struct mu_diag *diag)
{
    if (diag->severity == MU_SEVERITY_ERROR)
        diags->errors--;
    else
        diags->warnings--;
    free(diag->text);
}

void mu_diags_sort(struct mu_diags *diags)
{
    if (diags->n == 0)
        return;
    qsort(diags->items, diags->n, sizeof *diags->items, by_place);
    size_t kept = 1;
    for (size_t i = 1; i < diags->n; i++) {
        if (by_place(&diags->items[kept - 1], &diags->items[i]) == 0)
            forget(diags, &diags->items[i]);
        else
            diags->items[kept++] = diags->items[i];
    }
    diags->n = kept;
}

static void source_close(struct source *source)
{
    if (source->file)
        fclose(source->file);
    source->file = NULL;
}

static void source_open(struct source *source, const char *name)
{
    if (source->name && strcmp(source->name, name) == 0)
        return;
    source_close(source);
    source->name = name;
    source->line = 0;
    source->file = fopen(name, "rb");
}

/* false when the file has no such line, or it cannot be read. */
static bool source_seek(struct source *source, int line)
{
    while (source->file && source->line < line) {
        ssize_t n = getline(&source->text, &source->capacity, source->file);
        if (n < 0) {
            source_close(source);
            return false;
        }
        source->line++;
        while (n > 0 && (source->text[n - 1] == '\n' || source->text[n - 1] == '\r'))
            n--;
        source->length = (size_t)n;
    }
    return source->file && source->line == line;
}

/* Control characters and broken bytes of a stranger's file stay off the terminal. */
static void print_code(const char *text, size_t used, uint32_t code, FILE *out)
{
    bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    if (code == MU_UTF8_BAD || (control && code != '\t'))
        fputc('?', out);
    else
        fwrite(text, 1, used, out);
}

static void print_line(const struct source *source, FILE *out)
{
    fputs("    ", out);
    for (size_t at = 0, used; at < source->length; at += used) {
        uint32_t code = mu_utf8_next(source->text + at, source->length - at, &used);
        print_code(source->text + at, used, code, out);
    }
    fputc('\n', out);
}

/* The blanks before the caret are as wide as the text above them. */
static void print_caret(const struct source *source, int column, FILE *out)
{
    fputs("    ", out);
    size_t at = 0, used;
    for (int i = 1; i < column && at < source->length; i++, at += used) {
        uint32_t code = mu_utf8_next(source->text + at, source->length - at, &used);
        if (code == '\t')
            fputc('\t', out);
        else
            fprintf(out, "%*s", mu_utf8_width(code), "");
    }
    fputs("^\n", out);
}

static void print_message(const struct mu_diag *diag, FILE *out)
{
    const struct mu_place *place = &diag->place;
    if (place->file && place->line > 0 && place->column > 0)
        fprintf(out, "%s:%d:%d: ", place->file, place->line, place->column);
    else if (place->file && place->line > 0)
        fprintf(out, "%s:%d: ", place->file, place->line);
    else if (place->file)
        fprintf(out, "%s: ", place->file);
    fprintf(out, "%s: %s\n", diag->severity == MU_SEVERITY_ERROR ? "error" : "warning", diag->text);
}

static void print_source(struct source *source, const struct mu_place *place, FILE *out)
{
    if (!place->file || place->line <= 0)
        return;
    source_open(source, place->file);
    if (!source_seek(source, place->line) || source->length > SHOWN_BYTES_MAX)
        return;
    if (memchr(source->text, '\0', source->length)) /* no text at all */
        return;
    print_line(source, out);
    if (place->column > 0)
        print_caret(source, place->column, out);
}

void mu_diags_print(struct mu_diags *diags, FILE *out)
{
    mu_diags_sort(diags);
    struct source source = {0};
    for (size_t i = 0; i < diags->n; i++) {
        print_message(&diags->items[i], out);
        print_source(&source, &diags->items[i].place, out);
    }
    source_close(&source);
    free(source.text);
    if (diags->out_of_memory)
        fputs("error: out of memory: further messages were lost\n", out);
}
