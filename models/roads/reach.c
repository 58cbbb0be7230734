#include "models/roads/reach.h"

#include "models/geo.h"

#define TOLD 1000.0    /* m; muster calibration: a quarter of an hour on foot */
#define REFUSED 5000.0 /* m; muster calibration: over an hour that nobody would be simulating */

bool mu_roads_check_reach(const struct mu_check *check, struct mu_point at)
{
    static const char why[] = "roads that do not hang together with the rest, both ways, are left "
                              "out of the network";
    const struct mu_geo *geo = check->geography;
    const uint32_t node = geo ? mu_network_nearest(&geo->roads, at) : UINT32_MAX;

    if (node == UINT32_MAX)
        return true;
    const double metres = mu_distance(geo->roads.nodes[node], at);
    if (metres > REFUSED)
        return mu_diag_error(check->diags, check->place(check, "at"),
                             "%s: cannot be reached: the nearest road is %.1f km away, %.0f km are "
                             "the most; %s",
                             check->entity, metres / 1000, REFUSED / 1000, why);
    if (metres > TOLD)
        mu_diag_warning(check->diags, check->place(check, "at"),
                        "%s: the nearest road is %.1f km away, and getting there takes no time "
                        "here; %s",
                        check->entity, metres / 1000, why);
    return true;
}
