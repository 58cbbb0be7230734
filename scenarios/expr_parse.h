/* expr_parse.h - the trigger grammar: text -> struct mu_expr.
 *
 *   or:      and { "or" and }
 *   and:     not { "and" not }
 *   not:     "not" not | compare
 *   compare: sum [ ( < <= > >= == != ) sum ]
 *   sum:     product { (+ -) product }
 *   product: factor { (* /) factor }
 *   factor:  "-" factor | "(" or ")" | true | false | IV | III | II | I
 *          | number [unit]                     5 m, 30 min, 1 d 6 h
 *          | [model/]entity.quantity           "a name with blanks".level
 *          | it.quantity                       the entity an item stands for
 *          | any|count|sum|max ( model.quantity )
 *          | since ( or )                      s since it became true, 0 while false
 *          | age ( entity.quantity )           s since that was observed
 *
 * Both sides of a comparison and of + - must measure the same thing; the whole must be true
 * or false. An empty text is never true.
 */
#ifndef MU_SCENARIOS_EXPR_PARSE_H
#define MU_SCENARIOS_EXPR_PARSE_H

#include "scenarios/values.h"

/* `it`: the model of the entity that "it" stands for, NULL = none. Nodes and text belong to
 * the world; facts are entered by mu_expr_number_facts. */
bool mu_read_expr(const struct mu_slot *slot, const char *text, const char *it,
                  struct mu_expr *expr);
/* Once the world is finished. */
void mu_expr_number_facts(struct mu_reading *in);

#endif
