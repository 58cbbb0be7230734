#include "models/hazard/water_board.h"

#include <stdint.h>

/* Offsets are bytes from the head. */
struct head {
    size_t cells, dikes;
    uint32_t first_dike;
    size_t breaches, depths, speeds;
};

static const void *at(const void *board, size_t offset)
{
    return (const char *)board + offset;
}

double mu_water_depth(const void *board, size_t cell)
{
    const struct head *head = board;

    if (!head || cell >= head->cells)
        return 0;
    return ((const float *)at(board, head->depths))[cell];
}

double mu_water_speed(const void *board, size_t cell)
{
    const struct head *head = board;

    if (!head || cell >= head->cells)
        return 0;
    return ((const float *)at(board, head->speeds))[cell];
}

struct mu_water_breach mu_water_breach(const void *board, mu_entity_id dike)
{
    const struct head *head = board;

    if (!head || dike.i < head->first_dike || dike.i - head->first_dike >= head->dikes)
        return (struct mu_water_breach){0};
    return ((const struct mu_water_breach *)at(board, head->breaches))[dike.i - head->first_dike];
}

size_t mu_water_board_size(size_t cells, size_t dikes)
{
    return sizeof(struct head) + dikes * sizeof(struct mu_water_breach) + 2 * cells * sizeof(float);
}

void mu_water_board_init(void *board, size_t cells, mu_entity_id first_dike, size_t dikes)
{
    struct head *head = board;

    *head = (struct head){.cells = cells, .dikes = dikes, .first_dike = first_dike.i};
    head->breaches = sizeof *head;
    head->depths = head->breaches + dikes * sizeof(struct mu_water_breach);
    head->speeds = head->depths + cells * sizeof(float);
}

float *mu_water_board_depths(void *board)
{
    return (float *)(void *)((char *)board + ((struct head *)board)->depths);
}

float *mu_water_board_speeds(void *board)
{
    return (float *)(void *)((char *)board + ((struct head *)board)->speeds);
}

struct mu_water_breach *mu_water_board_breaches(void *board)
{
    return (struct mu_water_breach *)(void *)((char *)board + ((struct head *)board)->breaches);
}
