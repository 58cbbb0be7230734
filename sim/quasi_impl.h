/* quasi_impl.h - private: the point of a Sobol' sequence that a replication takes. */
#ifndef MU_SIM_QUASI_IMPL_H
#define MU_SIM_QUASI_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "sim/err.h"

/* Writes the coordinates of point `index` as fractions of 2^64. n = 1 .. MU_QUASI_MAX; the point
 * with index 0 is the origin. GSL's direction numbers (Antonov and Saleev 1979). */
enum mu_err mu_quasi_point(uint32_t index, size_t n, uint64_t *coordinates) MU_CHECKED;

#endif
