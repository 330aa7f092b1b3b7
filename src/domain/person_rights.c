/*
 * person_rights.c - export and correction of one person's data.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariants: clear text lives on the request's arena only; the journals name fields, not values. Every case that names the person gets
 * an entry, because its seal knows the person's version.
 */
#include "domain/person_rights.h"

#include "base/clock.h"
#include "domain/case.h"
#include "domain/contact_rule.h"
#include "domain/office_journal.h"
#include "domain/party.h"
#include "domain/person.h"
#include "domain/reason.h"
#include "domain/row_seal.h"
#include "domain/stamp.h"
#include "store/vault.h"

#include <string.h>

enum { FIELDS = 7 };

/* A field as it is, and what it is to be. */
struct person_field {
    const char *name, *column;
    struct sql_blob sealed;
    const char *wanted;
    struct sql_blob *out;
    const char *text; /* that holds in the end; NULL: none */
    int is_changed;
};
/* What journals are told of a correction. */
struct person_changed {
    const char *names[FIELDS];
    int count;
};

/* NULL also for a field that is to go. */
static const char *person_wanted(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static enum rc person_field_settle(struct ctx *ctx, const struct person_row *row, struct person_field *f)
{
    const char *was;
    enum rc rc = vault_open_with(ctx->vault, ctx->arena, row->key, f->column, row->id, f->sealed, &was);
    if (rc != RC_OK) {
        return rc;
    }
    f->text = f->wanted == NULL ? was : person_wanted(f->wanted);
    f->is_changed = f->wanted != NULL && strcmp(f->text ? f->text : "", was ? was : "") != 0;
    return vault_seal_with(ctx->vault, ctx->arena, row->key, f->column, row->id, f->text, f->out);
}

/* The next version of the row, as it will be read, and its seal. */
static enum rc person_put(struct ctx *ctx, struct tx *tx, const struct person_row *was, struct person_save_in *save)
{
    struct person_row row = *was;
    struct row_seal made;
    row.version = save->version = ctx->now_ms > was->version ? ctx->now_ms : was->version + 1;
    row.name = save->name;
    row.id_number = save->id_number;
    row.phone = save->phone;
    row.email = save->email;
    row.address = save->address;
    row.bank_account = save->bank_account;
    row.health = save->health;
    row.id_index = save->id_index;
    row.phone_index = save->phone_index;
    row.name_index = save->name_index;
    enum rc rc = row_seal_person(ctx, &row, &made);
    if (rc != RC_OK) {
        return rc;
    }
    save->digest = made.digest;
    save->proof = made.proof;
    return person_rows_save(tx, save);
}

/* Every field sealed anew and the blind indexes with them, and which of them changed. */
static enum rc person_rewrite(struct ctx *ctx, struct tx *tx, const struct person_row *row,
                              const struct person_correction *in, struct person_changed *changed)
{
    struct person_save_in save = {.id = row->id};
    struct person_field fields[FIELDS] = {
        {"name", "persons.name", row->name, in->name, &save.name, NULL, 0},
        {"id_number", "persons.id_number", row->id_number, in->id_number, &save.id_number, NULL, 0},
        {"phone", "persons.phone", row->phone, in->phone, &save.phone, NULL, 0},
        {"email", "persons.email", row->email, in->email, &save.email, NULL, 0},
        {"address", "persons.address", row->address, in->address, &save.address, NULL, 0},
        {"bank_account", "persons.bank_account", row->bank_account, in->bank_account, &save.bank_account, NULL, 0},
        {"health", "persons.health", row->health, in->health, &save.health, NULL, 0},
    };
    enum rc rc = RC_OK;
    *changed = (struct person_changed){.count = 0};
    for (int i = 0; rc == RC_OK && i < FIELDS; i++) {
        rc = person_field_settle(ctx, row, &fields[i]);
        if (rc == RC_OK && fields[i].is_changed) {
            changed->names[changed->count++] = fields[i].name;
        }
    }
    if (rc == RC_OK) {
        rc = person_indexes(ctx,
                            &(struct person_in){.name = fields[0].text,
                                                .id_number = fields[1].text,
                                                .phone = fields[2].text,
                                                .address = fields[4].text},
                            &save.id_index, &save.phone_index, &save.name_index);
    }
    return rc == RC_OK && changed->count > 0 ? person_put(ctx, tx, row, &save) : rc;
}

static void person_tell(struct case_work *w, const struct person_changed *changed)
{
    for (int i = 0; i < changed->count; i++) {
        changes_add(&w->changes, arena_printf(w->ctx->arena, "person.%s", changed->names[i]), NULL, "changed");
    }
}

/* Other cases that name the person: their seals know the version, so each is told in its own journal. */
struct person_others {
    struct case_work *works;
    size_t count;
};

/* Before anything of the person changes: as it was sealed. Cases where the actor may not look are told
 * too; the actor learns nothing of them. */
static enum rc person_others_load(struct ctx *ctx, struct tx *tx, const char *person_id, const char *case_id,
                                  struct person_others *out)
{
    struct person_list_named_out *named;
    enum rc rc =
        person_rows_list_named(tx, ctx->arena, &(struct person_list_named_in){person_id, case_id}, &named, &out->count);
    out->works = rc == RC_OK ? arena_array_of(ctx->arena, struct case_work, out->count + 1) : NULL;
    if (out->works == NULL) {
        return rc == RC_OK ? RC_TOO_LARGE : rc;
    }
    for (size_t i = 0; rc == RC_OK && i < out->count; i++) {
        rc = case_work_load_system(ctx, tx, named[i].case_id, &out->works[i]);
        if (rc == RC_OK && named[i].position != SQL_NULL) {
            changes_add_int(&out->works[i].changes, "party", SQL_NULL, named[i].position);
        }
    }
    return rc;
}

/* Which fields, not why: the reason was given in another case, and may speak of it. */
static enum rc person_others_save(struct person_others *others, const struct person_changed *changed)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < others->count; i++) {
        struct case_work *w = &others->works[i];
        person_tell(w, changed);
        rc = case_save(w, "correct_person", NULL);
    }
    return rc;
}

