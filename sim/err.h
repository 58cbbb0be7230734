/* err.h - what the world (memory, disk) may refuse; codes and texts are one list.
 *
 * Our own bugs go through assert.h, bad input through diag.h. */
#ifndef MU_SIM_ERR_H
#define MU_SIM_ERR_H

#define MU_ERR_LIST(X)                                                                             \
    X(MU_OK, "no error")                                                                           \
    X(MU_ERR_MEMORY, "out of memory")                                                              \
    X(MU_ERR_IO, "the file could not be read or written")                                          \
    X(MU_ERR_INPUT, "the input holds mistakes")                                                    \
    X(MU_ERR_FAILED, "the run ended with a failure inside the simulated world")                    \
    X(MU_ERR_INTERRUPTED, "interrupted")

enum mu_err {
#define X(code, text) code,
    MU_ERR_LIST(X)
#undef X
        MU_ERR_COUNT
};

/* Warns when the result of a function that can fail is dropped. */
#if defined(__GNUC__)
#define MU_CHECKED __attribute__((warn_unused_result))
#define MU_PRINTF(fmt_at, args_at) __attribute__((format(printf, fmt_at, args_at)))
#else
#define MU_CHECKED
#define MU_PRINTF(fmt_at, args_at)
#endif

/* Static text, never NULL. */
const char *mu_err_text(enum mu_err err);

#endif
