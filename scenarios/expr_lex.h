/* expr_lex.h - private to the trigger grammar: text to tokens. */
#ifndef MU_SCENARIOS_EXPR_LEX_H
#define MU_SCENARIOS_EXPR_LEX_H

#include "scenarios/values.h"

enum mu_token_kind {
    MU_TOKEN_END,
    MU_TOKEN_NUMBER, /* number, unit */
    MU_TOKEN_NAME,   /* name, and quantity after a point; `has_point` */
    MU_TOKEN_WORD,   /* and or not true false, a function, a level: a name without a point */
    MU_TOKEN_OPEN,
    MU_TOKEN_CLOSE,
    MU_TOKEN_OP, /* op */
};

struct mu_token {
    enum mu_token_kind kind;
    const char *start; /* in the text */
    double number;
    char unit[32];
    char name[160], quantity[64];
    enum mu_op op; /* LT LE GT GE EQ NE ADD SUB MUL DIV */
};

struct mu_lexer {
    const struct mu_slot *slot;
    const char *text, *at;
    struct mu_token token; /* the next one */
};

/* The slot's place moved to `at` in the text, when the text stands in one line. */
struct mu_slot mu_lexer_slot(const struct mu_lexer *lexer, const char *at);
/* Reads the next token; false after a mistake, which has been reported. */
bool mu_lexer_next(struct mu_lexer *lexer);

#endif
