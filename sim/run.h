/* run.h - one run: a world, a seed, and what people outside did.
 *
 * Order of events on a site: time, then the sender's rank, then the sender's sequence; at an
 * instant of publication the field phase comes first, then the board callbacks by rank, then
 * samples, then the events of that instant. Sites meet only through messages that take at
 * least the lookahead, so that it makes no difference whether one goes before the other
 * within such a window, or beside it on another thread: every driver and every number of
 * threads gives the same bits. A run that fails ends with the failure whose event comes first.
 */
#ifndef MU_SIM_RUN_H
#define MU_SIM_RUN_H

#include "sim/recorder.h"
#include "sim/world.h"

struct mu_run;

#define MU_THREADS_MAX 64 /* of one run */

/* How events are executed. No result depends on it. */
enum mu_driver {
    MU_DRIVER_BY_POPULATION, /* the run chooses, again and again */
    MU_DRIVER_ONE_QUEUE,     /* one after the other, in order */
    MU_DRIVER_WINDOWS,       /* site by site, within windows as long as the lookahead */
};

struct mu_run_options {
    uint64_t seed;
    uint32_t replication, branch;
    bool perfect_information;
    bool keep_frames;    /* field output at the world's frame instants */
    uint64_t max_events; /* 0 = no bound; with windows looked at between phases only */
    uint64_t max_bytes;  /* of run memory; 0 = 8 GiB. Who meets it first may depend on threads */
    unsigned threads;    /* at most so many, where they pay; 0 = as many as OpenMP gives */
    bool keep_boards;    /* in the result, for mu_run_replay */
    bool checksums;      /* one for each entity, over the events it handles */
    enum mu_driver driver;
};

/* The world must be finished and outlive the run. */
enum mu_err mu_run_create(const struct mu_world *world, const struct mu_run_options *options,
                          struct mu_run **run) MU_CHECKED;
void mu_run_destroy(struct mu_run *run);

/* Gives `field` the boards that an earlier run kept, instead of letting it solve; to be called
 * before anything is run. Everything comes out as if it had solved, to the bit, as long as it is
 * told the same; what it is told has no effect, and when that differs the result says from when on
 * (struct mu_replay_info). `earlier` is borrowed until the run is destroyed. MU_ERR_INPUT: that is
 * not of this field, or of other land, steps or settings; `why` (MU_REPLAY_WHY bytes) says what.
 * A run that has failed already gives its own error. */
#define MU_REPLAY_WHY 256
enum mu_err mu_run_replay(struct mu_run *run, mu_entity_id field, const struct mu_result *earlier,
                          char *why) MU_CHECKED;

/* From outside (rank 0): history and players. at >= now; the body is copied. */
enum mu_err mu_run_post(struct mu_run *run, mu_entity_id to, mu_time at, uint16_t type,
                        const void *body, size_t size) MU_CHECKED;

/* Executes every event before t; those at t stay for afterwards. MU_ERR_FAILED when an
 * entity called mu_fail: see mu_run_failure. */
enum mu_err mu_run_until(struct mu_run *run, mu_time t) MU_CHECKED;
mu_time mu_run_now(const struct mu_run *run);
uint64_t mu_run_events(const struct mu_run *run);
/* How many of them in windows, the others in one queue. */
uint64_t mu_run_events_in_windows(const struct mu_run *run);
size_t mu_run_bytes(const struct mu_run *run);
/* Of the events that the entity has handled so far, when options.checksums. */
uint64_t mu_run_checksum(const struct mu_run *run, mu_entity_id id);
/* The text of the failure, or NULL. */
const char *mu_run_failure(const struct mu_run *run);

/* Calls every `finish`, then hands the columns over; the run can only be destroyed then. */
enum mu_err mu_run_finish(struct mu_run *run, struct mu_result *result) MU_CHECKED;

#endif
