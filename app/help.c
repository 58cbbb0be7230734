#include "app/help.h"

void mu_help_overview(FILE *out)
{
    fputs("muster - drills and disasters that answer to decisions\n\n"
          "examples:\n"
          "  muster run scenarios/dike-breach/scenario.yaml --plan plan-a.yaml --seed 1 -o a.h5\n"
          "  muster check scenarios/dike-breach/scenario.yaml plan-a.yaml\n"
          "  muster report a.h5 b.h5 -o report.html\n\n"
          "commands:\n",
          out);
    for (size_t i = 0; mu_commands[i]; i++)
        if (!mu_commands[i]->hidden)
            fprintf(out, "  %-10s %s\n", mu_commands[i]->name, mu_commands[i]->summary);
    fputs("\n`muster COMMAND -h` shows a command's examples and options; `muster --version` the"
          " version.\n",
          out);
}

static void print_option(FILE *out, const struct mu_option *o)
{
    char left[64];

    snprintf(left, sizeof left, "%s%c%s--%s%s%s", o->letter ? "-" : " ",
             o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name, o->arg ? " " : "",
             o->arg ? o->arg : "");
    fprintf(out, "  %-26s %s%s\n", left, o->help, o->many ? " (may be repeated)" : "");
}

void mu_help_command(FILE *out, const struct mu_command *c)
{
    fprintf(out, "muster %s - %s\n\nexamples:\n", c->name, c->summary);
    for (size_t i = 0; c->examples[i]; i += 2)
        fprintf(out, "  %s\n      %s\n", c->examples[i], c->examples[i + 1]);
    fprintf(out, "\nusage: muster %s %s\n\n", c->name, c->usage);
    if (c->about)
        fprintf(out, "%s\n\n", c->about);
    fputs("options:\n", out);
    for (const struct mu_option *o = c->options; o->name; o++)
        print_option(out, o);
    fputs("  -h, --help                 show this\n\nexit codes:\n", out);
#define X(name, number, text) fprintf(out, "  %3d  %s\n", number, text);
    MU_EXIT_LIST(X)
#undef X
}
