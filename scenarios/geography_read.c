/* The section `geography`: terrain and roads. */
#include "scenarios/reader_impl.h"

bool mu_geography_read(struct mu_reader *r)
{
    (void)r;
    return true;
}
