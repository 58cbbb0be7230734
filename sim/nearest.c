/* "Did you mean": the nearest word by optimal string alignment (insert, delete, replace,
 * swap neighbours), counted in code points. */
#include <string.h>

#include "sim/diag.h"
#include "sim/utf8_impl.h"

/* Longer words get no guess. */
enum { WORD_MAX = 63 };

struct word {
    uint32_t code[WORD_MAX];
    size_t n;
};

static bool read_word(const char *text, struct word *word)
{
    size_t length = strlen(text);
    word->n = 0;
    for (size_t at = 0, used; at < length; at += used) {
        if (word->n == WORD_MAX)
            return false;
        word->code[word->n++] = mu_utf8_next(text + at, length - at, &used);
    }
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(const struct word *a, const struct word *b)
{
    size_t rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b->n; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            bool same = a->code[i - 1] == b->code[j - 1];
            row[j] = least(above[j - 1] + !same, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->code[i - 1] == b->code[j - 2] &&
                a->code[i - 2] == b->code[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[b->n];
}

const char *mu_nearest(const char *word, const char *(*next)(const void *list, size_t i),
                       const void *list)
{
    struct word wanted, other;
    if (!read_word(word, &wanted))
        return NULL;
    const char *best = NULL, *candidate;
    size_t best_distance = wanted.n / 3 + 1;
    for (size_t i = 0; (candidate = next(list, i)) != NULL; i++) {
        size_t d = read_word(candidate, &other) ? distance(&wanted, &other) : best_distance;
        if (d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
    return best;
}
