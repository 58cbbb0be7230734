/* commands.h - one command a file: cmd_<verb>.c. */
#ifndef MU_APP_COMMANDS_H
#define MU_APP_COMMANDS_H

#include "app/cli.h"

extern const struct mu_command mu_cmd_run;
extern const struct mu_command mu_cmd_check;
extern const struct mu_command mu_cmd_report;
extern const struct mu_command mu_cmd_models;
extern const struct mu_command mu_cmd_schema;
extern const struct mu_command mu_cmd_man;
extern const struct mu_command mu_cmd_completion;

#endif
