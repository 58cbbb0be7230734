/* output.h - can a file be written there? Asked before a run takes its time. */
#ifndef MU_APP_OUTPUT_H
#define MU_APP_OUTPUT_H

#include "app/cli.h"

/* 0, or MU_EXIT_IO after saying why not. `path` NULL = no output. */
int mu_output_check(const struct mu_args *args, const char *path);
/* The same when it would replace `input`. */
int mu_output_spares(const struct mu_args *args, const char *path, const char *input);

#endif
