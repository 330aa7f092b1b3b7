/*
 * confirmation_api.c - /confirmations: acts on guarded accounts that a second person confirms.
 *
 * Runs on: reading on a worker, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/confirmation.h"
#include "domain/perm.h"

#include <string.h>

#define CONFIRMATION_LIST_MS (INT64_C(90) * 24 * 3600 * 1000)

enum { CONFIRMATION_LIST_MAX = 200 };

static const char *const confirmation_kinds[] = {"grant", "revocation", "reset_code", "second_factor", NULL};
static const char *const confirmation_scopes[] = {"own", "unit", "subtree", "all", NULL};

struct confirmation_out {
    const char *id, *kind, *state, *account_id, *account_name, *role, *role_title_zh, *role_title_en, *unit_id,
        *unit_name, *scope;
    const char *valid_from, *valid_to, *reason, *asked_by, *asked_by_name;
    int64_t asked_at, ends_at;
    const char *decided_by_name;
    int64_t decided_at, is_own;
    const char *code;
};

#define CONFIRMATION_OUT(m, kind, text)      OUT(struct confirmation_out, m, kind, text)
#define CONFIRMATION_OUT_NULL(m, kind, text) OUT_NULL(struct confirmation_out, m, kind, text)
FIELD_SET(
    confirmation_out_set, "Confirmation", struct confirmation_out, CONFIRMATION_OUT(id, FIELD_ID, "Id"),
    CONFIRMATION_OUT(kind, FIELD_TEXT, "grant, revocation, reset_code, second_factor"),
    CONFIRMATION_OUT(state, FIELD_TEXT, "open, confirmed, refused or over"),
    CONFIRMATION_OUT(account_id, FIELD_ID, "Whose account"), CONFIRMATION_OUT(account_name, FIELD_TEXT, "Its name"),
    CONFIRMATION_OUT_NULL(role, FIELD_TEXT, "Role"),
    CONFIRMATION_OUT_NULL(role_title_zh, FIELD_TEXT, "Its title in Chinese"),
    CONFIRMATION_OUT_NULL(role_title_en, FIELD_TEXT, "Its title in English"),
    CONFIRMATION_OUT_NULL(unit_id, FIELD_ID, "Where it is held"),
    CONFIRMATION_OUT_NULL(unit_name, FIELD_TEXT, "Name of the unit"),
    CONFIRMATION_OUT_NULL(scope, FIELD_TEXT, "own, unit, subtree, all"),
    CONFIRMATION_OUT_NULL(valid_from, FIELD_DATE, "First day"), CONFIRMATION_OUT_NULL(valid_to, FIELD_DATE, "Last day"),
    CONFIRMATION_OUT(reason, FIELD_TEXT, "Why, or how they know that it is them"),
    CONFIRMATION_OUT(asked_by, FIELD_ID, "Who asks"), CONFIRMATION_OUT(asked_by_name, FIELD_TEXT, "Their name"),
    CONFIRMATION_OUT(asked_at, FIELD_STAMP, "When"), CONFIRMATION_OUT(ends_at, FIELD_STAMP, "Until when"),
    CONFIRMATION_OUT_NULL(decided_by_name, FIELD_TEXT, "Who decided; null also: at the machine"),
    CONFIRMATION_OUT_NULL(decided_at, FIELD_STAMP, "When"),
    CONFIRMATION_OUT(is_own, FIELD_BOOL, "Asked for by oneself, or about oneself: for somebody else to confirm"),
    CONFIRMATION_OUT_NULL(code, FIELD_TEXT,
                          "One half of a code for a new password, right after asking or confirming; shown this once"));

static void confirmation_api_fill(struct ctx *ctx, const struct confirmation_row *c, const char *code,
                                  struct confirmation_out *out)
{
    int is_over = strcmp(c->state, "open") == 0 && c->ends_ms <= ctx->now_ms;
    const char *me = ctx->actor->account_id;
    *out = (struct confirmation_out){.id = c->id,
                                     .kind = c->kind,
                                     .state = is_over ? "over" : c->state,
                                     .account_id = c->account_id,
                                     .account_name = c->account_name,
                                     .role = c->role,
                                     .role_title_zh = c->role_zh,
                                     .role_title_en = c->role_en,
                                     .unit_id = c->unit_id,
                                     .unit_name = c->unit_name,
                                     .scope = c->scope,
                                     .valid_from = api_day_text(ctx, c->valid_from),
                                     .valid_to = api_day_text(ctx, c->valid_to),
                                     .reason = c->reason,
                                     .asked_by = c->asked_by,
                                     .asked_by_name = c->asked_name,
                                     .asked_at = c->asked_ms,
                                     .ends_at = c->ends_ms,
                                     .decided_by_name = c->decided_name,
                                     .decided_at = c->decided_ms,
                                     .is_own = strcmp(me, c->asked_by) == 0 || strcmp(me, c->account_id) == 0,
                                     .code = code};
}

/* GET /confirmations */
struct confirmation_list_out {
    struct confirmation_out *data;
    size_t data_count;
};
FIELD_SET(confirmation_list_set, "ConfirmationList", struct confirmation_list_out,
          OUT_ROWS(struct confirmation_list_out, data, confirmation_out_set, "Of the last 90 days, newest first"));

