/* inundation_rows.h - private to inundation.c: the loops over one row, which hold nearly
 * all the time of a flood. Written so that compilers turn them into vector code, with the
 * same bits in any width. */
#ifndef MU_MODELS_HAZARD_INUNDATION_ROWS_H
#define MU_MODELS_HAZARD_INUNDATION_ROWS_H

#include <stddef.h>

struct mu_face_numbers {
    double theta, side; /* weights of the face and of each neighbour */
    double slope;       /* g dt / dx */
    double friction;    /* g dt n^2 */
    double dry;         /* m */
    double least;       /* m, in (0, dry): stands in for the depth where it is dry */
};

/* Faces f = 0 .. n-1 between cells lo[f] and hi[f]; all arrays but `out` are read only, and
 * `out` overlaps none of them. */
struct mu_face_row {
    const double *h_lo, *z_lo, *h_hi, *z_hi;
    const double *crest;
    const double *q_before, *q, *q_after; /* the face before, itself, after, along the flow */
    double *out;
};

struct mu_cell_row {
    double *h;
    const double *west, *east, *south, *north; /* discharges of the four faces */
};

/* What is kept of each cell when it is looked at (flood_watch.h). */
struct mu_watch_row {
    struct mu_cell_row cells;
    float *depth, *speed;                 /* now */
    float *deepest, *fastest, *strongest; /* so far: m, m/s, m2/s */
    float *arrival, *duration;            /* s */
};

struct mu_watch_numbers {
    double dry, wet; /* m: no speed is given below `dry`; a cell deeper than `wet` is flooded */
    float now, dt;   /* s since the start; s since the last look */
};

struct mu_flood_rows {
    void (*faces)(const struct mu_face_row *row, size_t n, const struct mu_face_numbers *k);
    /* The largest excess of what leaves a cell over what it holds; dt_dx = dt / dx. */
    double (*excess)(const struct mu_cell_row *row, size_t n, double dt_dx);
    /* h += dt/dx (in - out), not below 0; the largest h. */
    double (*cells)(const struct mu_cell_row *row, size_t n, double dt_dx);
    void (*watch)(const struct mu_watch_row *row, size_t n, const struct mu_watch_numbers *k);
};

/* The widest that this machine can run; the answer is the same. */
struct mu_flood_rows mu_flood_rows(void);
struct mu_flood_rows mu_flood_rows_plain(void); /* for any machine */

#endif
