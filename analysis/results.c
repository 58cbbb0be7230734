#include "analysis/results.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "analysis/results_impl.h"

static void say_since(struct mu_writing *w)
{
    time_t start = (time_t)w->meta->clock.start_unix;
    struct tm tm = {0};

    gmtime_r(&start, &tm);
    strftime(w->time_units, sizeof w->time_units, "seconds since %Y-%m-%d %H:%M:%S", &tm);
}

static enum mu_err write_parts(struct mu_writing *w)
{
    mu_write_root(w);
    mu_write_input(w);
    mu_write_events(w);
    mu_write_entities(w);
    mu_write_series(w);
    mu_write_hazard(w);
    mu_write_boards(w);
    mu_write_objectives(w);
    mu_write_observed(w);
    return mu_write_tables(w);
}

/* The whole file in memory, or NULL when there is no room for it. */
static unsigned char *make_image(const struct mu_result *result, const struct mu_results_meta *meta,
                                 size_t *n)
{
    struct mu_writing w = {.result = result, .meta = meta};

    say_since(&w);
    if (mu_put_open(&w.put) && write_parts(&w) != MU_OK)
        w.put.failed = true;
    return mu_put_close(&w.put, n);
}

static bool write_all(int file, const unsigned char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(file, bytes, n);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            n -= (size_t)written;
        }
    }
    return true;
}

static bool write_file(const char *path, const unsigned char *bytes, size_t n)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok;
    int why;

    if (file < 0)
        return false;
    ok = write_all(file, bytes, n) && fsync(file) == 0;
    why = errno;
    ok = close(file) == 0 && ok;
    if (!ok)
        errno = why;
    return ok;
}

/* The new name is on the disk only when its folder is. Some file systems cannot do this;
 * the file itself is safe by then. */
static void sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    int dir = folder ? open(folder, O_RDONLY | O_CLOEXEC) : -1;

    if (dir >= 0) {
        (void)fsync(dir);
        close(dir);
    }
    free(folder);
}

/* A rename over a device or a folder would take it away. */
static bool is_taken_by_other(const char *path)
{
    struct stat there;

    return stat(path, &there) == 0 && !S_ISREG(there.st_mode);
}

static enum mu_err put_in_place(const char *path, const unsigned char *bytes, size_t n, char *why)
{
    size_t size = strlen(path) + sizeof ".partial";
    char *partial = malloc(size);

    if (!partial)
        return MU_ERR_MEMORY;
    snprintf(partial, size, "%s.partial", path);
    if (write_file(partial, bytes, n) && rename(partial, path) == 0) {
        sync_folder(path);
        free(partial);
        return MU_OK;
    }
    snprintf(why, MU_WHY_MAX, "%s", strerror(errno));
    unlink(partial);
    free(partial);
    return MU_ERR_IO;
}

static unsigned char *make_image_quietly(const struct mu_result *result,
                                         const struct mu_results_meta *meta, size_t *n)
{
    unsigned char *bytes;
    H5E_auto2_t print;
    void *data;

    H5Eget_auto2(H5E_DEFAULT, &print, &data);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    bytes = make_image(result, meta, n);
    H5Eset_auto2(H5E_DEFAULT, print, data);
    return bytes;
}

enum mu_err mu_results_write(const char *path, const struct mu_result *result,
                             const struct mu_results_meta *meta, char *why)
{
    unsigned char *bytes;
    enum mu_err err;
    size_t n = 0;

    why[0] = '\0';
    if (is_taken_by_other(path)) {
        snprintf(why, MU_WHY_MAX, "is not an ordinary file");
        return MU_ERR_IO;
    }
    bytes = make_image_quietly(result, meta, &n);
    err = bytes ? put_in_place(path, bytes, n, why) : MU_ERR_MEMORY;
    free(bytes);
    if (err == MU_ERR_MEMORY)
        snprintf(why, MU_WHY_MAX, "%s", mu_err_text(err));
    return err;
}