static enum rc person_correct_row(struct case_work *w, const struct party_get_out *party,
                                  const struct person_correction *in)
{
    struct ctx *ctx = w->ctx;
    struct person_row row;
    struct changes office;
    struct person_changed changed;
    struct person_others others;
    enum rc rc = row_seal_get_person(ctx, w->tx, party->person_id, &row);
    changes_add_int(&w->changes, "party", SQL_NULL, party->position);
    if (rc == RC_OK) {
        rc = contact_check(ctx,
                           &(struct person_in){.phone = person_wanted(in->phone),
                                               .id_type = row.id_type,
                                               .id_number = person_wanted(in->id_number)},
                           "");
    }
    if (rc == RC_OK) {
        rc = person_others_load(ctx, w->tx, row.id, w->row.id, &others);
    }
    if (rc == RC_OK) {
        rc = person_rewrite(ctx, w->tx, &row, in, &changed);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (changed.count == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NOTHING_TO_CHANGE), NULL, NULL, NULL);
    }
    person_tell(w, &changed);
    changes_add(&w->changes, "basis", NULL, in->basis);
    w->note = in->reason;
    rc = case_save(w, "correct_person", NULL);
    rc = rc == RC_OK ? person_others_save(&others, &changed) : rc;
    changes_init(&office, ctx);
    changes_add_int(&office, "party", SQL_NULL, party->position);
    changes_add_int(&office, "fields", SQL_NULL, changed.count);
    if (rc == RC_OK && !w->row.is_sealed) { /* the office does not know of a sealed case; its own journal has it */
        rc = office_journal_append(ctx, w->tx, "person.correct", w->row.id, &office);
    }
    /* Cases that came out of this one show the new name too. */
    return rc == RC_OK ? stamp_change(w->tx, STAMP_NAMES) : rc;
}

