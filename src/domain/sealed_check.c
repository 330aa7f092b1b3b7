/*
 * sealed_check.c - see sealed_check.h.
 *
 * Runs on: the main thread of the tools. Owns: nothing.
 * Invariant: clear text lives on the arena for one row, and what is said of a bad one is its id.
 */
#include "domain/sealed_check.h"

#include "domain/person.h"
#include "domain/row_seal.h"
#include "store/vault.h"

#include <stdio.h>
#include <string.h>

enum { SEALED_WINDOW = 200 };

static int blob_same(struct sql_blob a, struct sql_blob b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* NULL when all is well. Who stands for erased people has no key and no field. */
static const char *person_fault(struct ctx *ctx, struct tx *tx, const struct person_row *p)
{
    struct sql_blob id_index, phone_index, name_index;
    struct person_in in = {.kind = p->kind};
    struct person_find_part_out part;
    const char *email, *bank_account, *health, *why;
    const struct {
        const char *column;
        struct sql_blob sealed;
        const char **out;
    } fields[] = {
        {"persons.name", p->name, &in.name},          {"persons.id_number", p->id_number, &in.id_number},
        {"persons.phone", p->phone, &in.phone},       {"persons.email", p->email, &email},
        {"persons.address", p->address, &in.address}, {"persons.bank_account", p->bank_account, &bank_account},
        {"persons.health", p->health, &health}};
    if (row_seal_look_person(ctx, p, &why) != RC_OK || why != NULL) {
        return why != NULL ? why : "it cannot be checked";
    }
    if (p->key.size == 0) {
        return person_rows_find_part(tx, ctx->arena, &(struct person_find_part_in){p->id}, &part) == RC_OK
                   ? "its key is gone, though a case has it"
                   : NULL;
    }
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (vault_open_with(ctx->vault, ctx->arena, p->key, fields[i].column, p->id, fields[i].sealed, fields[i].out) !=
            RC_OK) {
            return "a field does not open";
        }
    }
    if (in.name == NULL) {
        return "it has no name";
    }
    if (person_indexes(ctx, &in, &id_index, &phone_index, &name_index) != RC_OK || !blob_same(id_index, p->id_index) ||
        !blob_same(phone_index, p->phone_index) || !blob_same(name_index, p->name_index)) {
        return "a field and its blind index do not fit each other";
    }
    return NULL;
}

static void sealed_note(struct sealed_report *out, char bad[64], const char *id, const char *why)
{
    if (why != NULL && out->why == NULL) {
        out->why = why;
        (void)snprintf(bad, 64, "%s", id);
    }
}

static enum rc sealed_verify_persons(struct ctx *ctx, struct tx *tx, struct sealed_report *out, char bad[64])
{
    char after[64] = "";
    size_t n = SEALED_WINDOW;
    enum rc rc = RC_OK;
    while (rc == RC_OK && n == SEALED_WINDOW) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct person_row *rows = NULL;
        rc = person_rows_walk(tx, ctx->arena, &(struct person_walk_in){after, SEALED_WINDOW}, &rows, &n);
        for (size_t i = 0; rc == RC_OK && i < n; i++) {
            sealed_note(out, bad, rows[i].id, person_fault(ctx, tx, &rows[i]));
            out->persons++;
            (void)snprintf(after, sizeof after, "%s", rows[i].id);
        }
        arena_reset_to(ctx->arena, mark);
    }
    return rc;
}

static enum rc sealed_verify_contents(struct ctx *ctx, struct tx *tx, struct sealed_report *out, char bad[64])
{
    char after[64] = "";
    size_t n = SEALED_WINDOW;
    enum rc rc = RC_OK;
    while (rc == RC_OK && n == SEALED_WINDOW) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct sealed_content_row *rows = NULL;
        rc = sealed_rows_walk(tx, ctx->arena, &(struct sealed_walk_in){after, SEALED_WINDOW}, &rows, &n);
        for (size_t i = 0; rc == RC_OK && i < n; i++) {
            const char *text, *why = NULL;
            rc = row_seal_look_content(ctx, &rows[i], &why);
            if (why == NULL && vault_unlock(ctx->vault, ctx->arena, "sealed_contents.content", rows[i].case_id,
                                            rows[i].content, &text) != RC_OK) {
                why = "what an accusation says does not open";
            }
            sealed_note(out, bad, rows[i].case_id, why);
            out->contents++;
            (void)snprintf(after, sizeof after, "%s", rows[i].case_id);
        }
        arena_reset_to(ctx->arena, mark);
    }
    return rc;
}

enum rc sealed_verify(struct ctx *ctx, struct tx *tx, struct sealed_report *out)
{
    char bad[64] = "";
    memset(out, 0, sizeof *out);
    enum rc rc = sealed_verify_persons(ctx, tx, out, bad);
    rc = rc == RC_OK ? sealed_verify_contents(ctx, tx, out, bad) : rc;
    out->bad_id = bad[0] != '\0' ? arena_strdup(ctx->arena, bad) : NULL;
    return rc;
}
