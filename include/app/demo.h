/*
 * demo.h - `petitiond demo`: a data folder with an invented county and its cases.
 *
 * Everything but the first administrator goes through the HTTP API of a server in this process, whose clock is moved to the
 * dates of the stories in sql/seed/demo, so the demo shows nothing that a user could not have done. County, people, phones
 * and papers are invented.
 *
 * Runs on: the main thread, before any server of its own. Owns: nothing afterwards.
 */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/office.h"

#include <stdio.h>

struct demo_options {
    const char *data; /* must not exist yet */
    int64_t now_ms;   /* "today" of the stories; what would lie later is left out */
    FILE *out;        /* accounts and receipts; NULL: nothing is printed */
};

int demo_main(int argc, char **argv);
/* RC_CONFLICT when the folder is there. `message` is a sentence that names the step and what was answered. */
RC_MUST enum rc demo_run(const struct demo_options *options, char message[OFFICE_MESSAGE_SIZE]);

#endif