enum rc person_correct(struct ctx *ctx, struct tx *tx, const char *case_id, const char *party_id,
                       const struct person_correction *in, int64_t if_match, int64_t *version)
{
    struct case_work w;
    struct party_get_out party;
    enum rc rc = case_work_load(ctx, tx, case_id, &w);
    if (rc == RC_OK) {
        rc = case_check_version(ctx, &w.row, if_match);
    }
    if (rc != RC_OK) {
        return rc;
    }
    rc = party_rows_get(tx, ctx->arena, &(struct party_get_in){case_id, party_id}, &party);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK && party_is_withheld(ctx, &w.row, party.is_confidential != 0)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NAME_WITHHELD), NULL, NULL, NULL);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (rc == RC_OK && in->name != NULL && in->name[0] == '\0') {
        return fault_add(&ctx->fault, reason(REASON_REQUIRED), "/name", NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = person_correct_row(&w, &party, in);
    }
    *version = w.row.version;
    return rc;
}

static enum rc person_record_open(struct ctx *ctx, struct person_record *r)
{
    const struct {
        const char *column;
        struct sql_blob sealed;
        const char **out;
    } fields[FIELDS] = {
        {"persons.name", r->row.name, &r->name},
        {"persons.id_number", r->row.id_number, &r->id_number},
        {"persons.phone", r->row.phone, &r->phone},
        {"persons.email", r->row.email, &r->email},
        {"persons.address", r->row.address, &r->address},
        {"persons.bank_account", r->row.bank_account, &r->bank_account},
        {"persons.health", r->row.health, &r->health},
    };
    enum rc rc = RC_OK;
    for (int i = 0; rc == RC_OK && i < FIELDS; i++) {
        rc = vault_open_with(ctx->vault, ctx->arena, r->row.key, fields[i].column, r->row.id, fields[i].sealed,
                             fields[i].out);
    }
    return rc;
}

/* Keeps the record when its name is the one that was asked for and the actor may know of a case with it. */
static enum rc person_record_take(struct ctx *ctx, struct tx *tx, const struct person_query *in,
                                  const struct person_row *row, struct person_record *r, int *is_kept)
{
    *r = (struct person_record){.row = *row};
    *is_kept = 0;
    enum rc rc = row_seal_check_person(ctx, row);
    rc = rc == RC_OK ? person_record_open(ctx, r) : rc;
    if (rc != RC_OK || r->name == NULL || strcmp(r->name, in->name) != 0) {
        return rc;
    }
    rc = person_rows_list_cases(
        tx, ctx->arena,
        &(struct person_list_cases_in){row->id, ctx->actor->account_id, clock_day_of(ctx->now_ms), PERSON_CASES_MAX},
        &r->cases, &r->case_count);
    *is_kept = rc == RC_OK && r->case_count > 0;
    return rc;
}

enum rc person_export(struct ctx *ctx, struct tx *tx, const struct person_query *in, struct person_record **out,
                      size_t *count)
{
    struct person_list_by_indexes_in query = {.lim = PERSON_RECORDS_MAX};
    struct sql_blob unused;
    struct person_row *rows;
    struct changes changes;
    size_t found = 0;
    int64_t cases = 0;
    *count = 0;
    enum rc rc = person_indexes(ctx, &(struct person_in){.id_number = in->id_number, .phone = in->phone},
                                &query.id_index, &query.phone_index, &unused);
    if (rc == RC_OK) {
        rc = person_rows_list_by_indexes(tx, ctx->arena, &query, &rows, &found);
    }
    *out = rc == RC_OK ? arena_array_of(ctx->arena, struct person_record, found + 1) : NULL;
    for (size_t i = 0; *out != NULL && rc == RC_OK && i < found; i++) {
        int is_kept;
        rc = person_record_take(ctx, tx, in, &rows[i], &(*out)[*count], &is_kept);
        cases += is_kept ? (int64_t)(*out)[*count].case_count : 0;
        *count += (size_t)is_kept;
    }
    if (rc != RC_OK || *out == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "reason", NULL, in->reason);
    changes_add_int(&changes, "cases", SQL_NULL, cases);
    return office_journal_append(ctx, tx, "person.export", *count > 0 ? (*out)[0].row.id : "nobody", &changes);
}
