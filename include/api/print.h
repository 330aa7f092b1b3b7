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
    int64_t made_ms;
    struct template_line *lines;
    size_t count;
};

/* Lays the lines out and makes the PDF the answer of the call. */
RC_MUST enum rc print_make(struct ctx *ctx, struct call *call, struct print_job *job);

#endif
