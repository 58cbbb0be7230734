#include "sim/diag.h"

#include <stdlib.h>
#include <string.h>

void mu_diags_fini(struct mu_diags *diags)
{
    for (size_t i = 0; i < diags->n; i++)
        free(diags->items[i].text);
    free(diags->items);
    *diags = (struct mu_diags){0};
}

static char *formatted(const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    char *text = n < 0 ? NULL : malloc((size_t)n + 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, fmt, args);
    return text;
}

static bool grow(struct mu_diags *diags)
{
    if (diags->n < diags->capacity)
        return true;
    size_t capacity = diags->capacity ? 2 * diags->capacity : 16;
    struct mu_diag *items = realloc(diags->items, capacity * sizeof *items);
    if (!items)
        return false;
    diags->items = items;
    diags->capacity = capacity;
    return true;
}

static void add(struct mu_diags *diags, enum mu_severity severity, struct mu_place place,
                const char *fmt, va_list args)
{
    /* Counted even when its text is lost: an error must stop what comes after. */
    if (severity == MU_SEVERITY_ERROR)
        diags->errors++;
    else
        diags->warnings++;
    char *text = formatted(fmt, args);
    if (!text || !grow(diags)) {
        free(text);
        diags->out_of_memory = true;
        return;
    }
    diags->items[diags->n++] = (struct mu_diag){severity, place, text};
}

bool mu_diag_error(struct mu_diags *diags, struct mu_place place, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add(diags, MU_SEVERITY_ERROR, place, fmt, args);
    va_end(args);
    return false;
}

bool mu_diag_warning(struct mu_diags *diags, struct mu_place place, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add(diags, MU_SEVERITY_WARNING, place, fmt, args);
    va_end(args);
    return false;
}
