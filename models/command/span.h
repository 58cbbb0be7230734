/* span.h - how many supervisors a number of workers needs when nobody leads more than `span`. */
#ifndef MU_MODELS_COMMAND_SPAN_H
#define MU_MODELS_COMMAND_SPAN_H

#include <stdint.h>

struct mu_span {
    int64_t supervisors; /* on all levels together */
    int64_t levels;      /* of supervisors; the highest is one person */
};

/* workers >= 0, span >= 2. ICS recommends 3 to 7, best 5: span 5 for 125 workers is
 * 25 + 5 + 1 = 31 supervisors on 3 levels. One worker or none needs no supervisor. */
struct mu_span mu_span_of_control(int64_t workers, int64_t span);

#endif
