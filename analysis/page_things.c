/* page_things.c - numbers for JSON, and how people call a thing. */
#include <math.h>
#include <string.h>

#include "analysis/page_impl.h"

json_t *mu_page_time(mu_time t)
{
    return t == MU_NEVER ? json_null() : json_real((double)t / (double)MU_SECOND);
}

json_t *mu_page_number(double v)
{
    return isfinite(v) ? json_real(v) : json_null();
}

const struct mu_attribute_column *mu_page_column(const struct mu_results_meta *meta,
                                                 const char *kind, const char *name)
{
    for (size_t i = 0; i < meta->n_attributes; i++)
        if (strcmp(meta->attributes[i].kind, kind) == 0 &&
            strcmp(meta->attributes[i].name, name) == 0)
            return &meta->attributes[i];
    return NULL;
}

size_t mu_page_rank(const struct mu_result *r, uint32_t thing)
{
    uint32_t first = thing;

    while (first > 1 && strcmp(r->things[first - 1].kind, r->things[thing].kind) == 0)
        first--;
    return thing - first;
}

const char *mu_page_name(const struct mu_result *r, uint32_t thing)
{
    const char *name = r->things[thing].name, *slash = strchr(name, '/');

    return slash ? slash + 1 : name;
}

const char *mu_page_title(const struct mu_results_file *file, uint32_t thing)
{
    const struct mu_result *r = &file->result;
    const struct mu_attribute_column *title =
        mu_page_column(&file->meta, r->things[thing].kind, "title");
    const size_t rank = mu_page_rank(r, thing);

    if (title && title->texts && rank < title->n && *title->texts[rank])
        return title->texts[rank];
    return mu_page_name(r, thing);
}
