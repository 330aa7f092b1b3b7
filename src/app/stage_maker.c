/*
 * stage_maker.c - see stage_maker.h.
 *
 * Runs on: see there. Owns: the thread.
 */
#include "app/stage_maker.h"

#include "app/demo.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/ident.h"
#include "domain/demonstration.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct stage_maker {
    struct stage_maker_options options;
    char by[IDENT_SIZE];
    char password[IDENT_CODE_SIZE]; /* of all its accounts: nobody beyond this machine could guess it */
    pthread_t thread;
    atomic_int stop, is_done;
    enum rc rc;
    char message[OFFICE_MESSAGE_SIZE];
};

static enum rc stage_maker_tell(void *arg, const char *login, const char *name, const char *roles)
{
    const struct stage_maker *m = arg;
    return demonstration_add_account(m->options.demonstration, login, name, roles);
}

static void *stage_maker_main(void *arg)
{
    struct stage_maker *m = arg;
    struct demo_options options = {.data = m->options.path,
                                   .now_ms = m->options.now_ms,
                                   .password = m->password,
                                   .zone = clock_zone(),
                                   .stop = &m->stop,
                                   .tell = stage_maker_tell,
                                   .arg = m};
    m->rc = demo_run(&options, m->message);
    atomic_store_explicit(&m->is_done, 1, memory_order_release);
    m->options.done(m->options.arg);
    return NULL;
}

enum rc stage_maker_start(const struct stage_maker_options *options, struct stage_maker **out)
{
    struct stage_maker *m = calloc(1, sizeof *m);
    if (m == NULL) {
        return RC_UNAVAILABLE;
    }
    m->options = *options;
    snprintf(m->by, sizeof m->by, "%s", options->by);
    ident_code_new(m->password);
    if (pthread_create(&m->thread, NULL, stage_maker_main, m) != 0) {
        free(m);
        return RC_UNAVAILABLE;
    }
    *out = m;
    return RC_OK;
}

int stage_maker_is_done(const struct stage_maker *m)
{
    return atomic_load_explicit(&m->is_done, memory_order_acquire);
}

void stage_maker_stop(struct stage_maker *m)
{
    atomic_store_explicit(&m->stop, 1, memory_order_relaxed);
}

enum rc stage_maker_join(struct stage_maker *m, char message[OFFICE_MESSAGE_SIZE])
{
    (void)pthread_join(m->thread, NULL);
    enum rc rc = m->rc;
    if (rc == RC_OK) {
        demonstration_set_ready(m->options.demonstration, m->by, m->password);
    }
    snprintf(message, OFFICE_MESSAGE_SIZE, "%s", m->message);
    crypto_wipe(m, sizeof *m);
    free(m);
    return rc;
}
