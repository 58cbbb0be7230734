/* cmd_man.c - `muster man`: the man page, from the tables of the commands. For the build. */
#include <ctype.h>
#include <stdio.h>

#include "app/commands.h"

/* Text for roff: a minus stays a minus, a backslash itself, and no line begins a request. */
static void put(const char *text)
{
    bool at_start = true;

    for (const char *s = text; *s; s++) {
        if (at_start && (*s == '.' || *s == '\''))
            fputs("\\&", stdout);
        if (*s == '-')
            fputs("\\-", stdout);
        else if (*s == '\\')
            fputs("\\e", stdout);
        else
            putchar(*s);
        at_start = *s == '\n';
    }
}

static void put_line(const char *macro, const char *text)
{
    fputs(macro, stdout);
    put(text);
    putchar('\n');
}

static void put_option(const struct mu_option *o)
{
    puts(".TP");
    if (o->letter)
        printf("\\fB\\-%c\\fR, ", o->letter);
    fputs("\\fB\\-\\-", stdout);
    put(o->name);
    fputs("\\fR", stdout);
    if (o->arg) {
        fputs(" \\fI", stdout);
        put(o->arg);
        fputs("\\fR", stdout);
    }
    putchar('\n');
    put(o->help);
    puts(o->many ? " (may be repeated)" : "");
}

static void put_examples(const struct mu_command *c)
{
    for (size_t i = 0; c->examples[i]; i += 2) {
        puts(".PP\n.RS\n.nf");
        put_line("", c->examples[i]);
        puts(".fi\n.RE");
        put_line("", c->examples[i + 1]);
    }
}

static void put_command(const struct mu_command *c)
{
    printf(".SS \"muster %s ", c->name);
    put(c->usage);
    puts("\"");
    putchar(toupper((unsigned char)c->summary[0]));
    put(c->summary + 1);
    puts(".");
    if (c->about) {
        puts(".PP");
        put_line("", c->about);
    }
    for (const struct mu_option *o = c->options; o->name; o++)
        put_option(o);
    put_examples(c);
}

static void put_exit_codes(void)
{
    puts(".SH EXIT STATUS");
#define X(name, number, text)                                                                      \
    puts(".TP\n.B " #number);                                                                      \
    put_line("", text);
    MU_EXIT_LIST(X)
#undef X
}

static int run_man(const struct mu_args *args)
{
    (void)args;
    puts(
        ".TH MUSTER 1 \"\" \"muster " MUSTER_VERSION "\" \"User Commands\"\n"
        ".SH NAME\nmuster \\- drills and disasters that answer to decisions\n"
        ".SH SYNOPSIS\n.B muster\n.I COMMAND\n.RI [ words ]\n.RI [ options ]\n"
        ".SH DESCRIPTION\n"
        "muster takes a scenario, a plan and a seed, plays the disaster through, and gives scores "
        "and one\nresult file, which is readable by any program that reads HDF5. The same "
        "scenario, "
        "plan and seed give\nthe same result, bit for bit.\n.PP\n"
        "Results go to standard output, messages and progress to standard error. Every option may\n"
        "be written \\fB\\-\\-name value\\fR or \\fB\\-\\-name=value\\fR; \\fB\\-\\-\\fR ends the "
        "options.\nA file that cannot be written whole is not written at all.\n"
        ".SH COMMANDS");
    for (size_t i = 0; mu_commands[i]; i++)
        if (!mu_commands[i]->hidden)
            put_command(mu_commands[i]);
    put_exit_codes();
    puts(".SH NOTES\n"
         "The files people write are described in format.md, result files in results.md, both in "
         "the\ndocumentation folder.\n"
         ".SH SEE ALSO\n.BR h5dump (1),\n.BR ncdump (1)");
    return MU_EXIT_OK;
}

const struct mu_command mu_cmd_man = {
    .name = "man",
    .summary = "this program's man page, for packagers",
    .usage = "> muster.1",
    .examples = (const char *const[]){"muster man > muster.1", "the page as roff", NULL},
    .options = (const struct mu_option[]){{0}},
    .hidden = true,
    .run = run_man,
};
