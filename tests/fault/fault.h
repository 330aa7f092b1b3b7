/*
 * fault.h - the parts of the loop that kills the server: what was asked (book), who asks (crowd), what must hold (check).
 *
 * Runs on: the main thread, except where a function says otherwise. Owns: see each part.
 */
#ifndef FAULT_FAULT_H
#define FAULT_FAULT_H

#include "support/bureau.h"
#include "support/wire.h"

#include <stdint.h>
#include <stdio.h>

/* The book ------------------------------------------------------------------------------------------------------------ */

enum op_kind { OP_REGISTER, OP_JOIN, OP_EVENT, OP_CONTACT };
enum op_fate {
    OP_UNKNOWN, /* no answer: to be asked again with the same key */
    OP_DONE,    /* acknowledged */
    OP_REFUSED  /* answered with an error: it must have no effect */
};

enum { OP_KEY_SIZE = 32, OP_NUMBER_SIZE = 40 };

/* One request that may change something, and what became of it. */
struct op {
    struct op *next;
    char key[OP_KEY_SIZE];
    enum op_kind kind;
    enum bureau_desk desk;
    enum op_fate fate;
    char *path, *body;
    int64_t if_match; /* -1: none */
    const char *event;
    int persons, demands;
    /* of the answer */
    int status;
    int64_t etag;
    char location[160];
    char *reply;
    size_t reply_size;
    char case_id[BUREAU_ID_SIZE], submission_id[BUREAU_ID_SIZE], number[OP_NUMBER_SIZE];
    int64_t version;
};

struct tally {
    long acknowledged, refused, repeats, unknown, unknown_done, not_sent;
};

/* Everything that was asked on one folder. A page belongs to one client; the log is shared and locked. */
struct book {
    FILE *log;
    struct op *first; /* newest first */
    size_t count;
    struct tally tally;
    int wrong; /* answers that contradict the promises; told on stderr */
};

struct op *book_open(struct book *b, enum op_kind kind, enum bureau_desk desk, const char *key);
/* One line: at, key, desk, kind, hash of the request, what. */
void book_note(struct book *b, const struct op *op, const char *what);
/* Writes down an answer, and what the client learns by it. */
void book_answer(struct book *b, struct op *op, const struct wire_reply *r);
/* A later answer to the same key must be the first one, byte for byte. */
void book_compare(struct book *b, const struct op *op, const struct wire_reply *r);
void book_wrong(struct book *b, const struct op *op, const char *what, int status);
void book_free(struct book *b);

/* The crowd ----------------------------------------------------------------------------------------------------------- */

struct crowd;

/* `clients` connections with a page each; lives as long as one folder. */
struct crowd *crowd_new(const struct bureau *bureau, int clients, uint64_t seed, FILE *log);
void crowd_free(struct crowd *c);
/* Everybody writes until crowd_halt, or until the server is gone. */
void crowd_work(struct crowd *c, int port);
/* Waits for all; call it after the server was killed. */
void crowd_halt(struct crowd *c);
/* Asks every unknown key again, and a sample of the answered ones; waits for all. */
void crowd_settle(struct crowd *c, int port);
struct book *crowd_book(struct crowd *c, int client);
int crowd_size(const struct crowd *c);
struct tally crowd_tally(struct crowd *c, int *wrong);

/* The checks ---------------------------------------------------------------------------------------------------------- */

/* Statements of checks.sql and controls.sql by name. */
struct script {
    char *text;
    struct {
        const char *name, *sql;
    } part[64];
    int count;
};
void script_read(struct script *s, const char *file);
void script_free(struct script *s);

/* Violations found in a folder on which no server runs, the chain's included. Each is told on `out` (NULL: silently). */
int check_folder(const struct script *checks, const char *data, struct crowd *crowd, FILE *out);
/* Plants every fault of controls.sql in a copy of the folder, one at a time; how many went unseen. */
int check_controls(const struct script *checks, const struct script *controls, const char *data, struct crowd *crowd);
/* Rungs that are due and have not fired; -1 when the database is locked. The server may run. */
int check_due_rungs(const char *data, int64_t now_ms);

/* Small things -------------------------------------------------------------------------------------------------------- */

uint64_t chance_next(uint64_t *state);
/* 0..below-1 */
int chance_below(uint64_t *state, int below);
int64_t now_wall_ms(void);
int64_t now_steady_ms(void);

#endif
