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

/* How numbers are drawn. Addresses and the one uniform for each draw are the same in all, so
 * that whatever a study compares stays comparable. */
enum mu_variates {
    MU_VARIATES_PLAIN,
    /* 1 - u for each u of the plain run with the same seed and replication, GSL's too: where an
     * outcome rises or falls with every u, the mean of the two scatters less than that of two
     * plain ones. */
    MU_VARIATES_ANTITHETIC,
    /* What is drawn once for the run is point number `replication` of a Sobol' sequence, its bits
     * turned over by the seed (a random digital shift): the first 2^k replications divide each
     * parameter's range evenly. The first MU_QUASI_MAX drawn parameters, by entity and place in
     * its parameters, have a dimension each; those behind them and all other draws are plain.
     * Point n takes n steps to reach. */
    MU_VARIATES_QUASI,
};

#define MU_QUASI_MAX 40                     /* dimensions that GSL has */
#define MU_QUASI_POINTS ((uint32_t)1 << 30) /* replications that it has points for */

struct mu_run_options {
    uint64_t seed;
    uint32_t replication, branch;
    bool perfect_information;
    bool keep_frames;    /* field output at the world's frame instants */
    uint64_t max_events; /* so many are executed; the next one fails the run. 0 = no bound */
    /* Of all run memory; 0 = 8 GiB. Looked at when a model asks for memory, at phases, and every
     * few thousand events; when it is met may depend on threads. */
    uint64_t max_bytes;
    unsigned threads; /* at most so many, where they pay; 0 = as many as OpenMP gives */
    bool keep_boards; /* in the result, for mu_run_replay */
    bool checksums;   /* one for each entity, over the events it handles */
    enum mu_driver driver;
    enum mu_variates variates;
    bool self_test; /* who touches what is another's ends the program, with his name: one queue,
                     * and only in a build with the address sanitizer (else MU_ERR_INPUT) */
};

/* The world must be finished and outlive the run. MU_ERR_INPUT: a replication that has no
 * quasi-random point; a self-test that this build cannot do. */
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
 * entity called mu_fail or a bound was passed: see mu_run_failure. */
enum mu_err mu_run_until(struct mu_run *run, mu_time t) MU_CHECKED;
/* When something happens next: an event, or a publication, a sample, a frame. MU_NEVER: nothing
 * more before the end. */
mu_time mu_run_next(const struct mu_run *run);
/* Executes all that happens at that instant and what follows from it without delay, and nothing
 * later: mu_run_until one microsecond after mu_run_next, or the end. */
enum mu_err mu_run_step(struct mu_run *run) MU_CHECKED;
mu_time mu_run_now(const struct mu_run *run);
uint64_t mu_run_events(const struct mu_run *run);
/* How many of them in windows, the others in one queue. */
uint64_t mu_run_events_in_windows(const struct mu_run *run);
struct mu_run_counts mu_run_counts(const struct mu_run *run);
/* All memory of the run: states, pending events, what was recorded, tables. */
size_t mu_run_bytes(const struct mu_run *run);
/* Of the events that the entity has handled so far, when options.checksums. */
uint64_t mu_run_checksum(const struct mu_run *run, mu_entity_id id);
/* The text of the failure, or NULL. */
const char *mu_run_failure(const struct mu_run *run);

/* A copy that goes on as the original would, to the bit, on as many threads at most. One that
 * is kept as it is is a snapshot: copy it again to rewind. Copies share the world, and the result
 * that a field is replayed from, and nothing else. Between calls of mu_run_until, also after a
 * failure. */
enum mu_err mu_run_clone(const struct mu_run *from, struct mu_run **to) MU_CHECKED;
/* A copy whose streams have another `branch` in their address from here on. What was drawn
 * before stays drawn; a stream that a model keeps in its state goes on as it began. */
enum mu_err mu_run_branch(const struct mu_run *from, uint32_t branch,
                          struct mu_run **to) MU_CHECKED;

/* Calls every `finish`, then hands the columns over; the run can only be destroyed then. */
enum mu_err mu_run_finish(struct mu_run *run, struct mu_result *result) MU_CHECKED;

#endif
