/* message_impl.h - private: a message on its way, and how pending ones are ordered. */
#ifndef MU_SIM_MESSAGE_IMPL_H
#define MU_SIM_MESSAGE_IMPL_H

#include "sim/sim.h"

#define MU_RANK_BITS 24
#define MU_SEQUENCE_BITS 40
#define MU_NO_SLOT UINT32_MAX

/* Where it is: in hand = taken out of the calendar, to be handled in this window. */
enum mu_storage { MU_IN_QUEUE, MU_IN_CALENDAR, MU_IN_HAND };

/* The body follows; 32 bytes keep it aligned. */
struct mu_message {
    uint64_t cause;
    uint32_t from, to; /* to 0 = taken back */
    uint32_t timer;    /* slot of the receiver's timers; MU_NO_SLOT = not a timer */
    uint16_t type, size;
    uint32_t where; /* enum mu_storage */
};

/* The order of events on a site: time, the sender's rank, the sender's sequence. */
__extension__ typedef unsigned __int128 mu_key;

static inline uint64_t mu_tie(uint32_t rank, uint64_t sequence)
{
    return (uint64_t)rank << MU_SEQUENCE_BITS | sequence;
}

/* What a tie, or the id of a record, was made of. */
static inline uint32_t mu_rank(uint64_t tie)
{
    return (uint32_t)(tie >> MU_SEQUENCE_BITS);
}

static inline uint64_t mu_sequence(uint64_t tie)
{
    return tie & ((UINT64_C(1) << MU_SEQUENCE_BITS) - 1);
}

static inline mu_key mu_key_of(uint64_t at, uint64_t tie)
{
    return (mu_key)at << 64 | tie;
}

#endif
