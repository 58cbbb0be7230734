/* What happens beside an event's handler. */
#include "sim/event_impl.h"

#include <xxhash.h>

#include "sim/bound_impl.h"

static void add_to_checksum(struct mu_entity_more *entity, mu_key key,
                            const struct mu_message *message)
{
    const struct {
        uint64_t before, at, tie, type;
    } seen = {entity->checksum, (uint64_t)(key >> 64), (uint64_t)key, message->type};
    const uint64_t head = XXH3_64bits(&seen, sizeof seen);

    entity->checksum =
        message->size > 0 ? XXH3_64bits_withSeed(message + 1, message->size, head) : head;
}

bool mu_event_look(struct mu_worker *worker, const struct mu_message *message, mu_key key)
{
    struct mu_run *run = worker->ctx.run;

    if (run->options.max_events != 0 && !mu_bound_allows(worker, message->to, key))
        return false;
    if (run->options.checksums)
        add_to_checksum(&run->more[message->to], key, message);
    if (run->guard)
        mu_guard_enter(run, message->to);
    return true;
}