static enum rc confirmation_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct confirmation_list_out *out = call->out;
    struct confirmation_row *rows;
    size_t n;
    unsigned mask = perm_has(ctx->actor, PERM_ACCOUNT_CONFIRM) ? 0 : CONFIRMATION_LIST_ASKED;
    enum rc rc = confirmation_rows_list(tx, ctx->arena, mask,
                                        &(struct confirmation_list_in){ctx->now_ms - CONFIRMATION_LIST_MS,
                                                                       ctx->actor->account_id, CONFIRMATION_LIST_MAX},
                                        &rows, &n);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct confirmation_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        confirmation_api_fill(ctx, &rows[i], NULL, &out->data[i]);
    }
    out->data_count = n;
    return RC_OK;
}

/* POST /confirmations */
struct confirmation_new_in {
    const char *kind, *account_id, *role, *unit_id, *scope, *valid_from, *valid_to, *grant_id, *reason;
};
FIELD_SET(confirmation_new_set, "ConfirmationNew", struct confirmation_new_in,
          IN_ENUM(struct confirmation_new_in, kind, 1, confirmation_kinds, "What is to be done"),
          IN(struct confirmation_new_in, account_id, FIELD_ID, 0, 0, "Whose account; not for a revocation"),
          IN(struct confirmation_new_in, role, FIELD_TEXT, 1, 40, "Of a grant: the role"),
          IN(struct confirmation_new_in, unit_id, FIELD_ID, 0, 0, "Of a grant: where it is held"),
          IN_ENUM(struct confirmation_new_in, scope, 0, confirmation_scopes, "Of a grant"),
          IN(struct confirmation_new_in, valid_from, FIELD_DATE, 0, 0, "Of a grant: first day"),
          IN(struct confirmation_new_in, valid_to, FIELD_DATE, 0, 0, "Of a grant: last day"),
          IN(struct confirmation_new_in, grant_id, FIELD_ID, 0, 0, "Of a revocation: the grant"),
          IN_MUST(struct confirmation_new_in, reason, FIELD_TEXT, 2, 200,
                  "Why, or how you know that it is them; kept on file"));

static enum rc confirmation_api_ask(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct confirmation_new_in *in = call->in;
    struct confirmation_row row;
    const char *code;
    enum rc rc = confirmation_ask(ctx, tx,
                                  &(struct confirmation_new){.kind = in->kind,
                                                             .account_id = in->account_id,
                                                             .role = in->role,
                                                             .unit_id = in->unit_id,
                                                             .scope = in->scope,
                                                             .valid_from = api_day(in->valid_from),
                                                             .valid_to = api_day(in->valid_to),
                                                             .grant_id = in->grant_id,
                                                             .reason = in->reason},
                                  &row, &code);
    if (rc == RC_OK) {
        confirmation_api_fill(ctx, &row, code, call->out);
    }
    return rc;
}

