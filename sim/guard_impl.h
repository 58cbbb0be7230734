/* guard_impl.h - private: the self-test of handlers.
 *
 * What entities keep in the run's memory (their states and what they took by mu_alloc) is
 * poisoned for the address sanitizer, except while its owner acts: a handler that reads or
 * writes what is another's ends the program, with the name of who acted. The world's memory,
 * parameters and all, is mapped read-only as long. Parameters drawn for the run and boards stay
 * open, because anyone may read them; so does geography, which is not the engine's.
 */
#ifndef MU_SIM_GUARD_IMPL_H
#define MU_SIM_GUARD_IMPL_H

#include <stdbool.h>

#include "sim/sim.h"

struct mu_run;
struct mu_guard;

/* Only a build with the address sanitizer can test itself. */
bool mu_guard_possible(void);
/* Begins when all states are there; whatever was taken before counts as nobody's. */
enum mu_err mu_guard_create(struct mu_run *run) MU_CHECKED;
void mu_guard_destroy(struct mu_run *run);

/* The entity owns these bytes from now on; false = no memory. */
bool mu_guard_own(struct mu_run *run, uint32_t id, mu_ref ref, size_t size);
/* Only its own bytes are open from now on. */
void mu_guard_enter(struct mu_run *run, uint32_t id);
/* All are, until somebody enters: a copy of the run is made. */
void mu_guard_open(const struct mu_run *run);

#endif
