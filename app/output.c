#include "app/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_MAX = 4096 };

static int refuse(const struct mu_args *args, const char *path, const char *why)
{
    fprintf(stderr, "muster %s: %s: %s\n", args->command->name, path, why);
    return MU_EXIT_IO;
}

static int check_folder(const struct mu_args *args, const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[FOLDER_MAX] = ".";
    struct stat st;

    if (slash && (size_t)(slash - path) + 1 >= sizeof folder)
        return refuse(args, path, strerror(ENAMETOOLONG));
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path);
    if (stat(folder, &st) != 0)
        return refuse(args, path, errno == ENOENT ? "its folder is not there" : strerror(errno));
    if (access(folder, W_OK | X_OK) != 0)
        return refuse(args, path, strerror(errno));
    return MU_EXIT_OK;
}

int mu_output_check(const struct mu_args *args, const char *path)
{
    struct stat st;

    if (!path)
        return MU_EXIT_OK;
    if (!*path || path[strlen(path) - 1] == '/')
        return refuse(args, path, "the name of a file is expected");
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return refuse(args, path, "is a folder; the name of a file is expected");
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return refuse(args, path, "is not an ordinary file");
    return check_folder(args, path);
}

int mu_output_spares(const struct mu_args *args, const char *path, const char *input)
{
    struct stat a, b;

    if (!path || stat(path, &a) != 0 || stat(input, &b) != 0)
        return MU_EXIT_OK;
    if (a.st_dev != b.st_dev || a.st_ino != b.st_ino)
        return MU_EXIT_OK;
    return refuse(args, path, "is one of the files that are read; give the output another name");
}
