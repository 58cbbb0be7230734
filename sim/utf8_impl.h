/* utf8_impl.h - private: UTF-8 text by code points, and how wide they stand on a terminal. */
#ifndef MU_SIM_UTF8_IMPL_H
#define MU_SIM_UTF8_IMPL_H

#include <stddef.h>
#include <stdint.h>

#define MU_UTF8_BAD UINT32_MAX

/* Reads one code point of at most n > 0 bytes; *used = its bytes. A byte that begins no valid
 * sequence counts as one code point, MU_UTF8_BAD. */
uint32_t mu_utf8_next(const char *text, size_t n, size_t *used);

/* Columns: 0 for combining marks, 2 for East Asian wide characters, else 1. */
int mu_utf8_width(uint32_t code);

#endif
