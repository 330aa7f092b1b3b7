/*
 * reason.h - the domain's table of refusals: one row of reason.def each, told in Chinese and in English.
 *
 * Used as fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_CODE_TAKEN), "/code", code, NULL).
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#ifndef DOMAIN_REASON_H
#define DOMAIN_REASON_H

#include "base/fault.h"

enum reason_id {
#define REASON(name, code, zh, en)       REASON_##name,
#define REASON_QUIET(name, code, zh, en) REASON_##name, /* the log does not name it */
#include "domain/reason.def"
#undef REASON_QUIET
#undef REASON
    REASON_COUNT
};

/* Never NULL. */
const struct reason *reason(enum reason_id id);

#endif
