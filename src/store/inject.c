/*
 * inject.c - dies at a named place when the environment says so; empty in ordinary builds.
 *
 * Runs on: any thread. Owns: the setting, read once.
 */
#include "store/inject.h"

#if defined(INJECT) && INJECT

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char wanted[64];
static atomic_long passes_left;

static void read_setting(void)
{
    const char *text = getenv("PETITIOND_CRASH");
    const char *colon = text != NULL ? strrchr(text, ':') : NULL;
    if (colon == NULL || (size_t)(colon - text) >= sizeof wanted) {
        return;
    }
    memcpy(wanted, text, (size_t)(colon - text));
    atomic_store(&passes_left, strtol(colon + 1, NULL, 10));
}

void inject_point(const char *name)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, read_setting);
    if (strcmp(name, wanted) == 0 && atomic_fetch_sub(&passes_left, 1) == 1) {
        kill(getpid(), SIGKILL);
    }
}

#else

/* A translation unit may not be empty. */
typedef int inject_is_off;

#endif
