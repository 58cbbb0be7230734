#include "models/hazard/inundation_rows.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "models/hazard/weir.h"

#define INLINE static inline __attribute__((always_inline))

#define GUESS UINT64_C(0x4a8c8b6700000000) /* its error is at most 5 % */
#define SQRT_G 3.1320919526731650          /* sqrt(9.81) */

INLINE double larger(double a, double b)
{
    return a > b ? a : b;
}

INLINE double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* One step of Newton's iteration for x^(-1/6), from x / 6. */
INLINE double nearer(double y, double sixth)
{
    double y2 = y * y;

    return y * (7.0 / 6.0 - sixth * (y2 * y2 * y2));
}

/* x^(-1/6) for x in [1e-9, 1e6]: a guess from the bits of x, whose upper half is little else
 * than its logarithm, then three steps; error below 1e-7. One root gives both h^(7/3) =
 * 1 / y^14 and h^(3/2) = h^2 y^3, and the loop needs no call and no square root. */
INLINE double inverse_sixth_root(double x)
{
    double sixth = x * (1.0 / 6.0);
    uint64_t bits;
    double y;

    memcpy(&bits, &x, sizeof bits);
    bits = GUESS - ((bits >> 3) + (bits >> 5) + (bits >> 7) + (bits >> 9)); /* about 1/6 */
    memcpy(&y, &bits, sizeof y);
    return nearer(nearer(nearer(y, sixth), sixth), sixth);
}

INLINE double face(double h_lo, double z_lo, double h_hi, double z_hi, double crest,
                   double q_before, double q, double q_after, const struct mu_face_numbers *k)
{
    double lo = z_lo + h_lo, hi = z_hi + h_hi;
    double depth = larger(lo, hi) - crest;
    double h = larger(depth, k->least); /* where dry: any number the arithmetic can bear */
    double y = inverse_sixth_root(h);
    double y2 = y * y, y3 = y2 * y, y7 = y2 * y2 * y3;
    double push = k->theta * q + k->side * (q_before + q_after) - k->slope * h * (hi - lo);
    double flow = push / (1 + k->friction * larger(q, -q) * (y7 * y7));
    double most = SQRT_G * (h * h) * y3; /* Froude number 1 */
    double wet = depth > k->dry ? 1 : 0; /* a factor: a branch would keep out vector code */

    return wet * smaller(larger(flow, -most), most);
}

INLINE void faces(const struct mu_face_row *row, size_t n, const struct mu_face_numbers *k)
{
    const struct mu_face_row r = *row;
    const struct mu_face_numbers c = *k;

#pragma omp simd
    for (size_t f = 0; f < n; f++)
        r.out[f] = face(r.h_lo[f], r.z_lo[f], r.h_hi[f], r.z_hi[f], r.crest[f], r.q_before[f],
                        r.q[f], r.q_after[f], &c);
}

INLINE double excess(const struct mu_cell_row *row, size_t n, double dt_dx)
{
    const struct mu_cell_row r = *row;
    double most = -1;

#pragma omp simd reduction(max : most)
    for (size_t i = 0; i < n; i++) {
        double x = larger(r.east[i], 0) - smaller(r.west[i], 0);
        double y = larger(r.north[i], 0) - smaller(r.south[i], 0);
        double e = (x + y) * dt_dx - r.h[i];

        most = e > most ? e : most;
    }
    return most;
}

INLINE double cells(const struct mu_cell_row *row, size_t n, double dt_dx)
{
    const struct mu_cell_row r = *row;
    double most = 0;

#pragma omp simd reduction(max : most)
    for (size_t i = 0; i < n; i++) {
        double h = r.h[i] + dt_dx * ((r.west[i] - r.east[i]) + (r.south[i] - r.north[i]));

        h = larger(h, 0); /* the limiter leaves at most a rounding below 0 */
        r.h[i] = h;
        most = h > most ? h : most;
    }
    return most;
}

INLINE float larger_float(float a, float b)
{
    return a > b ? a : b;
}

INLINE void watch(const struct mu_watch_row *row, size_t n, const struct mu_watch_numbers *k)
{
    const struct mu_watch_row r = *row;
    const struct mu_cell_row c = row->cells;
    const struct mu_watch_numbers w = *k;

#pragma omp simd
    for (size_t i = 0; i < n; i++) {
        double h = c.h[i];
        double qx = 0.5 * (c.west[i] + c.east[i]), qy = 0.5 * (c.south[i] + c.north[i]);
        double moving = h > w.dry ? 1 : 0, least = larger(h, w.dry);
        /* The faces of a thin cell beside deep water carry what the deep side can: no more than
         * Froude number 1 of its own depth along both axes is this cell's. */
        double most = least * sqrt((2 * SQRT_G * SQRT_G) * least);
        double q = moving * smaller(sqrt(qx * qx + qy * qy), most);
        float depth = (float)h, speed = (float)(q / least);
        float flooded = h > w.wet ? 1 : 0, first = r.arrival[i] > 0 ? 0 : flooded;

        r.depth[i] = depth;
        r.speed[i] = speed;
        r.deepest[i] = larger_float(r.deepest[i], depth);
        r.fastest[i] = larger_float(r.fastest[i], speed);
        r.strongest[i] = larger_float(r.strongest[i], (float)q);
        r.arrival[i] += first * w.now;
        r.duration[i] += flooded * w.dt;
    }
}

/* The same four loops, compiled for one kind of machine. */
#define ROWS(suffix, attribute)                                                                    \
    attribute static void faces_##suffix(const struct mu_face_row *row, size_t n,                  \
                                         const struct mu_face_numbers *k)                          \
    {                                                                                              \
        faces(row, n, k);                                                                          \
    }                                                                                              \
    attribute static double excess_##suffix(const struct mu_cell_row *row, size_t n, double dt_dx) \
    {                                                                                              \
        return excess(row, n, dt_dx);                                                              \
    }                                                                                              \
    attribute static double cells_##suffix(const struct mu_cell_row *row, size_t n, double dt_dx)  \
    {                                                                                              \
        return cells(row, n, dt_dx);                                                               \
    }                                                                                              \
    attribute static void watch_##suffix(const struct mu_watch_row *row, size_t n,                 \
                                         const struct mu_watch_numbers *k)                         \
    {                                                                                              \
        watch(row, n, k);                                                                          \
    }                                                                                              \
    static const struct mu_flood_rows rows_##suffix = {faces_##suffix, excess_##suffix,            \
                                                       cells_##suffix, watch_##suffix};

ROWS(any, )

struct mu_flood_rows mu_flood_rows_plain(void)
{
    return rows_any;
}

#if defined(__x86_64__)
ROWS(avx2, __attribute__((target("avx2"))))
ROWS(avx512, __attribute__((target("avx512f,avx512dq,avx512vl"))))

struct mu_flood_rows mu_flood_rows(void)
{
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return rows_avx512;
    return __builtin_cpu_supports("avx2") ? rows_avx2 : rows_any;
}
#else
struct mu_flood_rows mu_flood_rows(void)
{
    return rows_any;
}
#endif
