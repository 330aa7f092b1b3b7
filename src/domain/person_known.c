/*
 * person_known.c - finds who was here before.
 *
 * Runs on: finding on the writer, checking anywhere. Owns: nothing.
 * Invariant: clear text lives on the request's arena only; the journal says that somebody was looked for and how many were found.
 */
#include "domain/person_known.h"

#include "base/clock.h"
#include "domain/actor.h"
#include "domain/office_journal.h"
#include "domain/row_seal.h"
#include "store/vault.h"

#include <string.h>

enum { KNOWN_ROWS_MAX = 50 };

/* What makes two rows the same person to look at. */
struct known_words {
    const char *name, *id_number, *phone;
};

static enum rc known_open(struct ctx *ctx, const struct person_row *row, struct known_words *out)
{
    enum rc rc = person_open_name(ctx, row->id, row->key, row->name, &out->name);
    if (rc == RC_OK) {
        rc = vault_open_with(ctx->vault, ctx->arena, row->key, "persons.id_number", row->id, row->id_number,
                             &out->id_number);
    }
    return rc == RC_OK
               ? vault_open_with(ctx->vault, ctx->arena, row->key, "persons.phone", row->id, row->phone, &out->phone)
               : rc;
}

static int known_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static int known_words_same(const struct known_words *a, const struct known_words *b)
{
    return known_same(a->name, b->name) && known_same(a->id_number, b->id_number) && known_same(a->phone, b->phone);
}

static enum rc known_cases(struct ctx *ctx, struct tx *tx, const char *person_id,
                           struct person_list_known_cases_out **out, size_t *count)
{
    return person_rows_list_known_cases(tx, ctx->arena,
                                        &(struct person_list_known_cases_in){person_id, ctx->actor->account_id,
                                                                             clock_day_of(ctx->now_ms),
                                                                             PERSON_KNOWN_CASES_MAX},
                                        out, count);
}

static int known_has_case(const struct person_known *p, const char *id)
{
    size_t i = 0;
    while (i < p->case_count && strcmp(p->cases[i].id, id) != 0) {
        i++;
    }
    return i < p->case_count;
}

/* The cases of an earlier row of the same person behind those of the later one, as many as there is room for. */
static void known_add_cases(struct person_known *p, const struct person_list_known_cases_out *cases, size_t count)
{
    for (size_t i = 0; i < count && p->case_count < PERSON_KNOWN_CASES_MAX; i++) {
        if (!known_has_case(p, cases[i].id)) {
            p->cases[p->case_count++] = cases[i];
        }
    }
}

static enum rc known_take(struct ctx *ctx, struct tx *tx, const struct person_row *row, struct known_words *words,
                          struct person_known *list, size_t *count)
{
    struct person_list_known_cases_out *cases;
    struct known_words mine;
    size_t n, at = 0;
    enum rc rc = row_seal_check_person(ctx, row);
    rc = rc == RC_OK ? known_open(ctx, row, &mine) : rc;
    if (rc == RC_OK && mine.name != NULL) { /* of an erased person nothing is left */
        rc = known_cases(ctx, tx, row->id, &cases, &n);
    }
    if (rc != RC_OK || mine.name == NULL || n == 0) {
        return rc;
    }
    while (at < *count && !known_words_same(&words[at], &mine)) {
        at++;
    }
    if (at < *count) {
        known_add_cases(&list[at], cases, n);
        return RC_OK;
    }
    if (*count == PERSON_KNOWN_MAX) {
        return RC_OK;
    }
    struct person_known *p = &list[(*count)++];
    words[at] = mine;
    *p = (struct person_known){.row = *row};
    p->cases = arena_array_of(ctx->arena, struct person_list_known_cases_out, PERSON_KNOWN_CASES_MAX);
    if (p->cases == NULL) {
        return RC_TOO_LARGE;
    }
    known_add_cases(p, cases, n);
    return person_mask(ctx, row, &p->view);
}

static enum rc known_journal(struct ctx *ctx, struct tx *tx, const char *id_number, const char *phone,
                             const struct person_known *list, size_t count)
{
    struct changes changes;
    int64_t cases = 0;
    for (size_t i = 0; i < count; i++) {
        cases += (int64_t)list[i].case_count;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "by", NULL, id_number == NULL ? "phone" : phone == NULL ? "id_number" : "id_number, phone");
    changes_add_int(&changes, "persons", SQL_NULL, (int64_t)count);
    changes_add_int(&changes, "cases", SQL_NULL, cases);
    return office_journal_append(ctx, tx, "person.lookup", count > 0 ? list[0].row.id : "nobody", &changes);
}

enum rc person_known_find(struct ctx *ctx, struct tx *tx, const char *id_number, const char *phone,
                          struct person_known **out, size_t *count)
{
    struct person_list_known_in query = {.lim = KNOWN_ROWS_MAX};
    struct known_words words[PERSON_KNOWN_MAX];
    struct sql_blob unused;
    struct person_row *rows;
    size_t found = 0;
    *count = 0;
    *out = arena_array_of(ctx->arena, struct person_known, PERSON_KNOWN_MAX);
    enum rc rc = *out == NULL ? RC_TOO_LARGE
                              : person_indexes(ctx, &(struct person_in){.id_number = id_number, .phone = phone},
                                               &query.id_index, &query.phone_index, &unused);
    if (rc == RC_OK) {
        rc = person_rows_list_known(tx, ctx->arena, &query, &rows, &found);
    }
    for (size_t i = 0; rc == RC_OK && i < found; i++) {
        rc = known_take(ctx, tx, &rows[i], words, *out, count);
    }
    return rc == RC_OK ? known_journal(ctx, tx, id_number, phone, *out, *count) : rc;
}

enum rc person_known_check(struct ctx *ctx, struct tx *tx, const char *person_id, int *is_known)
{
    struct person_list_known_cases_out *cases;
    struct person_row row;
    size_t count = 0;
    enum rc rc = person_rows_get(tx, ctx->arena, &(struct person_get_in){person_id}, &row);
    if (rc == RC_OK) {
        rc = known_cases(ctx, tx, person_id, &cases, &count);
    }
    *is_known = rc == RC_OK && count > 0;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}
