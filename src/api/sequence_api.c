/*
 * sequence_api.c - /sequences: where number series stand, for offices that go on from an earlier register.
 *
 * Runs on: the writer. Owns: nothing. Invariant: a series only ever goes forward, so no number is given twice.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"

struct sequence_in {
    const char *name;
    int64_t last;
};
struct sequence_view {
    const char *name;
    int64_t last;
};

FIELD_SET(sequence_params, "SequenceParams", struct sequence_in,
          {.name = "name",
           .type = FIELD_TEXT,
           .offset = offsetof(struct sequence_in, name),
           .is_required = 1,
           .min = 3,
           .max = 80,
           .doc = "Series, such as case:999901-2026-W"});
FIELD_SET(sequence_body, "SequenceRequest", struct sequence_in,
          IN_MUST(struct sequence_in, last, FIELD_INT, 0, 999999, "Last number that was used elsewhere"));
FIELD_SET(sequence_set, "Sequence", struct sequence_view, OUT(struct sequence_view, name, FIELD_TEXT, "Series"),
          OUT(struct sequence_view, last, FIELD_INT, "Last number used"));

static enum rc sequence_forward(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct sequence_in *in = call->in;
    struct sequence_view *out = call->out;
    struct sequence_forward_out row;
    enum rc rc = sequence_rows_forward(tx, ctx->arena, &(struct sequence_forward_in){in->name, in->last}, &row);
    if (rc == RC_OK && row.last > in->last) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SEQUENCE_BACK), "/last",
                         arena_printf(ctx->arena, "%lld", (long long)row.last), NULL);
    }
    *out = (struct sequence_view){in->name, in->last};
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add_int(&changes, "last", SQL_NULL, in->last);
    return rc == RC_OK ? office_journal_append(ctx, tx, "sequence.forward", in->name, &changes) : rc;
}

static const enum rc sequence_may[] = {RC_REFUSED, RC_OK};

ENDPOINT_TABLE(sequence_api_table, {.method = "PUT",
                                    .path = "/api/v1/sequences/{name}",
                                    .operation = "forwardSequence",
                                    .tag = "administration",
                                    .summary = "Lets a series of numbers go on from an earlier register",
                                    .need = PERM_DICTIONARY_MANAGE,
                                    .mode = ENDPOINT_WRITE,
                                    .params = &sequence_params,
                                    .body = &sequence_body,
                                    .reply = &sequence_set,
                                    .in_size = sizeof(struct sequence_in),
                                    .out_size = sizeof(struct sequence_view),
                                    .ok = 200,
                                    .may = sequence_may,
                                    .cost = 2,
                                    .run = sequence_forward});
