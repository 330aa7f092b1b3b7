/*
 * me_change_api.c - /me/changes: what happened to one's own password and second factor, and by whom (ASVS 2.2.3, 2.5.5).
 *
 * The journal of the office is read for its owner; the desk says so until they have looked.
 *
 * Runs on: the list on a worker, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/credential.h"
#include "store/sql_stmts.h"

#include <string.h>

enum { ME_CHANGES_MAX = 50 };

struct me_change_out {
    int64_t seq, at, is_own, is_new;
    const char *action, *actor_name;
};
struct me_changes_out {
    struct me_change_out *data;
    size_t data_count;
};

#define CHANGE_OUT(m, kind, text) OUT(struct me_change_out, m, kind, text)
FIELD_SET(me_change_set, "OwnChange", struct me_change_out,
          CHANGE_OUT(seq, FIELD_INT, "Its number in the journal of the office"), CHANGE_OUT(at, FIELD_STAMP, "When"),
          CHANGE_OUT(action, FIELD_TEXT, "Such as account.password, account.reset or factor.drop"),
          CHANGE_OUT(is_own, FIELD_BOOL, "Done by this account itself"),
          OUT_NULL(struct me_change_out, actor_name, FIELD_TEXT,
                   "Who did it; null: nobody was signed in, or the machine"),
          CHANGE_OUT(is_new, FIELD_BOOL, "Not looked at yet"));
FIELD_SET(me_changes_set, "OwnChangeList", struct me_changes_out,
          OUT_ROWS(struct me_changes_out, data, me_change_set, "Newest first, 50 at most"));

static enum rc me_list_changes(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct me_changes_out *out = call->out;
    struct credential_list_out *rows;
    const char *own = ctx->actor->account_id;
    enum rc rc = credential_rows_list(tx, ctx->arena, &(struct credential_list_in){own, ME_CHANGES_MAX}, &rows,
                                      &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct me_change_out, out->data_count) : NULL;
    if (out->data == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < out->data_count; i++) {
        out->data[i] = (struct me_change_out){.seq = rows[i].seq,
                                              .at = rows[i].at_ms,
                                              .action = rows[i].action,
                                              .actor_name = rows[i].actor_name,
                                              .is_own = strcmp(rows[i].actor_id, own) == 0,
                                              .is_new = rows[i].is_new};
    }
    return RC_OK;
}

/* PUT /me/changes/seen */
struct me_seen_in {
    int64_t seq;
};
FIELD_SET(me_seen_set, "OwnChangesSeen", struct me_seen_in,
          IN_MUST(struct me_seen_in, seq, FIELD_INT, 1, INT64_MAX, "Number of the newest change that was looked at"));

static enum rc me_mark_seen(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct me_seen_in *in = call->in;
    return credential_mark_seen(ctx, tx, in->seq);
}

static const enum rc me_seen_may[] = {RC_FORBIDDEN, RC_OK};

ENDPOINT_TABLE(me_change_api_table,
               {.method = "GET",
                .path = "/api/v1/me/changes",
                .operation = "listOwnChanges",
                .tag = "me",
                .summary = "What happened to the own password and second factor",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &me_changes_set,
                .out_size = sizeof(struct me_changes_out),
                .ok = 200,
                .cost = 1,
                .unfinished = 1,
                .run = me_list_changes},
               {.method = "PUT",
                .path = "/api/v1/me/changes/seen",
                .operation = "markOwnChangesSeen",
                .tag = "me",
                .summary = "Those up to a number were looked at",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &me_seen_set,
                .in_size = sizeof(struct me_seen_in),
                .ok = 204,
                .may = me_seen_may,
                .body_max = 256,
                .cost = 1,
                .unfinished = 1,
                .run = me_mark_seen});
