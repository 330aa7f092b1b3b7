/*
 * stage_maker.h - the thread that makes a demonstration while the real office goes on answering.
 *
 * Runs on: the main thread; the work on a thread of its own. Owns: that thread, and the password until it is told.
 */
#ifndef APP_STAGE_MAKER_H
#define APP_STAGE_MAKER_H

#include "app/office.h"

struct stage_maker;

struct stage_maker_options {
    const char *path; /* the folder to make; outlives the maker */
    const char *by;   /* the account that asked, which will be told */
    int64_t now_ms;
    struct demonstration *demonstration; /* hears of the accounts as they are there */
    void (*done)(void *arg);             /* on the maker's thread, as its last act */
    void *arg;
};

RC_MUST enum rc stage_maker_start(const struct stage_maker_options *options, struct stage_maker **out);
/* Has it called done()? */
int stage_maker_is_done(const struct stage_maker *m);
/* Asks it to end early; it is done soon after. */
void stage_maker_stop(struct stage_maker *m);
/* Waits for its end and frees it. On RC_OK the demonstration is told that it is ready; else `message` says why not. */
RC_MUST enum rc stage_maker_join(struct stage_maker *m, char message[OFFICE_MESSAGE_SIZE]);

#endif
