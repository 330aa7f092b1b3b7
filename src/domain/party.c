/*
 * party.c - opens the personal fields of one party, after the reading is on file.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: clear text is made only once its journal entry is part of the same transaction.
 */
#include "domain/party.h"

#include "base/value.h"
#include "domain/alarm.h"
#include "domain/case.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/row_seal.h"
#include "domain/transition.h"
#include "store/vault.h"

#include <string.h>

int party_is_withheld(const struct ctx *ctx, const struct case_row *c, int is_confidential)
{
    for (size_t i = 0; is_confidential && i < ctx->actor->grant_count; i++) {
        if (strcmp(ctx->actor->grants[i].unit_id, c->registrar_unit_id) == 0) {
            return 0;
        }
    }
    return is_confidential;
}

static enum rc party_journal(struct ctx *ctx, struct tx *tx, const struct case_row *c, const struct party_get_out *row,
                             const char *why)
{
    struct changes changes;
    const char *names[] = {"reason"};
    struct value items[] = {{.kind = VALUE_TEXT, .text = "handling"}};
    const struct value fields = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = 1};
    if (c->is_sealed) {
        return transition_apply(
            ctx, tx,
            &(struct transition_in){
                .case_id = c->id, .event = "reveal", .fields = &fields, .if_match = CASE_ANY_VERSION});
    }
    changes_init(&changes, ctx);
    changes_add_int(&changes, "party", SQL_NULL, row->position);
    changes_add(&changes, "reason", NULL, why);
    enum rc rc = office_journal_append(ctx, tx, ALARM_READ, c->id, &changes);
    return rc == RC_OK ? alarm_look_reading(ctx, tx) : rc;
}

static enum rc party_open(struct ctx *ctx, const struct party_get_out *row, struct party_clear *out)
{
    const struct {
        const char *column;
        struct sql_blob sealed;
        const char **out;
    } fields[] = {
        {"persons.name", row->name, &out->name},
        {"persons.id_number", row->id_number, &out->id_number},
        {"persons.phone", row->phone, &out->phone},
        {"persons.email", row->email, &out->email},
        {"persons.address", row->address, &out->address},
        {"persons.bank_account", row->bank_account, &out->bank_account},
        {"persons.health", row->health, &out->health},
    };
    enum rc rc = RC_OK;
    out->id_type = row->id_type;
    for (size_t i = 0; rc == RC_OK && i < sizeof fields / sizeof fields[0]; i++) {
        rc = vault_open_with(ctx->vault, ctx->arena, row->key, fields[i].column, row->person_id, fields[i].sealed,
                             fields[i].out);
    }
    return rc;
}

enum rc party_reveal(struct ctx *ctx, struct tx *tx, const char *case_id, const char *party_id, const char *why,
                     struct party_clear *out)
{
    struct case_row c;
    struct party_get_out row;
    struct person_row whole;
    enum rc rc = case_get(ctx, tx, case_id, &c);
    if (rc != RC_OK) {
        return rc;
    }
    rc = party_rows_get(tx, ctx->arena, &(struct party_get_in){case_id, party_id}, &row);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK && party_is_withheld(ctx, &c, row.is_confidential != 0)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NAME_WITHHELD), NULL, NULL, NULL);
    }
    if (rc == RC_OK && ctx->actor->account_id != NULL) {
        struct recusal_find_out recusal; /* who withdrew needs nobody's phone */
        rc = recusal_rows_find(tx, ctx->arena, &(struct recusal_find_in){case_id, ctx->actor->account_id}, &recusal);
        if (rc == RC_OK) {
            return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_RECUSED), NULL, NULL, NULL);
        }
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    rc = rc == RC_OK ? row_seal_get_person(ctx, tx, row.person_id, &whole) : rc;
    if (rc == RC_OK) {
        rc = party_journal(ctx, tx, &c, &row, why);
    }
    return rc == RC_OK ? party_open(ctx, &row, out) : rc;
}
