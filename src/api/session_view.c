/*
 * session_view.c - a session as it is shown.
 *
 * Runs on: see session_view.h. Owns: nothing.
 */
#include "api/session_view.h"

#include "api/fields.h"
#include "domain/session.h"

#define ACCOUNT_OUT(m, kind, text)      OUT(struct session_account_out, m, kind, text)
#define ACCOUNT_OUT_NULL(m, kind, text) OUT_NULL(struct session_account_out, m, kind, text)
FIELD_SET(session_account_set, "SessionAccount", struct session_account_out, ACCOUNT_OUT(id, FIELD_ID, "Id"),
          ACCOUNT_OUT(login, FIELD_TEXT, "Login"), ACCOUNT_OUT(name, FIELD_TEXT, "Name"),
          ACCOUNT_OUT(locale, FIELD_TEXT, "Language"), ACCOUNT_OUT_NULL(unit_id, FIELD_ID, "Home unit"));

#define GRANT_OUT(m, kind, text) OUT(struct session_grant_out, m, kind, text)
FIELD_SET(session_grant_set, "SessionGrant", struct session_grant_out, GRANT_OUT(id, FIELD_ID, "Id"),
          GRANT_OUT(role, FIELD_TEXT, "Key of the role"), GRANT_OUT(role_title_zh, FIELD_TEXT, "Role in Chinese"),
          GRANT_OUT(role_title_en, FIELD_TEXT, "Role in English"), GRANT_OUT(unit_id, FIELD_ID, "Unit"),
          GRANT_OUT(unit_name, FIELD_TEXT, "Its name"), GRANT_OUT(scope, FIELD_TEXT, "own, unit, subtree or all"),
          OUT_NULL(struct session_grant_out, for_name, FIELD_TEXT, "The absent colleague that it is held for"));

FIELD_SET_SHARED(session_view_set, "Session", struct session_view_out,
                 OUT(struct session_view_out, csrf, FIELD_TEXT,
                     "Goes into X-CSRF of every unsafe request; empty with a token"),
                 OUT_NULL(struct session_view_out, expires_at, FIELD_STAMP, "End in any case; null with a token"),
                 OUT_PART(struct session_view_out, account, session_account_set, "Who is signed in"),
                 OUT_ROWS(struct session_view_out, grants, session_grant_set, "Roles in force today"),
                 OUT_TEXTS(struct session_view_out, permissions, "What they allow"),
                 OUT(struct session_view_out, unread_notices, FIELD_INT, "Notices that were not read yet"),
                 OUT(struct session_view_out, new_changes, FIELD_INT,
                     "Changes to one's own password and second factor that were not looked at yet (/me/changes)"),
                 OUT(struct session_view_out, must_enrol, FIELD_BOOL,
                     "A role needs a second factor; until it is set up nothing else is allowed"));

enum rc session_view_fill(struct ctx *ctx, struct tx *tx, const struct actor *actor, struct session_view_out *out)
{
    struct session_view view;
    enum rc rc = session_describe(ctx, tx, actor, &view);
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct session_view_out){
        .csrf = view.csrf,
        .expires_at = view.ends_ms,
        .account = {actor->account_id, actor->login, actor->name, actor->locale, actor->unit_id},
        .permissions = view.permissions,
        .permissions_count = view.permission_count,
        .unread_notices = view.unread,
        .new_changes = view.new_changes,
        .must_enrol = actor->must_enrol,
    };
    out->grants = arena_array_of(ctx->arena, struct session_grant_out, view.grant_count);
    if (out->grants == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < view.grant_count; i++) {
        const struct grant_row *g = &view.grants[i];
        out->grants[i] = (struct session_grant_out){g->id,      g->role,      g->role_zh, g->role_en,
                                                    g->unit_id, g->unit_name, g->scope,   g->for_name};
    }
    out->grants_count = view.grant_count;
    return RC_OK;
}
