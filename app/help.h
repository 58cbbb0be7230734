/* help.h - what -h prints. */
#ifndef MU_APP_HELP_H
#define MU_APP_HELP_H

#include <stdio.h>

#include "app/cli.h"

void mu_help_overview(FILE *out);
void mu_help_command(FILE *out, const struct mu_command *command);

#endif
