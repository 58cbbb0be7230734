#include "sim/marks_impl.h"

void mu_marks_set(struct mu_marks *marks, uint64_t slot)
{
    marks->words[slot % MU_CALENDAR_SLOTS / 64] |= UINT64_C(1) << slot % 64;
}

void mu_marks_unset(struct mu_marks *marks, uint64_t slot)
{
    marks->words[slot % MU_CALENDAR_SLOTS / 64] &= ~(UINT64_C(1) << slot % 64);
}

static unsigned lowest_bit(uint64_t word)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(word);
#else
    unsigned bit = 0;
    while (!(word >> bit & 1))
        bit++;
    return bit;
#endif
}

uint64_t mu_marks_first(const struct mu_marks *marks, uint64_t from, uint64_t end)
{
    for (uint64_t i = from; i < end; i += 64 - i % 64) {
        const uint64_t rest = marks->words[i % MU_CALENDAR_SLOTS / 64] >> i % 64;
        if (rest != 0)
            return i + lowest_bit(rest) < end ? i + lowest_bit(rest) : end;
    }
    return end;
}

void mu_marks_join(struct mu_marks *all, const struct mu_marks *marks)
{
    for (size_t i = 0; i < MU_CALENDAR_SLOTS / 64; i++)
        all->words[i] |= marks->words[i];
}
