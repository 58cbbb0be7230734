/* utf8.h - is a file the text we ask for, and if not, what is it? */
#ifndef MU_SCENARIOS_UTF8_H
#define MU_SCENARIOS_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/diag.h"

/* Bytes of the character at `s` (1..4), 0 when it is not UTF-8 (overlong and surrogates too). */
size_t mu_utf8_length(const char *s, size_t n);
/* Reports the first byte that is no UTF-8 (and whether the file looks like GBK or UTF-16),
 * or a zero byte. */
bool mu_utf8_check(const char *bytes, size_t n, const char *file, struct mu_diags *diags);

#endif
