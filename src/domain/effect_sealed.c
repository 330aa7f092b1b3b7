/*
 * effect_sealed.c - what may be done with an accusation: name who knows of it, hand it over, tell where it went.
 *
 * The journal of a sealed case is read by those who may know of it; even so it says what was done, never what was said.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/draft.h"
#include "domain/sealed.h"

enum rc effect_reader_add(struct case_work *w)
{
    const char *account = value_text(w->fields, "account");
    changes_add(&w->changes, "reader", NULL, account);
    return sealed_rows_add_reader(
        w->tx, &(struct sealed_add_reader_in){w->row.id, account, w->ctx->actor->account_id, w->ctx->now_ms});
}

enum rc effect_reader_drop(struct case_work *w)
{
    const char *account = value_text(w->fields, "account");
    changes_add(&w->changes, "reader", account, NULL);
    enum rc rc = sealed_rows_drop_reader(w->tx, &(struct sealed_drop_reader_in){w->row.id, account});
    return rc == RC_OK ? draft_forget(w->ctx, w->tx, account) : rc;
}

enum rc effect_accused_add(struct case_work *w)
{
    changes_add(&w->changes, "complained", NULL, "added");
    return sealed_accuse(w->ctx, w->tx, w->row.id, value_text(w->fields, "unit"), "/fields/unit");
}

enum rc effect_sealed_hand_over(struct case_work *w)
{
    enum rc rc = effect_day(w, "handed_on", w->row.registered_ms);
    changes_add(&w->changes, "handed_to", NULL, value_text(w->fields, "body"));
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

enum rc effect_sealed_receipt(struct case_work *w)
{
    changes_add(&w->changes, "receipt", NULL, value_text(w->fields, "receipt"));
    return effect_day(w, "received_on", w->row.registered_ms);
}

enum rc effect_sealed_tell(struct case_work *w)
{
    const char *how = value_text(w->fields, "notice_method");
    changes_add(&w->changes, "told", NULL, how);
    return effect_day(w, "notified_on", w->row.registered_ms);
}

enum rc effect_sealed_close(struct case_work *w)
{
    w->row.closing_kind = "referred_out";
    w->row.retention = value_text(w->fields, "retention");
    return RC_OK;
}

/* Reading is an act of its own, with its reason. */
enum rc effect_sealed_reveal(struct case_work *w)
{
    changes_add(&w->changes, "revealed", NULL, value_text(w->fields, "reason"));
    return RC_OK;
}

enum rc effect_seal(struct case_work *w)
{
    enum rc rc = sealed_seal(w);
    return rc == RC_OK ? replay_rows_drop_all(w->tx) : rc; /* an answer sent again would say its words */
}

enum rc effect_reword(struct case_work *w)
{
    enum rc rc = sealed_take_out(w);
    return rc == RC_OK ? replay_rows_drop_all(w->tx) : rc;
}

enum rc effect_appeal_let_out(struct case_work *w)
{
    return sealed_let_out(w);
}

enum rc effect_unseal_propose(struct case_work *w)
{
    changes_add(&w->changes, "unseal", NULL, "proposed");
    return RC_OK;
}

enum rc effect_unseal(struct case_work *w)
{
    changes_add(&w->changes, "unseal", "proposed", "decided");
    return sealed_unseal(w);
}
