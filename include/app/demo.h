/*
 * demo.h - `petitiond demo`: a data folder with an invented county and its cases.
 *
 * Everything but the first administrator goes through the HTTP API of a server in this process, whose clock is moved to the
 * dates of the stories in sql/seed/demo, so the demo shows nothing that a user could not have done. County, people, phones
 * and papers are invented.
 *
 * Runs on: any thread that may wait: main, or one of app/stage.h beside a server that answers meanwhile. Owns: nothing afterwards.
 */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/office.h"

#include <stdatomic.h>
#include <stdio.h>

struct demo_options {
    const char *data;       /* must not exist yet */
    int64_t now_ms;         /* "today" of the stories; what would lie later is left out */
    FILE *out;              /* accounts and receipts; NULL: nothing is printed */
    const char *password;   /* of every account; NULL: the one of sql/seed/demo, which everybody knows */
    const char *zone;       /* of the office; NULL: Asia/Shanghai. Beside a running server: the one that holds */
    const atomic_int *stop; /* not 0: end soon, with RC_UNAVAILABLE; NULL: nobody will ask */
    /* Each account once the stories are told; NULL: nobody is told. */
    enum rc (*tell)(void *arg, const char *login, const char *name, const char *roles);
    void *arg;
};

int demo_main(int argc, char **argv);
/* RC_CONFLICT when the folder is there. `message` is a sentence that names the step and what was answered. */
RC_MUST enum rc demo_run(const struct demo_options *options, char message[OFFICE_MESSAGE_SIZE]);

#endif
