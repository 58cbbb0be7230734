/* reading.h - what a test needs to read a value: units, memory, a clock, and the first
 * mistake's text. */
#ifndef MU_TESTS_READING_H
#define MU_TESTS_READING_H

#include "scenarios/values.h"

struct test_reading {
    struct mu_pool pool;
    struct mu_diags diags;
    struct mu_reading in;
    struct mu_slot slot;
};

/* The start is 2010-06-13T00:00+08:00, the onset 210.5 h later: 2010-06-21T18:30+08:00. */
int test_reading_setup(void **state);
int test_reading_teardown(void **state);
/* The only message, without its place; "" = none. Forgets it. */
const char *test_message(struct test_reading *t);

#endif
