/*
 * person.c - seals, finds and masks the personal fields of petitioners.
 *
 * Runs on: adding on the writer, opening anywhere. Owns: nothing.
 * Invariant: clear text of a personal field lives on the request's arena only and is never logged or journalled.
 */
#include "domain/person.h"

#include "base/ident.h"
#include "base/text.h"
#include "domain/row_seal.h"
#include "store/vault.h"

#include <string.h>

static enum rc person_index(struct ctx *ctx, const char *column, const char *number, struct sql_blob *out)
{
    return vault_index(ctx->vault, ctx->arena, column, number ? text_normalise_number(ctx->arena, number) : NULL, out);
}

enum rc person_indexes(struct ctx *ctx, const struct person_in *in, struct sql_blob *id_index,
                       struct sql_blob *phone_index, struct sql_blob *name_index)
{
    *name_index = (struct sql_blob){NULL, 0};
    enum rc rc = person_index(ctx, "persons.id_number", in->id_number, id_index);
    if (rc == RC_OK) {
        rc = person_index(ctx, "persons.phone", in->phone, phone_index);
    }
    if (rc == RC_OK && in->name != NULL && in->address != NULL) {
        const char *both = arena_printf(ctx->arena, "%s\n%s", in->name, in->address);
        rc = vault_index(ctx->vault, ctx->arena, "persons.name", both, name_index);
    }
    return rc;
}

/* The row as it will be read, for its seal. */
static enum rc person_seal(struct ctx *ctx, struct person_add_in *row)
{
    struct row_seal made;
    const struct person_row kept = {.id = row->id,
                                    .kind = row->kind,
                                    .key = row->key,
                                    .name = row->name,
                                    .id_type = row->id_type,
                                    .id_number = row->id_number,
                                    .phone = row->phone,
                                    .email = row->email,
                                    .address = row->address,
                                    .bank_account = row->bank_account,
                                    .health = row->health,
                                    .contact_preference = row->contact_preference,
                                    .version = row->version,
                                    .id_index = row->id_index,
                                    .phone_index = row->phone_index,
                                    .name_index = row->name_index,
                                    .created_ms = row->created_ms};
    enum rc rc = row_seal_person(ctx, &kept, &made);
    if (rc == RC_OK) {
        row->digest = made.digest;
        row->proof = made.proof;
    }
    return rc;
}

static enum rc person_insert(struct ctx *ctx, struct tx *tx, const struct person_in *in, struct person_add_in *row)
{
    const struct {
        const char *column, *text;
        struct sql_blob *out;
    } fields[] = {
        {"persons.name", in->name, &row->name},          {"persons.id_number", in->id_number, &row->id_number},
        {"persons.phone", in->phone, &row->phone},       {"persons.email", in->email, &row->email},
        {"persons.address", in->address, &row->address}, {"persons.bank_account", in->bank_account, &row->bank_account},
        {"persons.health", in->health, &row->health},
    };
    enum rc rc = vault_make_key(ctx->vault, ctx->arena, row->id, &row->key);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && rc == RC_OK; i++) {
        rc =
            vault_seal_with(ctx->vault, ctx->arena, row->key, fields[i].column, row->id, fields[i].text, fields[i].out);
    }
    rc = rc == RC_OK ? person_seal(ctx, row) : rc;
    return rc == RC_OK ? person_rows_add(tx, row) : rc;
}

static enum rc person_add_new(struct ctx *ctx, struct tx *tx, const struct person_in *in, const char **id)
{
    struct person_add_in row = {
        .id = ident_make(ctx->arena, ctx->now_ms),
        .kind = in->kind,
        .id_type = in->id_type,
        .contact_preference = in->contact_preference,
        .created_ms = ctx->now_ms,
        .version = 1,
    };
    if (row.id == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = person_indexes(ctx, in, &row.id_index, &row.phone_index, &row.name_index);
    *id = row.id;
    return rc == RC_OK ? person_insert(ctx, tx, in, &row) : rc;
}

enum rc person_copy(struct ctx *ctx, struct tx *tx, const char *from_id, int is_whole, const char **id)
{
    struct person_row row = {0};
    enum rc rc = row_seal_get_person(ctx, tx, from_id, &row);
    struct person_in in = {.kind = row.kind, .id_type = row.id_type, .contact_preference = row.contact_preference};
    const struct {
        const char *column;
        const struct sql_blob *sealed;
        const char **out;
    } fields[] = {
        {"persons.name", &row.name, &in.name},          {"persons.id_number", &row.id_number, &in.id_number},
        {"persons.phone", &row.phone, &in.phone},       {"persons.email", &row.email, &in.email},
        {"persons.address", &row.address, &in.address}, {"persons.bank_account", &row.bank_account, &in.bank_account},
        {"persons.health", &row.health, &in.health},
    };
    for (size_t i = 0; rc == RC_OK && i < (is_whole ? 7u : 5u); i++) {
        rc = vault_open_with(ctx->vault, ctx->arena, row.key, fields[i].column, row.id, *fields[i].sealed,
                             fields[i].out);
    }
    return rc == RC_OK ? person_add_new(ctx, tx, &in, id) : rc;
}

enum rc person_add(struct ctx *ctx, struct tx *tx, const struct person_in *in, const char **id)
{
    return in->known_id != NULL ? person_copy(ctx, tx, in->known_id, 0, id) : person_add_new(ctx, tx, in, id);
}

enum rc person_open_name(struct ctx *ctx, const char *person_id, struct sql_blob key, struct sql_blob name,
                         const char **out)
{
    return vault_open_with(ctx->vault, ctx->arena, key, "persons.name", person_id, name, out);
}

enum rc person_mask_name(struct ctx *ctx, const char *person_id, struct sql_blob key, struct sql_blob name,
                         const char **out)
{
    const char *clear;
    enum rc rc = vault_open_with(ctx->vault, ctx->arena, key, "persons.name", person_id, name, &clear);
    *out = rc == RC_OK && clear ? text_mask_name(ctx->arena, clear) : NULL;
    return rc;
}

enum rc person_mask(struct ctx *ctx, const struct person_row *row, struct person_view *out)
{
    const char *id_number, *phone, *address;
    enum rc rc = person_mask_name(ctx, row->id, row->key, row->name, &out->name);
    if (rc == RC_OK) {
        rc =
            vault_open_with(ctx->vault, ctx->arena, row->key, "persons.id_number", row->id, row->id_number, &id_number);
    }
    if (rc == RC_OK) {
        rc = vault_open_with(ctx->vault, ctx->arena, row->key, "persons.phone", row->id, row->phone, &phone);
    }
    if (rc == RC_OK) {
        rc = vault_open_with(ctx->vault, ctx->arena, row->key, "persons.address", row->id, row->address, &address);
    }
    if (rc == RC_OK) {
        out->id_number = id_number ? text_mask_id(ctx->arena, id_number) : NULL;
        out->phone = phone ? text_mask_phone(ctx->arena, phone) : NULL;
        out->address = address ? text_mask_id(ctx->arena, address) : NULL;
    }
    return rc;
}
