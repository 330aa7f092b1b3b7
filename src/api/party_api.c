/*
 * party_api.c - POST /cases/{id}/parties/{pid}/reveal: the personal fields of one party in full.
 *
 * Everything else that the API says of people is masked; this is an act with a reason.
 *
 * Runs on: the writer, because the reading is journalled before anything is shown. Owns: nothing.
 * Invariant: the reply is never kept: the endpoint takes no Idempotency-Key.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/party.h"
#include "domain/perm.h"

struct party_reveal_in {
    const char *id, *pid, *reason;
};
static const char *const party_reasons[] = {"contact", "deliver", "identity", "request", "check", NULL};

FIELD_SET(party_reveal_params, "PartyParams", struct party_reveal_in,
          IN_MUST(struct party_reveal_in, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct party_reveal_in, pid, FIELD_ID, 0, 0, "Party id"));
FIELD_SET(party_reveal_body, "PartyRevealRequest", struct party_reveal_in,
          IN_ENUM(struct party_reveal_in, reason, 1, party_reasons, "Why it is read; goes into the journal"));
FIELD_SET(party_reveal_reply, "PartyInFull", struct party_clear, OUT_NULL(struct party_clear, name, FIELD_TEXT, "Name"),
          OUT_NULL(struct party_clear, id_type, FIELD_TEXT, "Kind of identity document"),
          OUT_NULL(struct party_clear, id_number, FIELD_TEXT, "Its number"),
          OUT_NULL(struct party_clear, phone, FIELD_TEXT, "Phone"),
          OUT_NULL(struct party_clear, email, FIELD_TEXT, "E-mail"),
          OUT_NULL(struct party_clear, address, FIELD_TEXT, "Address"),
          OUT_NULL(struct party_clear, bank_account, FIELD_TEXT, "Account for payments"),
          OUT_NULL(struct party_clear, health, FIELD_LONG, "What of the health has to be minded"));

static enum rc party_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct party_reveal_in *in = call->in;
    return party_reveal(ctx, tx, in->id, in->pid, in->reason, call->out);
}

static const enum rc party_may[] = {RC_NOT_FOUND, RC_INVALID, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(party_api_table, {.method = "POST",
                                 .path = "/api/v1/cases/{id}/parties/{pid}/reveal",
                                 .operation = "revealParty",
                                 .fresh = 1,
                                 .tag = "cases",
                                 .summary = "One party in full; each reading is journalled",
                                 .need = PERM_CASE_ACT,
                                 .mode = ENDPOINT_WRITE,
                                 .params = &party_reveal_params,
                                 .body = &party_reveal_body,
                                 .reply = &party_reveal_reply,
                                 .in_size = sizeof(struct party_reveal_in),
                                 .out_size = sizeof(struct party_clear),
                                 .ok = 200,
                                 .may = party_may,
                                 .cost = 2,
                                 .run = party_show});
