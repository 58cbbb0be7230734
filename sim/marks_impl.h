/* marks_impl.h - private: which of a ring of slots hold anything. */
#ifndef MU_SIM_MARKS_IMPL_H
#define MU_SIM_MARKS_IMPL_H

#include <stddef.h>
#include <stdint.h>

enum { MU_CALENDAR_SLOTS = 128 };

/* Slot numbers go on without end; those that are MU_CALENDAR_SLOTS apart share a mark. */
struct mu_marks {
    uint64_t words[MU_CALENDAR_SLOTS / 64];
};

void mu_marks_set(struct mu_marks *marks, uint64_t slot);
void mu_marks_unset(struct mu_marks *marks, uint64_t slot);
/* The first marked slot of from .. end - 1, or end. */
uint64_t mu_marks_first(const struct mu_marks *marks, uint64_t from, uint64_t end);
/* What either has is in `all`. */
void mu_marks_join(struct mu_marks *all, const struct mu_marks *marks);

#endif
