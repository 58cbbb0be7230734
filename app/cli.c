#include "app/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/help.h"
#include "sim/diag.h"

#define MUSTER_ARGS_MAX 4096

/* For guesses: a hidden command is no guess. */
static const char *command_at(const void *list, size_t i)
{
    const struct mu_command *const *commands = list;
    return !commands[i] ? NULL : commands[i]->hidden ? "" : commands[i]->name;
}

static const char *option_at(const void *list, size_t i)
{
    const struct mu_option *options = list;
    return options[i].name;
}

static const struct mu_command *find_command(const char *name)
{
    for (size_t i = 0; mu_commands[i]; i++)
        if (strcmp(mu_commands[i]->name, name) == 0)
            return mu_commands[i];
    return NULL;
}

static int usage_error(const struct mu_command *c, const char *text, const char *word,
                       const char *guess)
{
    fprintf(stderr, "muster%s%s: %s", c ? " " : "", c ? c->name : "", text);
    if (word)
        fprintf(stderr, " \"%s\"", word);
    if (guess)
        fprintf(stderr, "; did you mean \"%s\"?", guess);
    fprintf(stderr, "\n`muster%s%s -h` shows how to use it\n", c ? " " : "", c ? c->name : "");
    return MU_EXIT_USAGE;
}

const char *mu_arg(const struct mu_args *args, const char *option)
{
    size_t n = mu_arg_count(args, option);
    return n ? mu_arg_at(args, option, n - 1) : NULL;
}

size_t mu_arg_count(const struct mu_args *args, const char *option)
{
    size_t n = 0;

    for (size_t i = 0; i < args->n_values; i++)
        n += strcmp(args->values[2 * i], option) == 0;
    return n;
}

const char *mu_arg_at(const struct mu_args *args, const char *option, size_t at)
{
    for (size_t i = 0; i < args->n_values; i++)
        if (strcmp(args->values[2 * i], option) == 0 && at-- == 0)
            return args->values[2 * i + 1];
    return NULL;
}

bool mu_arg_integer(const struct mu_args *args, const char *option, int64_t lo, int64_t hi,
                    int64_t *value)
{
    const char *text = mu_arg(args, option);
    char *end;

    if (!text)
        return true;
    errno = 0;
    const long long v = strtoll(text, &end, 10);
    if (errno || end == text || *end || v < lo || v > hi) {
        fprintf(stderr, "muster %s: --%s is \"%s\"; a whole number from %lld to %lld is expected\n",
                args->command->name, option, text, (long long)lo, (long long)hi);
        return false;
    }
    *value = v;
    return true;
}

static const struct mu_option *find_option(const struct mu_command *c, const char *word)
{
    const size_t n = word[1] == '-' ? strcspn(word + 2, "=") : 0;

    for (const struct mu_option *o = c->options; o->name; o++) {
        if (n && strlen(o->name) == n && strncmp(o->name, word + 2, n) == 0)
            return o;
        if (!n && o->letter && word[1] == o->letter)
            return o;
    }
    return NULL;
}

/* The value of an option: after "=", right behind a letter, or the next word; a word that looks
 * like an option is none, so that a forgotten value is noticed. */
static const char *option_value(const struct mu_args *args, const char *word, int *i)
{
    const char *eq = word[1] == '-' ? strchr(word, '=') : NULL;

    if (eq)
        return eq + 1;
    if (word[1] != '-' && word[2])
        return word + 2;
    const char *next = *i + 1 < args->argc ? args->argv[*i + 1] : NULL;
    if (!next || (next[0] == '-' && next[1]))
        return NULL;
    ++*i;
    return next;
}

static int unknown_option(const struct mu_command *c, const char *word)
{
    char name[64], guess[64];

    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    const char *near = word[1] == '-' ? mu_nearest(name + 2, option_at, c->options) : NULL;
    snprintf(guess, sizeof guess, "--%s", near ? near : "");
    return usage_error(c, "unknown option", name, near ? guess : NULL);
}

/* One option; 0, or an exit code. */
static int take_option(struct mu_args *args, int *i)
{
    const struct mu_command *c = args->command;
    const char *word = args->argv[*i];
    const struct mu_option *o = find_option(c, word);

    if (!o)
        return unknown_option(c, word);
    const char *value = "";
    if (o->arg) {
        value = option_value(args, word, i);
        if (!value)
            return usage_error(c, "a value is missing after", word, NULL);
    } else if (strchr(word, '=') || (word[1] != '-' && word[2])) {
        return usage_error(c, "this option takes no value:", word, NULL);
    }
    if (!o->many && mu_arg(args, o->name))
        return usage_error(c, "given twice:", word, NULL);
    args->values[2 * args->n_values] = o->name;
    args->values[2 * args->n_values + 1] = value;
    args->n_values++;
    return 0;
}

static int take_words(struct mu_args *args)
{
    bool options = true;

    for (int i = 2; i < args->argc; i++) {
        const char *word = args->argv[i];
        if (options && strcmp(word, "--") == 0) {
            options = false;
        } else if (options && word[0] == '-' && word[1]) {
            const int bad = take_option(args, &i);
            if (bad)
                return bad;
        } else {
            args->words[args->n_words++] = word;
        }
    }
    return 0;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

static int too_few(const struct mu_command *c)
{
    fprintf(stderr,
            "muster %s: something is missing: muster %s %s\n`muster %s -h` shows examples\n",
            c->name, c->name, c->usage, c->name);
    return MU_EXIT_USAGE;
}

static int run_command(struct mu_args *args)
{
    const struct mu_command *c = args->command;
    const int bad = take_words(args);

    if (bad)
        return bad;
    if (args->n_words < c->min_words)
        return too_few(c);
    if (args->n_words > c->max_words)
        return usage_error(c, "one word too many:", args->words[c->max_words], NULL);
    return c->run(args);
}

/* What was printed must have arrived: a full disk behind a redirection is an error. */
static int close_output(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fprintf(stderr, "muster: the output could not be written: %s\n", strerror(errno));
    return code == MU_EXIT_OK ? MU_EXIT_IO : code;
}

static int run_words(int argc, char **argv)
{
    if (argc < 2) {
        mu_help_overview(stderr);
        return MU_EXIT_USAGE;
    }
    if (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0 ||
        (argc == 2 && strcmp(argv[1], "help") == 0)) {
        mu_help_overview(stdout);
        return MU_EXIT_OK;
    }
    if (strcmp(argv[1], "help") == 0 && argc == 3 && find_command(argv[2])) {
        mu_help_command(stdout, find_command(argv[2]));
        return MU_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("muster " MUSTER_VERSION);
        return MU_EXIT_OK;
    }
    struct mu_args args = {.command = find_command(argv[1]), .argc = argc, .argv = argv};
    if (!args.command)
        return usage_error(NULL, "unknown command", argv[1],
                           mu_nearest(argv[1], command_at, mu_commands));
    if (wants_help(argc, argv)) {
        mu_help_command(stdout, args.command);
        return MU_EXIT_OK;
    }
    if (argc > MUSTER_ARGS_MAX)
        return usage_error(args.command, "more words than muster takes", NULL, NULL);
    args.values = calloc((size_t)argc * 2, sizeof *args.values);
    args.words = calloc((size_t)argc, sizeof *args.words);
    const int code = args.values && args.words ? run_command(&args) : MU_EXIT_INTERNAL;
    free(args.words);
    free(args.values);
    return code;
}

int mu_cli_main(int argc, char **argv)
{
    return close_output(run_words(argc, argv));
}
