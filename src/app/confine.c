/*
 * confine.c - see confine.h. The rules of Landlock; the system calls stand in confine_calls.c.
 *
 * The kernel's header of the machine that builds may be older than the kernel that runs, so what is newer than version 1 is
 * spelled out here.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "app/confine.h"
#include "app/confine_inside.h"
#include "base/log.h"

#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CONFINE_REFER    (UINT64_C(1) << 13) /* version 2: rename between folders */
#define CONFINE_TRUNCATE (UINT64_C(1) << 14) /* version 3 */
#define CONFINE_CONNECT  (UINT64_C(1) << 1)  /* version 4: TCP connections to others */

/* As the kernel reads it: it takes any size and looks at what is there. */
struct confine_ruleset {
    uint64_t files;
    uint64_t network;
};

enum { CONFINE_VERSION_1_BITS = 13, CONFINE_NETWORK_VERSION = 4 };

static const uint64_t confine_read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t confine_write = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                                      LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                      LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                      LANDLOCK_ACCESS_FS_MAKE_DIR | CONFINE_REFER | CONFINE_TRUNCATE;

/* Fonts, time zones, character sets, the list of processors. */
static const char *const confine_system[] = {
#ifdef __SANITIZE_ADDRESS__
    "/proc", /* for the leak checker of sanitized builds */
#endif
    "/usr",  "/etc", "/lib", "/lib64", "/var/cache/fontconfig", "/sys/devices/system/cpu"};

static int confine_landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

static uint64_t confine_handled(int version)
{
    uint64_t files = (UINT64_C(1) << CONFINE_VERSION_1_BITS) - 1;
    files |= version >= 2 ? CONFINE_REFER : 0;
    files |= version >= 3 ? CONFINE_TRUNCATE : 0;
    return files;
}

/* A path that is not there is nothing to allow. */
static void confine_allow(int ruleset, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC | O_DIRECTORY);
    if (fd < 0) {
        return;
    }
    struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
        LOG(LOG_WARN, "serve.confine", LOG_S("path", path));
    }
    close(fd);
}

/* The folder of the name, and the folder of the file that it leads to: renewals change the link. */
static void confine_allow_folder_of(int ruleset, const char *file)
{
    char path[PATH_MAX];
    if ((size_t)snprintf(path, sizeof path, "%s", file) < sizeof path) {
        confine_allow(ruleset, dirname(path), confine_read);
    }
    char *target = realpath(file, NULL);
    if (target != NULL) {
        confine_allow(ruleset, dirname(target), confine_read);
        free(target);
    }
}

static int confine_landlock(const char *data, const char *const *readable)
{
    int version = confine_landlock_version();
    struct confine_ruleset rules = {.files = confine_handled(version),
                                    .network = version >= CONFINE_NETWORK_VERSION ? CONFINE_CONNECT : 0};
    size_t size = version >= CONFINE_NETWORK_VERSION ? sizeof rules : sizeof rules.files;
    int ruleset = version > 0 ? (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0) : -1;
    if (ruleset < 0) {
        return 0;
    }
    confine_allow(ruleset, data, confine_write & rules.files);
    for (size_t i = 0; i < sizeof confine_system / sizeof confine_system[0]; i++) {
        confine_allow(ruleset, confine_system[i], confine_read);
    }
    for (; *readable != NULL; readable++) {
        if ((*readable)[0] != '\0') {
            confine_allow_folder_of(ruleset, *readable);
        }
    }
    int is_held = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return is_held ? version : 0;
}

void confine_probe(struct confine_report *out)
{
    out->landlock = confine_landlock_version();
    out->has_seccomp = prctl(PR_GET_SECCOMP) >= 0;
}

void confine_self(const char *data, const char *local_peer, const char *const *readable, struct confine_report *out)
{
    *out = (struct confine_report){0};
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0}); /* a dump would hold keys and names */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        out->landlock = confine_landlock(data, readable);
        out->has_seccomp = confine_calls(local_peer[0] != '\0');
    }
    LOG(out->landlock > 0 && out->has_seccomp ? LOG_INFO : LOG_WARN, "serve.confine", LOG_I("landlock", out->landlock),
        LOG_I("seccomp", out->has_seccomp));
}
