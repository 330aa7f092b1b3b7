/*
 * runtime.h - the whole server as one object: folder, writer, readers, HTTP, ticker, in the order in which they may start.
 *
 * Used by `petitiond serve`, by tests and by the demo, which run it in their own process with a clock that they move, on port 0
 * and without the ticker's thread.
 *
 * Runs on: the main thread. Owns: every thread of the server. Invariant: HTTP stops before the ticker, the ticker before the
 * writer, and the readers close last.
 */
#ifndef APP_RUNTIME_H
#define APP_RUNTIME_H

#include "app/config.h"
#include "app/office.h"

struct demonstration;
struct readers;
struct runtime;
struct server_entry;
struct writer;

struct runtime_options {
    const struct config *config;
    struct clock *clock;                 /* NULL: the machine's */
    int no_ticker;                       /* rungs only fire in runtime_tick */
    struct demonstration *demonstration; /* to whom wishes for one go; NULL: none can be asked for */
};

/* On failure `message` is a sentence for the person at the terminal; RC_INVALID for a bad setting. */
RC_MUST enum rc runtime_start(const struct runtime_options *options, struct runtime **out,
                              char message[OFFICE_MESSAGE_SIZE]);
/* Answers what is under way, then stops and frees everything. */
void runtime_stop(struct runtime *rt);
/* "http://127.0.0.1:8080", with the port that was taken. Lives as long as the runtime. */
const char *runtime_url(const struct runtime *rt);
int runtime_port(const struct runtime *rt);
/* Hands one end of a pair of sockets to the server as a connection from this machine. Any thread. */
RC_MUST enum rc runtime_adopt(struct runtime *rt, int fd);
/* Fires every rung that is due by the clock; only without the ticker's thread. */
RC_MUST enum rc runtime_tick(struct runtime *rt, int *fired);
/* Signs a checkpoint when a journal grew; likewise. */
RC_MUST enum rc runtime_checkpoint(struct runtime *rt);
/* A step of the renewal of keys; likewise. `*is_more`: call again. */
RC_MUST enum rc runtime_rekey(struct runtime *rt, int *is_more);
/* Looks through the archive once a day; likewise. */
RC_MUST enum rc runtime_retention(struct runtime *rt);
/* Removes contents of files that nobody knows any more; likewise. file_check.h says which. */
RC_MUST enum rc runtime_sweep_files(struct runtime *rt, int64_t age_s, int64_t *removed);
/* For tests and the demo. */
struct office *runtime_office(struct runtime *rt);
struct writer *runtime_writer(struct runtime *rt);
struct readers *runtime_readers(struct runtime *rt);

#endif
