/* main.c - switches off what libraries would print or abort on, then hands over. */
#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <hdf5.h>
#include <signal.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/commands.h"

const struct mu_command *const mu_commands[] = {
    &mu_cmd_run,    &mu_cmd_check, &mu_cmd_report,     &mu_cmd_models,
    &mu_cmd_schema, &mu_cmd_man,   &mu_cmd_completion, NULL,
};

/* A file opened later must not get the number of a stream that was closed: then messages would be
 * written into it. Opened the wrong way round, so that using the stream is still an error. */
static void fill_streams(void)
{
    if (fcntl(STDIN_FILENO, F_GETFD) < 0)
        (void)open("/dev/null", O_WRONLY);
    if (fcntl(STDOUT_FILENO, F_GETFD) < 0)
        (void)open("/dev/null", O_RDONLY);
    if (fcntl(STDERR_FILENO, F_GETFD) < 0)
        (void)open("/dev/null", O_RDONLY);
}

int main(int argc, char **argv)
{
    fill_streams();
    gsl_set_error_handler_off();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* a file grown too large is an error of the write */
    return mu_cli_main(argc, argv);
}
