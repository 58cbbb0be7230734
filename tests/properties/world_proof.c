/* world_proof.c - properties of the whole model, proved on the small dike breach.
 *
 *   usage: world_proof <property> <root of the source tree>
 *          world_proof keys <root> <pattern of the names of keys, as of a shell>
 *          world_proof same-files <root> <scenario> <scenario>
 *   exit code: 0 = all held, 1 = some did not, 2 = could not be tried
 */
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/properties/proof.h"

static const struct {
    const char *name;
    void (*prove)(struct proof *proof);
} properties[] = {
    {"same-bits", prove_same_bits},
    {"own-state", prove_own_state},
    {"conservation", prove_conservation},
    {"world-answers", prove_the_world_answers},
    {"plans-travel", prove_plans_travel},
    {"knowledge", prove_knowledge},
    {"keys", prove_keys},
};

static bool prove(struct proof *proof, int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "same-files") == 0) {
        prove_same_files(proof, argv[3], argv[4]);
        return true;
    }
    const bool some_keys = argc == 4 && strcmp(argv[1], "keys") == 0;
    if (some_keys)
        proof->only = argv[3];
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        if ((argc == 3 || some_keys) && strcmp(argv[1], properties[i].name) == 0) {
            properties[i].prove(proof);
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    struct proof proof = {.root = argc > 2 ? argv[2] : ""};

    gsl_set_error_handler_off();
    if (argc < 3 || !prove(&proof, argc, argv)) {
        fputs("usage: world_proof <property> <root of the source tree> [arguments]\n", stderr);
        return 2;
    }
    printf("%zu held, %zu failed\n", proof.held, proof.failed);
    return proof.failed > 0 || proof.held == 0;
}
