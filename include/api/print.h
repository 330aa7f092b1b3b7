/*
 * print.h - what the craft step of every printing endpoint needs, and that step.
 *
 * Runs on: a craft thread. Owns: nothing; everything lies on the request's arena.
 */
#ifndef API_PRINT_H
#define API_PRINT_H

#include "base/ctx.h"
#include "domain/template.h"
#include "http/endpoint.h"

/* A member of the endpoint's input; filled by its load step. */
struct print_job {
    const char *title, *lang, *qr, *name;
    const char *mark; /* watermark of every page; NULL: none */
    int64_t made_ms;
    struct template_line *lines;
    size_t count;
};

/* A paper with names in full is a look at people's data. */
struct print_seen {
    const char *case_id, *type, *number; /* number NULL: a draft */
    int is_sealed;
};

/* What printing and showing a document of a case are asked with. */
struct print_in {
    const char *id, *did, *lang, *form;
    struct print_job job;
    struct print_seen seen;
};
extern const struct field_set print_params, print_query;
/* The load step of both: the lines of the paper, in full. */
RC_MUST enum rc print_load(struct ctx *ctx, struct tx *tx, struct call *call);

/* Puts on file that the actor prints it, before anything of it is sent: in the office's journal as party.reveal is, of a sealed case in
 * its own. Craft threads only: waits for the writer. */
RC_MUST enum rc print_journal(struct ctx *ctx, const struct print_seen *seen);
/* Who prints, and when. NULL: the arena is full. */
const char *print_mark(struct ctx *ctx);
/* Writes the mark and the lines of the job. */
void print_write(struct paper *paper, const struct print_job *job);
/* Lays the lines out and makes the PDF the answer of the call. */
RC_MUST enum rc print_make(struct ctx *ctx, struct call *call, struct print_job *job);

#endif
