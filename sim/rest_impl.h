/* rest_impl.h - private: what a thread does that looks again and again. */
#ifndef MU_SIM_REST_IMPL_H
#define MU_SIM_REST_IMPL_H

static inline void mu_rest(void)
{
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__i386__))
    __builtin_ia32_pause();
#endif
}

#endif
