/*
 * rc.h - the result codes of the whole program.
 *
 * Every function that can fail returns `enum rc`; details go to the fault of the request context (base/fault.h), first
 * writer wins, callers hand the code up unchanged. The HTTP number and the titles of a code stand beside it in rc.def,
 * so that two endpoints cannot report the same trouble differently.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef BASE_RC_H
#define BASE_RC_H

enum rc {
#define RC(name, status, slug, zh, en) RC_##name,
#include "base/rc.def"
#undef RC
    RC_COUNT
};

/* A caller that drops a result code is a bug; the compiler says so. */
#define RC_MUST __attribute__((warn_unused_result))

/* HTTP status of a code; 200 for RC_OK, 500 for the internal stepping codes RC_ROW and RC_DONE. */
int rc_status(enum rc rc);
/* Machine name of a code, stable for ever: "not_found". Static storage. */
const char *rc_slug(enum rc rc);
/* Human title, Chinese when `is_zh`, else English. Static storage. */
const char *rc_title(enum rc rc, int is_zh);

#endif
