/* crew.h - threads that share out the work of one call: what a field does between windows.
 *
 *     mu_crew_share(mu_crew(ctx), n_parts, advance_part, &work);
 *
 * Parts must not write what another part reads or writes, and no result may depend on how many
 * there are: each value comes from the same operations in the same order whoever computes it;
 * maxima may be gathered by part, sums not.
 *
 * Whoever calls takes part after part, and the helpers take what they come to: a helper whose
 * processor is busy with something else is not waited for, unless it was stopped within a part.
 * From time to time it is measured whether help saves anything; while it does not, the work is done
 * without. That is why these are threads of their own: with a loop of OpenMP for each step of a
 * solver, a run beside other programs took ten times as long as on one thread.
 */
#ifndef MU_SIM_CREW_H
#define MU_SIM_CREW_H

#include <stddef.h>

struct mu_crew;

/* `threads` with the one who calls. Helpers start when they are first needed; when they cannot,
 * or when that is inside a parallel region of OpenMP, the work is done without them. NULL: no
 * memory. */
struct mu_crew *mu_crew_create(unsigned threads);
void mu_crew_destroy(struct mu_crew *crew);
/* 1 for NULL. */
unsigned mu_crew_size(const struct mu_crew *crew);

/* Calls body(arg, part) for part = 0 .. n - 1, n < 2^32, in any order, and returns when all are
 * done. One caller at a time. The body has no context, because it may not fail, record, send or
 * ask for memory of the run. crew NULL: one after the other. */
void mu_crew_share(struct mu_crew *crew, size_t n, void (*body)(void *arg, size_t part), void *arg);

#endif
