/* cmd_completion.c - `muster completion`: completion for bash, from the tables of the commands.
 * For the build. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "models/registry.h"

static void put_names(void)
{
    for (size_t i = 0; mu_commands[i]; i++)
        if (!mu_commands[i]->hidden)
            printf("%s%s", i ? " " : "", mu_commands[i]->name);
}

static void put_options(const struct mu_command *c)
{
    for (const struct mu_option *o = c->options; o->name; o++)
        printf("--%s ", o->name);
    fputs("--help", stdout);
}

/* What stands where a word may stand: files when nothing else is named. */
static void put_words(const struct mu_command *c)
{
    if (!c->words || strcmp(c->words, "file") == 0)
        return;
    if (strcmp(c->words, "model") != 0) {
        fputs(c->words, stdout);
        return;
    }
    for (size_t i = 0; mu_models[i]; i++)
        printf("%s%s", i ? " " : "", mu_models[i]->name);
}

static bool takes_file(const struct mu_option *o)
{
    return o->arg && strcmp(o->arg, "FILE") == 0;
}

static void put_command(const struct mu_command *c)
{
    printf("    %s)\n        options='", c->name);
    put_options(c);
    fputs("'\n        words='", stdout);
    put_words(c);
    fputs("'\n        case $previous in\n", stdout);
    for (const struct mu_option *o = c->options; o->name; o++) {
        if (!o->arg)
            continue;
        fputs("        ", stdout);
        if (o->letter)
            printf("-%c|", o->letter);
        printf("--%s) %s ;;\n", o->name, takes_file(o) ? "words= options=" : "return");
    }
    puts("        esac ;;");
}

static int run_completion(const struct mu_args *args)
{
    (void)args;
    puts("# bash completion for muster\n"
         "_muster() {\n"
         "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "    local options words\n"
         "    COMPREPLY=()\n"
         "    if [ \"$COMP_CWORD\" -eq 1 ]; then");
    fputs("        COMPREPLY=($(compgen -W '", stdout);
    put_names();
    puts(" --help --version' -- \"$current\"))\n"
         "        return\n"
         "    fi\n"
         "    case ${COMP_WORDS[1]} in");
    for (size_t i = 0; mu_commands[i]; i++)
        if (!mu_commands[i]->hidden)
            put_command(mu_commands[i]);
    puts("    *) return ;;\n"
         "    esac\n"
         "    if [[ $current == -* ]]; then\n"
         "        COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n"
         "    elif [ -n \"$words\" ]; then\n"
         "        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "    else\n"
         "        compopt -o filenames 2>/dev/null\n"
         "        COMPREPLY=($(compgen -f -- \"$current\"))\n"
         "    fi\n"
         "}\n"
         "complete -F _muster muster");
    return MU_EXIT_OK;
}

const struct mu_command mu_cmd_completion = {
    .name = "completion",
    .summary = "completion for bash, for packagers",
    .usage = "> muster",
    .examples = (const char *const[]){"muster completion > "
                                      "/usr/share/bash-completion/completions/muster",
                                      "a script that bash reads when muster is typed", NULL},
    .options = (const struct mu_option[]){{0}},
    .hidden = true,
    .run = run_completion,
};
