/*
 * presence_api.c - POST /cases/{id}/presence: says that one is there, and hears who else is.
 *
 * Nothing is stored, and no session is kept alive by it. Whoever does not say where they are hears of nobody.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/case.h"
#include "domain/env.h"
#include "domain/presence.h"

#include <string.h>

struct presence_in {
    const char *id, *mode;
};
struct presence_view {
    const char *name, *unit_name, *mode;
};
struct presence_out {
    struct presence_view *data;
    size_t data_count;
};

/* In the order of enum presence_mode. */
static const char *const presence_modes[] = {"away", "idle", "viewing", "writing", NULL};

FIELD_SET(presence_params, "CaseParams", struct presence_in,
          IN_MUST(struct presence_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(presence_body, "PresenceInput", struct presence_in,
          IN_ENUM(struct presence_in, mode, 1, presence_modes,
                  "What one does there; again within a minute as long as it lasts, `away` when it is over"));
FIELD_SET(presence_view_set, "Presence", struct presence_view, OUT(struct presence_view, name, FIELD_TEXT, "Who"),
          OUT_NULL(struct presence_view, unit_name, FIELD_TEXT, "Of which unit"),
          OUT(struct presence_view, mode, FIELD_TEXT, "idle, viewing or writing"));
FIELD_SET(presence_set, "PresenceList", struct presence_out,
          OUT_ROWS(struct presence_out, data, presence_view_set, "The others; nobody at a sealed case"));

static enum presence_mode presence_mode_of(const char *name)
{
    int mode = 0;
    while (presence_modes[mode + 1] != NULL && strcmp(presence_modes[mode], name) != 0) {
        mode++;
    }
    return (enum presence_mode)mode;
}

static enum rc presence_name(struct ctx *ctx, struct tx *tx, const struct presence_person *person,
                             struct presence_out *out)
{
    struct presence_get_person_out row;
    const char *id = arena_strdup(ctx->arena, person->account_id);
    enum rc rc = id != NULL ? presence_rows_get_person(tx, ctx->arena, &(struct presence_get_person_in){id}, &row)
                            : RC_TOO_LARGE;
    if (rc == RC_OK) {
        out->data[out->data_count++] = (struct presence_view){row.name, row.unit_name, presence_modes[person->mode]};
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc presence_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct presence_in *in = call->in;
    struct presence_out *out = call->out;
    const struct env *env = ctx->env;
    const char *account = ctx->actor->account_id;
    struct presence_person others[PRESENCE_AT_ONCE];
    struct case_row c;
    enum presence_mode mode = presence_mode_of(in->mode);
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc != RC_OK || c.is_sealed || env->presence == NULL) {
        return rc;
    }
    presence_say(env->presence, in->id, account, mode, ctx->now_ms);
    size_t count = mode != PRESENCE_AWAY ? presence_others(env->presence, in->id, account, ctx->now_ms, others) : 0;
    out->data = arena_array_of(ctx->arena, struct presence_view, count + 1);
    for (size_t i = 0; out->data != NULL && rc == RC_OK && i < count; i++) {
        rc = presence_name(ctx, tx, &others[i], out);
    }
    return out->data != NULL ? rc : RC_TOO_LARGE;
}

static const enum rc presence_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(presence_api_table,
               {.method = "POST",
                .path = "/api/v1/cases/{id}/presence",
                .operation = "sayPresence",
                .tag = "cases",
                .summary = "Say that one looks at a case or writes about it, and hear who else does",
                .need = PERM_CASE_READ,
                .params = &presence_params,
                .body = &presence_body,
                .reply = &presence_set,
                .in_size = sizeof(struct presence_in),
                .out_size = sizeof(struct presence_out),
                .ok = 200,
                .may = presence_may,
                .cost = 1,
                .passive = 1,
                .run = presence_post});
