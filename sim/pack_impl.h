/* pack_impl.h - private: one board after another in few bytes.
 *
 * Each word of 32 bits is expected to go on as it went between the two boards before; what it is
 * beside that is written, zigzag (0, -1, 1, -2, ... as 0, 1, 2, 3, ...), four words at a time:
 *
 *     a byte of tags, two bits a word, the first word lowest: 0, 1, 2 or 4 bytes follow for it
 *     a byte 0, n: nothing to say of these four words, and of n more times four
 *
 * Numbers begin with their lowest byte. Exact for any bytes; short for floats that change slowly.
 */
#ifndef MU_SIM_PACK_IMPL_H
#define MU_SIM_PACK_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that n words never exceed. */
size_t mu_pack_most(size_t n);
/* Packs `words`; `last` and `before` are the boards before it and before that one, both zero at
 * first, and are brought up to date. Returns the number of bytes. */
size_t mu_pack(const uint32_t *words, uint32_t *last, uint32_t *before, size_t n,
               unsigned char *bytes);
/* `words` holds the last board, then this one. False: these are not n words. */
bool mu_unpack(const unsigned char *bytes, size_t n_bytes, uint32_t *words, uint32_t *before,
               size_t n);

#endif
