/* account_impl.h - what the readable account and the JSON share. */
#ifndef MU_ANALYSIS_ACCOUNT_IMPL_H
#define MU_ANALYSIS_ACCOUNT_IMPL_H

#include "analysis/account.h"

const char *mu_account_level(double level); /* "IV" for 1 ... "I" for 4, "none" for 0 */
mu_time mu_account_first(const struct mu_result *r, const char *kind); /* first event, MU_NEVER */

#endif
