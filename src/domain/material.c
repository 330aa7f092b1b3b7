/*
 * material.c - see material.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/material.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/notice.h"
#include "domain/reason.h"

/* Who handles it, or, while nobody does, where it came in. */
static const char *const material_handler[] = {"handler", NULL}, *const material_intake[] = {"holder_intake", NULL};

const struct public_case *material_place(const struct public_case *c)
{
    if (c->row.is_open) {
        return c;
    }
    for (size_t i = c->part_count; i > 0; i--) {
        if (c->parts[i - 1].row.is_open) {
            return &c->parts[i - 1];
        }
    }
    return NULL;
}

static enum rc material_check(struct ctx *ctx, struct tx *tx, const struct public_case *found,
                              const struct public_case *at)
{
    struct evidence_count_since_out today;
    const char *whom = public_case_contact(ctx, found);
    if (found->row.is_sealed || (at != NULL && at->row.is_sealed)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_MATERIAL_SEALED), NULL, NULL, NULL);
    }
    if (at == NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_MATERIAL_CLOSED), NULL, whom, NULL);
    }
    int64_t since_ms = ctx->now_ms - INT64_C(24) * 3600 * 1000;
    enum rc rc = evidence_rows_count_since(tx, ctx->arena,
                                           &(struct evidence_count_since_in){at->row.id, "system", since_ms}, &today);
    if (rc == RC_OK && today.total >= MATERIAL_A_DAY) {
        ctx->fault.retry_after_s = 3600;
        return fault_set(&ctx->fault, RC_LIMITED, reason(REASON_MATERIAL_OFTEN), NULL, whom, NULL);
    }
    return rc;
}

static enum rc material_store(struct case_work *w, const struct material_in *in)
{
    struct ctx *ctx = w->ctx;
    const char *title = in->title != NULL ? in->title : "信访人补充的材料";
    const char *id = ident_make(ctx->arena, ctx->now_ms);
    enum rc rc = id == NULL
                     ? RC_TOO_LARGE
                     : evidence_rows_add(w->tx, &(struct evidence_add_in){.case_id = w->row.id,
                                                                          .id = id,
                                                                          .title = title,
                                                                          .fact = in->text,
                                                                          .source = "信访人网上补充",
                                                                          .captured_day = clock_day_of(ctx->now_ms),
                                                                          .account_id = actor_system.account_id,
                                                                          .created_ms = ctx->now_ms});
    changes_add(&w->changes, "material", NULL, title);
    if (rc == RC_OK) {
        rc = notice_send_event(w, w->row.handler_id != NULL ? material_handler : material_intake, "material");
    }
    return rc == RC_OK ? case_save(w, "material", NULL) : rc;
}

enum rc material_add(struct ctx *ctx, struct tx *tx, const struct material_in *in, const char **number)
{
    struct public_case found;
    struct case_work w;
    enum rc rc = public_case_get(ctx, tx, in->number, in->code, &found);
    if (rc != RC_OK) {
        return rc;
    }
    const struct public_case *at = material_place(&found);
    rc = material_check(ctx, tx, &found, at);
    if (rc != RC_OK) {
        return rc;
    }
    const struct actor *actor = ctx->actor;
    ctx->actor = &actor_system; /* nobody of the office did it */
    rc = case_work_load_system(ctx, tx, at->row.id, &w);
    if (rc == RC_OK) {
        rc = material_store(&w, in);
    }
    ctx->actor = actor;
    *number = at->row.number;
    return rc;
}
