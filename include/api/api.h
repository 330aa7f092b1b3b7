/*
 * api.h - the array of endpoint tables, and the hooks by which http asks who acts and wraps every write.
 *
 * Runs on: see each function. Owns: nothing; a worker's cache belongs to http.
 */
#ifndef API_API_H
#define API_API_H

#include "base/ctx.h"
#include "http/endpoint.h"
#include "http/server.h"

struct tx;

/* Every endpoint there is; NULL-terminated. */
extern const struct endpoint_table *const api_tables[];

/* The three hooks, with the size of the worker's slot; ready for server_options. */
struct server_hooks api_hooks(void);

/* Worker. Sets ctx->actor and ctx->reference. What it found is kept in the worker's slot by credential: while nothing was
 * committed it costs no statement, afterwards one point read (see domain/actor.h), and times are checked at every call. */
RC_MUST enum rc api_authenticate(struct ctx *ctx, struct tx *tx, const struct server_credentials *c,
                                 uint64_t generation, void *cache);
/* Worker. 401 for nobody, 403 without the row's permission, or without a fresh proof where the row wants one. */
RC_MUST enum rc api_permit(struct ctx *ctx, const struct endpoint *ep);
/* Writer. The endpoint's run, or the stored reply of the same request. With a key, refusals are stored too. */
RC_MUST enum rc api_run_write(struct ctx *ctx, struct tx *tx, struct call *call);

/* "case.read" of a row's `need`; NULL for public and signed-in. Any thread. */
const char *api_permission_name(int need);

/* Day of a FIELD_DATE text that the codec has checked; SQL_NULL for NULL. */
int64_t api_day(const char *text);
/* "YYYY-MM-DD" on the arena; NULL for SQL_NULL. */
const char *api_day_text(struct ctx *ctx, int64_t day);
/* Pattern for LIKE ... ESCAPE '\' that finds `q` anywhere; NULL for NULL. */
const char *api_like(struct ctx *ctx, const char *q);
/* Splits a text at its spaces, on the arena; RC_TOO_LARGE when that is full. */
RC_MUST enum rc api_words(struct ctx *ctx, const char *text, const char ***out, size_t *count);
/* Refuses null for a member that came but may not be empty. */
RC_MUST enum rc api_require(struct ctx *ctx, uint64_t present, int bit, const void *value, const char *pointer);

#endif
