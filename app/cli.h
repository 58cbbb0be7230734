/* cli.h - the command line as tables: parsing, help, man page and completion come from them.
 */
#ifndef MU_APP_CLI_H
#define MU_APP_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exit codes: name, number, what help and man page say of it. */
#define MU_EXIT_LIST(X)                                                                            \
    X(MU_EXIT_OK, 0, "ok")                                                                         \
    X(MU_EXIT_CRITERION, 1, "it ran, but a criterion was met (--fail-on, --strict)")               \
    X(MU_EXIT_USAGE, 2, "the command line is wrong")                                               \
    X(MU_EXIT_INPUT, 3, "the input is wrong; every mistake was printed")                           \
    X(MU_EXIT_IO, 4, "a file could not be read or written")                                        \
    X(MU_EXIT_STOPPED, 5, "stopped early, can be resumed")                                         \
    X(MU_EXIT_INTERNAL, 70, "a fault of muster itself")                                            \
    X(MU_EXIT_INTERRUPTED, 130, "interrupted; the results so far are valid")

enum mu_exit {
#define X(name, number, text) name = number,
    MU_EXIT_LIST(X)
#undef X
};

struct mu_option {
    char letter;      /* 0 = long form only */
    const char *name; /* "seed"; NULL at the end of a list */
    const char *arg;  /* "N"; NULL = a switch */
    const char *help;
    bool many; /* may be given more than once */
};

struct mu_command;

/* What was given: one list of values per option, and the other words. Borrowed from argv. */
struct mu_args {
    const struct mu_command *command;
    const char **values; /* pairs: option name, value */
    size_t n_values;
    const char **words;
    size_t n_words;
    int argc;
    char **argv;
};

struct mu_command {
    const char *name, *summary, *usage;
    const char *about; /* paragraphs for the help, separated by empty lines; NULL = none */
    const char *const *examples; /* command line, then what it does; NULL at the end */
    const struct mu_option *options;
    const char *words; /* what a word may be, for completion: "file", "model", "this that" */
    size_t min_words, max_words;
    bool hidden; /* for builds and packagers: not listed */
    int (*run)(const struct mu_args *args);
};

extern const struct mu_command *const mu_commands[]; /* NULL at the end */

/* The last value given for an option, or NULL; "" for a switch that was given. */
const char *mu_arg(const struct mu_args *args, const char *option);
size_t mu_arg_count(const struct mu_args *args, const char *option);
const char *mu_arg_at(const struct mu_args *args, const char *option, size_t i);
/* A whole number within the bounds; on a mistake says so and returns false. */
bool mu_arg_integer(const struct mu_args *args, const char *option, int64_t lo, int64_t hi,
                    int64_t *value);

int mu_cli_main(int argc, char **argv);

#endif
