#include "models/command/span.h"

#include "sim/assert.h"

struct mu_span mu_span_of_control(int64_t workers, int64_t span)
{
    struct mu_span s = {0};

    mu_assert(workers >= 0 && span >= 2);
    while (workers > 1) {
        workers = workers / span + (workers % span != 0);
        s.supervisors += workers;
        s.levels++;
    }
    return s;
}
