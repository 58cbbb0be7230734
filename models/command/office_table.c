/* office_table.c - what a scenario and a plan may set for an office. */
#include "models/command/office_impl.h"

#define CALIBRATION "muster calibration"
#define ITEM struct mu_item
#define DECISION struct mu_decision
#define OFFICE struct mu_office_params

static const char *const phases[] = {"before", "onset", "during", "after", NULL};
static const char *const levels[] = {"none", "IV", "III", "II", "I", NULL};

static const struct mu_param item_params[] = {
    MU_PARAM_TEXT(ITEM, id, NULL, "short name, unique in the plan"),
    MU_PARAM_TEXT(ITEM, title, "", "what it is, for people", .descriptive = true),
    MU_PARAM_TEXT(ITEM, file, "", "filled in: the plan file", .descriptive = true),
    MU_PARAM_INTEGER(ITEM, line, "0", 0, 0, "filled in: the line of the item", .descriptive = true),
    MU_PARAM_ENUM(ITEM, phase, phases, "during", "phase of the emergency, for reports",
                  .descriptive = true),
    MU_PARAM_ENUM(ITEM, does, mu_verbs, NULL, "what is done"),
    MU_PARAM_EXPR(ITEM, when, NULL, "trigger, over what the owner has been told"),
    MU_PARAM_TEXT(ITEM, for_each, "",
                  "a model: the item stands for each of its entities, `it` in the trigger"),
    MU_PARAM_REFS(ITEM, among, NULL, "for which of them; left out: all", .optional = true),
    MU_PARAM_REFS(ITEM, at, NULL, "targets: zones, shelters, works", .optional = true),
    MU_PARAM_REFS(ITEM, with, NULL, "means: media, teams, fleets, depots", .optional = true),
    MU_PARAM_REF(ITEM, to, NULL, "the office asked or told, the place sent to", .optional = true),
    MU_PARAM_REF(ITEM, goods, "goods", "for supply: which goods", .optional = true),
    MU_PARAM_ENUM(ITEM, level, levels, "none", "for level: which one is taken"),
    MU_PARAM_NUMBER(ITEM, amount, "kg", "0 kg", 0, 1e12, "for supply: how much"),
    MU_PARAM_INTEGER(ITEM, sides, "1", 1, 2, "for close: from how many sides"),
    MU_PARAM_TEXT(ITEM, roads, "", "for road: names of roads, separated by commas"),
    MU_PARAM_BOOL(ITEM, reopen, "false", "for road: they are opened again, not closed"),
    MU_PARAM_DURATION(ITEM, after, "0 s", 0, 8640000, "waits so long after the trigger"),
    MU_PARAM_DURATION(ITEM, deadline, NULL, 0, 8640000, "to be done so long after the trigger",
                      .optional = true),
    MU_PARAMS_END,
};

static const struct mu_param decision_params[] = {
    MU_PARAM_INSTANT(DECISION, at, NULL, "when it was decided"),
    MU_PARAM_TEXT(DECISION, id, NULL, "short name, unique in the history"),
    MU_PARAM_TEXT(DECISION, title, "", "what it was, for people", .descriptive = true),
    MU_PARAM_TEXT(DECISION, file, "", "filled in: the file", .descriptive = true),
    MU_PARAM_INTEGER(DECISION, line, "0", 0, 0, "filled in: the line", .descriptive = true),
    MU_PARAM_ENUM(DECISION, phase, phases, "during", "phase of the emergency, for reports",
                  .descriptive = true),
    MU_PARAM_ENUM(DECISION, does, mu_verbs, NULL, "what was done"),
    MU_PARAM_TEXT(DECISION, for_each, "", "a model: the decision was for each of its entities"),
    MU_PARAM_REFS(DECISION, among, NULL, "for which of them; left out: all", .optional = true),
    MU_PARAM_REFS(DECISION, targets, NULL, "targets: zones, shelters, works", .optional = true),
    MU_PARAM_REFS(DECISION, with, NULL, "means: media, teams, fleets, depots", .optional = true),
    MU_PARAM_REF(DECISION, to, NULL, "the office asked or told, the place sent to",
                 .optional = true),
    MU_PARAM_REF(DECISION, goods, "goods", "for supply: which goods", .optional = true),
    MU_PARAM_ENUM(DECISION, level, levels, "none", "for level: which one was taken"),
    MU_PARAM_NUMBER(DECISION, amount, "kg", "0 kg", 0, 1e12, "for supply: how much"),
    MU_PARAM_INTEGER(DECISION, sides, "1", 1, 2, "for close: from how many sides"),
    MU_PARAM_TEXT(DECISION, roads, "", "for road: names of roads, separated by commas"),
    MU_PARAM_BOOL(DECISION, reopen, "false", "for road: they are opened again, not closed"),
    MU_PARAMS_END,
};

static const struct mu_param duty_params[] = {
    MU_PARAM_ENUM(struct mu_duty, level, levels, "none", "from this level up"),
    MU_PARAM_INTEGER(struct mu_duty, persons, NULL, 1, 1000, "persons who take reports in"),
    MU_PARAMS_END,
};

static const struct mu_param rule_params[] = {
    MU_PARAM_REF(struct mu_rule, to, "office", "to whom"),
    MU_PARAM_DURATION(struct mu_rule, within, "30 min", 0, 8640000,
                      "deadline, from learning it to its being read",
                      .source = "county key points: important information within half an hour"),
    MU_PARAM_DURATION(struct mu_rule, every, "1 h", 0, 8640000,
                      "what is not urgent waits for the next report", .source = CALIBRATION),
    MU_PARAM_ENUM(struct mu_rule, at_level, levels, "none", "only from this level up"),
    MU_PARAM_TEXT(struct mu_rule, about, "", "models whose facts are passed on; left out: all"),
    MU_PARAM_NUMBER(struct mu_rule, change, "1", "0.1", 0, 100,
                    "share by which a number must have changed to be told again",
                    .source = CALIBRATION),
    MU_PARAMS_END,
};

const struct mu_param mu_office_table[] = {
    MU_PARAM_TEXT(OFFICE, title, "", "its name in full", .descriptive = true),
    MU_PARAM_REF(OFFICE, parent, "office", "the office above; it is told of this one's level",
                 .optional = true),
    MU_PARAM_ENUM(OFFICE, level, levels, "none", "response level at the start"),
    MU_PARAM_TABLE(OFFICE, duty, duty_params, struct mu_duty,
                   "persons on duty by level, lowest level first; left out: one", .optional = true),
    MU_PARAM_DIST(OFFICE, service, "s", "lognormal(4 min, cv 0.5)", 0, 86400,
                  "for one person to take in one report", .source = CALIBRATION),
    MU_PARAM_DIST(OFFICE, decision, "s", "lognormal(15 min, cv 0.6)", 0, 864000,
                  "from a trigger to the order", .source = CALIBRATION),
    MU_PARAM_DIST(OFFICE, approval, "s", "lognormal(45 min, cv 0.5)", 0, 864000,
                  "to grant a request for teams or fleets", .source = CALIBRATION),
    MU_PARAM_TABLE(OFFICE, rules, rule_params, struct mu_rule, "rules of reporting",
                   .optional = true),
    MU_PARAM_REFS(OFFICE, channels, "channel", "how it reports and orders, best first"),
    MU_PARAM_TABLE(OFFICE, plan, item_params, struct mu_item, "filled from the plan file",
                   .optional = true),
    MU_PARAM_TABLE(OFFICE, history, decision_params, struct mu_decision,
                   "filled from the history file", .optional = true),
    MU_PARAMS_END,
};
