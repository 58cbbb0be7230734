#include "sim/quasi_impl.h"

#include <gsl/gsl_qrng.h>
#include <string.h>

#include "sim/run.h"

/* GSL leaves the origin out. */
enum mu_err mu_quasi_point(uint32_t index, size_t n, uint64_t *coordinates)
{
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)n);
    double point[MU_QUASI_MAX] = {0};

    if (!sequence)
        return MU_ERR_MEMORY;
    for (uint32_t i = 0; i < index; i++)
        gsl_qrng_get(sequence, point);
    gsl_qrng_free(sequence);
    for (size_t k = 0; k < n; k++)
        coordinates[k] = (uint64_t)(point[k] * 0x1p30) << 34; /* whole numbers over 2^30 */
    return MU_OK;
}