/* POST /confirmations/{id}/confirm and /refuse */
struct confirmation_id_in {
    const char *id, *note;
};
FIELD_SET(confirmation_id_set, "ConfirmationId", struct confirmation_id_in,
          IN_MUST(struct confirmation_id_in, id, FIELD_ID, 0, 0, "Confirmation"));
FIELD_SET(confirmation_note_set, "ConfirmationDecision", struct confirmation_id_in,
          IN(struct confirmation_id_in, note, FIELD_TEXT, 1, 200, "A remark; kept on file"));

static enum rc confirmation_api_confirm(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct confirmation_id_in *in = call->in;
    struct confirmation_row row;
    const char *code;
    enum rc rc = confirmation_confirm(ctx, tx, in->id, in->note, &row, &code);
    if (rc == RC_OK) {
        confirmation_api_fill(ctx, &row, code, call->out);
    }
    return rc;
}

static enum rc confirmation_api_refuse(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct confirmation_id_in *in = call->in;
    struct confirmation_row row;
    enum rc rc = confirmation_refuse(ctx, tx, in->id, in->note, &row);
    if (rc == RC_OK) {
        confirmation_api_fill(ctx, &row, NULL, call->out);
    }
    return rc;
}

static const enum rc confirmation_may[] = {RC_NOT_FOUND, RC_FORBIDDEN, RC_REFUSED, RC_CONFLICT, RC_INVALID, RC_OK};

ENDPOINT_TABLE(confirmation_api_table,
               {.method = "GET",
                .path = "/api/v1/confirmations",
                .operation = "listConfirmations",
                .tag = "accounts",
                .summary = "What wants a second person: all of it for who confirms, one's own for others",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &confirmation_list_set,
                .out_size = sizeof(struct confirmation_list_out),
                .ok = 200,
                .cost = 1,
                .run = confirmation_api_list},
               {.method = "POST",
                .path = "/api/v1/confirmations",
                .operation = "askConfirmation",
                .tag = "accounts",
                .summary = "Ask for an act on a guarded role or account",
                .need = PERM_ACCOUNT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &confirmation_new_set,
                .reply = &confirmation_out_set,
                .in_size = sizeof(struct confirmation_new_in),
                .out_size = sizeof(struct confirmation_out),
                .ok = 201,
                .may = confirmation_may,
                .cost = 10,
                .fresh = 1,
                .run = confirmation_api_ask},
               {.method = "POST",
                .path = "/api/v1/confirmations/{id}/confirm",
                .operation = "confirmConfirmation",
                .tag = "accounts",
                .summary = "Confirm it as the second person; it happens now",
                .need = PERM_ACCOUNT_CONFIRM,
                .mode = ENDPOINT_WRITE,
                .params = &confirmation_id_set,
                .body = &confirmation_note_set,
                .reply = &confirmation_out_set,
                .in_size = sizeof(struct confirmation_id_in),
                .out_size = sizeof(struct confirmation_out),
                .ok = 200,
                .may = confirmation_may,
                .cost = 10,
                .fresh = 1,
                .run = confirmation_api_confirm},
               {.method = "POST",
                .path = "/api/v1/confirmations/{id}/refuse",
                .operation = "refuseConfirmation",
                .tag = "accounts",
                .summary = "Say no, or take back what one asked for",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .params = &confirmation_id_set,
                .body = &confirmation_note_set,
                .reply = &confirmation_out_set,
                .in_size = sizeof(struct confirmation_id_in),
                .out_size = sizeof(struct confirmation_out),
                .ok = 200,
                .may = confirmation_may,
                .cost = 10,
                .run = confirmation_api_refuse});
