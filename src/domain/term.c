/*
 * term.c - dictionaries.
 *
 * Runs on: looking up with any transaction, loading on the writer. Owns: nothing.
 */
#include "domain/term.h"

#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/stamp.h"

#include <string.h>

const char *const term_kinds[] = {"class",           "purpose", "channel", "source_platform", "closing_kind",
                                  "delivery_method", "id_type", "urgency", "article",         NULL};

int term_is_kind(const char *kind)
{
    for (size_t i = 0; term_kinds[i] != NULL; i++) {
        if (strcmp(term_kinds[i], kind) == 0) {
            return 1;
        }
    }
    return 0;
}

int term_kind_is_open(const char *kind)
{
    return strcmp(kind, "class") == 0 || strcmp(kind, "source_platform") == 0;
}

int term_may_retire(const char *kind, const char *code)
{
    /* What comes in over the public form is from the portal, whether the office likes it or not. */
    return term_kind_is_open(kind) && strcmp(code, "portal") != 0;
}

enum rc term_check(struct ctx *ctx, struct tx *tx, const char *kind, const char *code, const char *pointer)
{
    struct term_row row;
    if (code == NULL) {
        return RC_OK;
    }
    enum rc rc = term_rows_get(tx, ctx->arena, &(struct term_get_in){kind, code}, &row);
    if (rc == RC_OK && row.retired_ms != SQL_NULL) {
        return fault_add(&ctx->fault, reason(REASON_TERM_RETIRED), pointer, ctx->is_zh ? row.title_zh : row.title_en,
                         NULL);
    }
    return rc == RC_NOT_FOUND ? fault_add(&ctx->fault, reason(REASON_UNKNOWN_TERM), pointer, code, NULL) : rc;
}

enum rc term_load(struct ctx *ctx, struct tx *tx, const struct term_row *rows, size_t count)
{
    struct changes changes;
    changes_init(&changes, ctx);
    for (size_t i = 0; i < count; i++) {
        const struct term_row *r = &rows[i];
        if (!term_is_kind(r->kind)) {
            return fault_set(&ctx->fault, RC_INVALID, reason(REASON_UNKNOWN_KIND), NULL, r->kind, NULL);
        }
        const struct term_add_missing_in row = {r->kind,     r->code,     r->parent_code, r->official_code,
                                                r->title_zh, r->title_en, r->sort};
        changes_touch(&changes, "dictionary", r->kind);
        enum rc rc = term_rows_add_missing(tx, &row);
        if (rc != RC_OK) {
            return rc;
        }
    }
    changes_add_int(&changes, "entries", SQL_NULL, (int64_t)count);
    enum rc rc = stamp_change(tx, STAMP_NAMES);
    return rc != RC_OK ? rc : office_journal_append(ctx, tx, "dictionary.load", "terms", &changes);
}
