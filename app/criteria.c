#include "app/criteria.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/diag.h"

static bool refuse(const char *text, const char *why)
{
    fprintf(stderr, "muster run: --fail-on \"%s\": %s\n", text, why);
    return false;
}

static bool no_metric(const char *text, const char *name)
{
    char why[200];
    const char *near = mu_nearest(name, mu_metric_name, NULL);

    if (near)
        snprintf(why, sizeof why, "there is no metric \"%s\"; did you mean \"%s\"?", name, near);
    else
        snprintf(why, sizeof why, "there is no metric \"%s\"; `muster models --metrics` lists them",
                 name);
    return refuse(text, why);
}

static bool take_op(const char *at, char op[3])
{
    const size_t n = at[0] && at[1] == '=' ? 2 : 1;

    memcpy(op, at, n);
    op[n] = '\0';
    return strcmp(op, "=") != 0 && strcmp(op, "!") != 0;
}

bool mu_criterion_parse(const char *text, struct mu_criterion *c)
{
    const size_t n = strcspn(text, "<>=!");
    size_t name = n;
    char *end;

    while (name > 0 && text[name - 1] == ' ')
        name--;
    if (!text[n] || name == 0 || name >= sizeof c->metric_name || !take_op(text + n, c->op))
        return refuse(text, "write it as 'metric>value', with one of < <= > >= == !=");
    c->text = text;
    memcpy(c->metric_name, text, name);
    c->metric_name[name] = '\0';
    if (!mu_metric_find(c->metric_name, &c->metric))
        return no_metric(text, c->metric_name);
    const char *number = text + n + strlen(c->op);
    c->value = strtod(number, &end);
    end += strspn(end, " ");
    if (end == number || *end)
        return refuse(text, "a plain number in the metric's unit is expected");
    return true;
}

bool mu_criterion_met(const struct mu_criterion *c, double value)
{
    const bool equal = value <= c->value && value >= c->value;

    switch (c->op[0]) {
    case '<': return c->op[1] ? value <= c->value : value < c->value;
    case '>': return c->op[1] ? value >= c->value : value > c->value;
    case '=': return equal;
    default: return !equal;
    }
}
