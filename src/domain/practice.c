/*
 * practice.c - publishes templates of local practice.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/practice.h"

#include "base/buf.h"
#include "domain/office_journal.h"
#include "domain/reason.h"

#include <string.h>

/* What is stored: the template without its number, which the row has. */
static const char *practice_text(struct ctx *ctx, const struct value *template)
{
    struct buf text;
    struct value bare = *template;
    bare.names = arena_array_of(ctx->arena, const char *, template->count + 1);
    bare.items = arena_array_of(ctx->arena, struct value, template->count + 1);
    bare.count = 0;
    for (size_t i = 0; bare.names != NULL && bare.items != NULL && i < template->count; i++) {
        if (strcmp(template->names[i], "version") != 0) {
            bare.names[bare.count] = template->names[i];
            bare.items[bare.count++] = template->items[i];
        }
    }
    buf_init(&text, ctx->arena);
    value_put_json(&text, &bare);
    return bare.items != NULL && bare.names != NULL ? buf_cstr(&text) : NULL;
}

static enum rc practice_add(struct ctx *ctx, struct tx *tx, const struct practice_head *head, const char *text,
                            const char *note, struct practice_row *out)
{
    struct practice_last_version_out last = {0};
    enum rc rc = practice_rows_last_version(tx, ctx->arena, &(struct practice_last_version_in){head->key}, &last);
    if (rc == RC_OK) {
        rc = practice_rows_retire(tx, &(struct practice_retire_in){head->key});
    }
    if (rc == RC_OK) {
        rc = practice_rows_add(tx, &(struct practice_add_in){head->key, last.version + 1, head->title_zh,
                                                             head->title_en, text, ctx->now_ms});
    }
    if (rc == RC_OK) {
        rc = practice_rows_get(tx, ctx->arena, &(struct practice_get_in){head->key, last.version + 1}, out);
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add_int(&changes, "version", last.version > 0 ? last.version : SQL_NULL, out->version);
    changes_add(&changes, "note", NULL, note);
    changes_touch(&changes, "practice", head->key);
    return office_journal_append(ctx, tx, "practice.publish", head->key, &changes);
}

enum rc practice_publish(struct ctx *ctx, struct tx *tx, const struct value *template, const char *note,
                         struct practice_row *out)
{
    struct practice_head head;
    struct practice_row now;
    struct practice_count_out all = {0};
    enum rc rc = practice_check(ctx, template, &head);
    const char *text = rc == RC_OK ? practice_text(ctx, template) : NULL;
    if (text == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    rc = practice_rows_count(tx, ctx->arena, &all);
    if (rc == RC_OK && all.total >= PRACTICE_VERSIONS_MAX) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_PRACTICE_FULL), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = practice_rows_get_current(tx, ctx->arena, &(struct practice_get_current_in){head.key}, &now);
    }
    if (rc == RC_OK && strcmp(now.template, text) == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NOTHING_TO_CHANGE), NULL, NULL, NULL);
    }
    return rc == RC_OK || rc == RC_NOT_FOUND ? practice_add(ctx, tx, &head, text, note, out) : rc;
}

enum rc practice_offer(struct ctx *ctx, struct tx *tx, const struct value *template)
{
    struct practice_head head;
    struct practice_row row;
    enum rc rc = practice_check(ctx, template, &head);
    if (rc != RC_OK) {
        return rc;
    }
    rc = practice_rows_get_current(tx, ctx->arena, &(struct practice_get_current_in){head.key}, &row);
    if (rc != RC_NOT_FOUND) {
        return rc;
    }
    const char *text = practice_text(ctx, template);
    return text != NULL ? practice_add(ctx, tx, &head, text, NULL, &row) : RC_TOO_LARGE;
}
