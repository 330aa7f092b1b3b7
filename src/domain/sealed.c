/*
 * sealed.c - keeps what accusations say apart from everything that lists, counts and searches.
 *
 * Runs on: the writer. Owns: nothing. Invariant: content in clear lives on the request's arena only.
 */
#include "domain/sealed.h"

#include "base/buf.h"
#include "base/ident.h"
#include "domain/reason.h"
#include "domain/row_seal.h"
#include "store/vault.h"

static void sealed_member(struct buf *b, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        buf_printf(b, "%s\"%s\":", b->len > 1 ? "," : "", name);
        buf_put_json(b, text);
    }
}

enum rc sealed_take(struct ctx *ctx, const struct submission_in *in, struct submission_in *open, const char **content)
{
    struct buf b;
    buf_init(&b, ctx->arena);
    buf_putc(&b, '{');
    sealed_member(&b, "title", in->title);
    sealed_member(&b, "request", in->request);
    sealed_member(&b, "facts", in->facts);
    sealed_member(&b, "reasons", in->reasons);
    sealed_member(&b, "class_code", in->class_code);
    sealed_member(&b, "place_detail", in->place_detail);
    sealed_member(&b, "oral_record", in->oral_text);
    buf_puts(&b, ",\"demands\":[");
    for (size_t i = 0; i < in->demand_count; i++) {
        buf_puts(&b, i > 0 ? "," : "");
        buf_put_json(&b, in->demands[i]);
    }
    buf_puts(&b, "]}");
    *content = buf_cstr(&b);
    *open = *in;
    open->title = "检举控告件";
    open->request = "内容已加密保存，仅指定人员可见";
    open->facts = open->reasons = open->class_code = open->place_detail = open->oral_text = NULL;
    open->place_unit_id = NULL;
    open->oral_read_back = SQL_NULL;
    open->oral_confirmed_by = open->oral_reference = NULL;
    open->demand_count = 0;
    open->is_confidential = 1;
    open->is_publishable = 0;
    return *content != NULL ? RC_OK : RC_TOO_LARGE;
}

enum rc sealed_accuse(struct ctx *ctx, struct tx *tx, const char *case_id, const char *unit_id, const char *pointer)
{
    struct unit_row unit;
    struct sealed_find_barred_reader_out barred;
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){unit_id}, &unit);
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(REASON_UNKNOWN_UNIT), pointer, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = sealed_rows_find_barred_reader(tx, ctx->arena, &(struct sealed_find_barred_reader_in){case_id, unit.id},
                                            &barred);
    }
    if (rc == RC_OK) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SEALED_BARRED), pointer, unit.name, NULL);
    }
    return rc == RC_NOT_FOUND ? precedent_rows_complain(tx, &(struct precedent_complain_in){case_id, unit.id}) : rc;
}

enum rc sealed_store(struct ctx *ctx, struct tx *tx, const struct submission_in *in, const char *case_id,
                     const char *content)
{
    struct sealed_content_row row = {.case_id = case_id, .version = ctx->now_ms};
    struct row_seal made;
    enum rc rc = vault_lock(ctx->vault, ctx->arena, "sealed_contents.content", case_id, content, &row.content);
    rc = rc == RC_OK ? row_seal_content(ctx, &row, &made) : rc;
    if (rc == RC_OK) {
        rc = sealed_rows_add_content(
            tx, &(struct sealed_add_content_in){case_id, row.content, row.version, made.digest, made.proof});
    }
    if (rc == RC_OK) {
        rc = sealed_rows_add_reader(
            tx, &(struct sealed_add_reader_in){case_id, ctx->actor->account_id, ctx->actor->account_id, ctx->now_ms});
    }
    for (size_t i = 0; rc == RC_OK && i < in->accused_count; i++) {
        const char *pointer = arena_printf(ctx->arena, "/accused/%zu/unit_id", i);
        rc = sealed_accuse(ctx, tx, case_id, in->accused_ids[i], pointer);
    }
    return rc;
}

enum rc sealed_open(struct ctx *ctx, struct tx *tx, const char *case_id, const char **content)
{
    struct sealed_content_row row;
    enum rc rc = sealed_rows_get_content(tx, ctx->arena, &(struct sealed_get_content_in){case_id}, &row);
    rc = rc == RC_OK ? row_seal_check_content(ctx, &row) : rc;
    return rc == RC_OK ? vault_unlock(ctx->vault, ctx->arena, "sealed_contents.content", case_id, row.content, content)
                       : rc;
}

static enum rc sealed_put_demands(struct case_work *w, const char *content)
{
    enum rc rc = RC_OK;
    for (int64_t n = 0; rc == RC_OK; n++) {
        struct sealed_read_demand_out demand;
        const char *id = ident_make(w->ctx->arena, w->ctx->now_ms);
        rc = id != NULL
                 ? sealed_rows_read_demand(w->tx, w->ctx->arena, &(struct sealed_read_demand_in){content, n}, &demand)
                 : RC_TOO_LARGE;
        if (rc != RC_OK || demand.text == NULL) {
            return rc;
        }
        rc = demand_rows_add(w->tx, &(struct demand_add_in){id, w->row.id, n + 1, demand.text});
    }
    return rc;
}

static enum rc sealed_put_texts(struct case_work *w, const struct sealed_read_content_out *c)
{
    enum rc rc = sealed_rows_unseal_case(
        w->tx, &(struct sealed_unseal_case_in){w->row.id, c->request, c->facts, c->reasons, c->place_detail});
    if (rc == RC_OK) {
        rc = sealed_rows_unseal_submissions(w->tx, &(struct sealed_unseal_submissions_in){w->row.id, c->title,
                                                                                          c->request, c->facts,
                                                                                          c->reasons, c->oral_record});
    }
    w->row.title = c->title;
    w->row.request = c->request;
    w->row.facts = c->facts;
    w->row.reasons = c->reasons;
    w->row.class_code = c->class_code;
    w->row.place_detail = c->place_detail;
    w->row.purpose = "other";
    w->row.handler_id = NULL;
    w->row.is_sealed = 0;
    return rc;
}

enum rc sealed_unseal(struct case_work *w)
{
    const char *content;
    struct sealed_read_content_out texts;
    enum rc rc = sealed_open(w->ctx, w->tx, w->row.id, &content);
    if (rc == RC_OK) {
        rc = sealed_rows_read_content(w->tx, w->ctx->arena, &(struct sealed_read_content_in){content}, &texts);
    }
    if (rc == RC_OK) {
        rc = sealed_put_texts(w, &texts);
    }
    if (rc == RC_OK) {
        rc = sealed_put_demands(w, content);
    }
    if (rc == RC_OK) {
        rc = sealed_rows_drop_content(w->tx, &(struct sealed_drop_content_in){w->row.id});
    }
    if (rc == RC_OK) {
        rc = sealed_rows_drop_readers(w->tx, &(struct sealed_drop_readers_in){w->row.id});
    }
    return rc == RC_OK
               ? case_rows_add_units(w->tx, &(struct case_add_units_in){w->row.id, w->holder.id, 1, w->row.due_key})
               : rc;
}
