#include "sim/err.h"

const char *mu_err_text(enum mu_err err)
{
    switch (err) {
#define X(code, text)                                                                              \
    case code: return text;
        MU_ERR_LIST(X)
#undef X
    case MU_ERR_COUNT: break;
    }
    return "unknown error";
}
