/*
 * me_absence_api.c - who stands in for oneself, and for whom one stands in.
 *
 * Runs on: reads on a worker, the rest on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/perm.h"
#include "domain/substitution.h"

#include <string.h>

struct absence_out {
    const char *id, *account_id, *account_name, *substitute_id, *substitute_name, *valid_from, *valid_to;
    int64_t is_mine;
};
struct absence_colleague_out {
    const char *id, *name;
};
struct absence_list_out {
    struct absence_out *data;
    size_t data_count;
    struct absence_colleague_out *colleagues;
    size_t colleagues_count;
};

#define ABSENCE_OUT(m, kind, text) OUT(struct absence_out, m, kind, text)
FIELD_SET(absence_set, "Substitution", struct absence_out, ABSENCE_OUT(id, FIELD_ID, "Id"),
          ABSENCE_OUT(account_id, FIELD_ID, "Who is absent"), ABSENCE_OUT(account_name, FIELD_TEXT, "Their name"),
          ABSENCE_OUT(substitute_id, FIELD_ID, "Who stands in"), ABSENCE_OUT(substitute_name, FIELD_TEXT, "Their name"),
          ABSENCE_OUT(valid_from, FIELD_DATE, "First day"), ABSENCE_OUT(valid_to, FIELD_DATE, "Last day"),
          ABSENCE_OUT(is_mine, FIELD_BOOL, "Named by the one who asks"));
FIELD_SET(absence_colleague_set, "Colleague", struct absence_colleague_out,
          OUT(struct absence_colleague_out, id, FIELD_ID, "Account"),
          OUT(struct absence_colleague_out, name, FIELD_TEXT, "Name"));
FIELD_SET(absence_list_set, "SubstitutionList", struct absence_list_out,
          OUT_ROWS(struct absence_list_out, data, absence_set, "That go on or are to come"),
          OUT_ROWS(struct absence_list_out, colleagues, absence_colleague_set, "Who may stand in for oneself"));

static void absence_fill(struct ctx *ctx, const struct substitution_row *s, struct absence_out *out)
{
    *out = (struct absence_out){.id = s->id,
                                .account_id = s->account_id,
                                .account_name = s->account_name,
                                .substitute_id = s->substitute_id,
                                .substitute_name = s->substitute_name,
                                .valid_from = api_day_text(ctx, s->valid_from),
                                .valid_to = api_day_text(ctx, s->valid_to),
                                .is_mine = strcmp(s->account_id, ctx->actor->account_id) == 0};
}

static enum rc absence_colleagues(struct ctx *ctx, struct tx *tx, struct absence_list_out *out)
{
    struct substitution_list_colleagues_out *rows;
    size_t n;
    enum rc rc = substitution_rows_list_colleagues(
        tx, ctx->arena, &(struct substitution_list_colleagues_in){ctx->actor->account_id}, &rows, &n);
    out->colleagues = rc == RC_OK ? arena_array_of(ctx->arena, struct absence_colleague_out, n) : NULL;
    if (out->colleagues == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        out->colleagues[i] = (struct absence_colleague_out){rows[i].id, rows[i].name};
    }
    out->colleagues_count = n;
    return RC_OK;
}

static enum rc absence_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct absence_list_out *out = call->out;
    struct substitution_row *rows;
    size_t n;
    enum rc rc = substitution_rows_list_of_account(
        tx, ctx->arena, &(struct substitution_list_of_account_in){ctx->actor->account_id, clock_day_of(ctx->now_ms)},
        &rows, &n);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct absence_out, n) : NULL;
    if (out->data == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        absence_fill(ctx, &rows[i], &out->data[i]);
    }
    out->data_count = n;
    return absence_colleagues(ctx, tx, out);
}

struct absence_in {
    const char *substitute_id, *valid_from, *valid_to;
};
FIELD_SET(absence_new_set, "SubstitutionNew", struct absence_in,
          IN_MUST(struct absence_in, substitute_id, FIELD_ID, 0, 0, "A colleague of the same unit"),
          IN_MUST(struct absence_in, valid_from, FIELD_DATE, 0, 0, "First day"),
          IN_MUST(struct absence_in, valid_to, FIELD_DATE, 0, 0, "Last day"));

static enum rc absence_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct absence_in *in = call->in;
    struct substitution_row row;
    enum rc rc = substitution_add(
        ctx, tx, &(struct substitution_new){in->substitute_id, api_day(in->valid_from), api_day(in->valid_to)}, &row);
    if (rc == RC_OK) {
        absence_fill(ctx, &row, call->out);
    }
    return rc;
}

struct absence_id_in {
    const char *id;
};
FIELD_SET(absence_id_set, "SubstitutionId", struct absence_id_in,
          IN_MUST(struct absence_id_in, id, FIELD_ID, 0, 0, "Substitution"));

static enum rc absence_end(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct absence_id_in *in = call->in;
    return substitution_end(ctx, tx, in->id);
}

static const enum rc absence_may[] = {RC_NOT_FOUND, RC_CONFLICT, RC_INVALID, RC_FORBIDDEN, RC_OK};

ENDPOINT_TABLE(me_absence_api_table,
               {.method = "GET",
                .path = "/api/v1/me/substitutions",
                .operation = "listSubstitutions",
                .tag = "me",
                .summary = "Who stands in for oneself, and for whom one stands in",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &absence_list_set,
                .out_size = sizeof(struct absence_list_out),
                .ok = 200,
                .cost = 1,
                .run = absence_list},
               {.method = "POST",
                .path = "/api/v1/me/substitutions",
                .operation = "createSubstitution",
                .tag = "me",
                .summary = "Name a colleague who acts with one's own roles while one is absent",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .body = &absence_new_set,
                .reply = &absence_set,
                .in_size = sizeof(struct absence_in),
                .out_size = sizeof(struct absence_out),
                .ok = 201,
                .may = absence_may,
                .cost = 1,
                .fresh = 1,
                .run = absence_add},
               {.method = "DELETE",
                .path = "/api/v1/me/substitutions/{id}",
                .operation = "endSubstitution",
                .tag = "me",
                .summary = "End a substitution that one named",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .params = &absence_id_set,
                .in_size = sizeof(struct absence_id_in),
                .ok = 204,
                .may = absence_may,
                .cost = 1,
                .run = absence_end});
