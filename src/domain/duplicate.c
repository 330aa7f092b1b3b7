/*
 * duplicate.c - finds what was sent over the web a short while ago.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: the answer tells nothing that the sender did not send; see duplicate.h.
 */
#include "domain/duplicate.h"

#include "base/clock.h"
#include "base/text.h"
#include "domain/reason.h"
#include "store/vault.h"

#include <string.h>

#define DUPLICATE_MS (DUPLICATE_HOURS * INT64_C(3600000))

enum { DUPLICATE_LOOK = 50 };

/* Numbers are the same when their digits and letters are; what is absent only equals what is absent. */
static int duplicate_same_number(struct arena *a, const char *one, const char *other)
{
    const char *x = one != NULL ? text_normalise_number(a, one) : "";
    const char *y = other != NULL ? text_normalise_number(a, other) : "";
    return x != NULL && y != NULL && strcmp(x, y) == 0;
}

static enum rc duplicate_is_same_person(struct ctx *ctx, const struct duplicate_list_recent_out *row,
                                        const struct person_in *p, int *is_same)
{
    const char *name, *id_number, *phone;
    struct arena *a = ctx->arena;
    enum rc rc = vault_open_with(ctx->vault, a, row->key, "persons.name", row->person_id, row->name, &name);
    if (rc == RC_OK) {
        rc = vault_open_with(ctx->vault, a, row->key, "persons.id_number", row->person_id, row->id_number, &id_number);
    }
    if (rc == RC_OK) {
        rc = vault_open_with(ctx->vault, a, row->key, "persons.phone", row->person_id, row->phone, &phone);
    }
    *is_same = rc == RC_OK && name != NULL && strcmp(name, p->name) == 0 &&
               duplicate_same_number(a, id_number, p->id_number) && duplicate_same_number(a, phone, p->phone);
    return rc;
}

static int duplicate_is_same_text(struct arena *a, const struct duplicate_list_recent_out *row,
                                  const struct submission_in *in)
{
    const char *mine = arena_printf(a, "%s %s %s", in->title, in->request, in->facts ? in->facts : "");
    const char *theirs = arena_printf(a, "%s %s %s", row->title, row->request, row->facts ? row->facts : "");
    return text_similarity(a, mine, theirs) >= DUPLICATE_SIMILAR_LEAST;
}

static enum rc duplicate_refuse(struct ctx *ctx, const struct duplicate_list_recent_out *row)
{
    char day[CLOCK_DATE_ZH_SIZE > CLOCK_DATE_SIZE ? CLOCK_DATE_ZH_SIZE : CLOCK_DATE_SIZE];
    if (ctx->is_zh) {
        clock_format_day_zh(clock_day_of(row->registered_ms), day);
    } else {
        clock_format_day(clock_day_of(row->registered_ms), day);
    }
    return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_RECEIVED_ALREADY), NULL, row->number,
                     arena_strdup(ctx->arena, day));
}

static enum rc duplicate_limit(struct ctx *ctx, struct tx *tx, struct sql_blob id_index, struct sql_blob phone_index,
                               int64_t since_ms)
{
    struct duplicate_count_recent_out sent;
    enum rc rc = duplicate_rows_count_recent(
        tx, ctx->arena, &(struct duplicate_count_recent_in){id_index, phone_index, since_ms}, &sent);
    if (rc == RC_OK && sent.total >= DUPLICATE_A_DAY) {
        ctx->fault.retry_after_s = 3600;
        return fault_set(&ctx->fault, RC_LIMITED, reason(REASON_SENT_TOO_OFTEN), NULL, NULL, NULL);
    }
    return rc;
}

enum rc duplicate_check(struct ctx *ctx, struct tx *tx, const struct submission_in *in)
{
    struct duplicate_list_recent_out *rows;
    struct sql_blob id_index, phone_index, unused;
    size_t count = 0;
    const struct person_in *p = in->person_count > 0 ? &in->persons[0] : NULL;
    int64_t since_ms = ctx->now_ms - DUPLICATE_MS;
    if (p == NULL || (p->phone == NULL && p->id_number == NULL)) {
        return RC_OK;
    }
    enum rc rc = person_indexes(ctx, p, &id_index, &phone_index, &unused);
    if (rc == RC_OK) {
        rc = duplicate_rows_list_recent(
            tx, ctx->arena, &(struct duplicate_list_recent_in){id_index, phone_index, since_ms, DUPLICATE_LOOK}, &rows,
            &count);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        int is_same;
        rc = duplicate_is_same_person(ctx, &rows[i], p, &is_same);
        if (rc == RC_OK && is_same && duplicate_is_same_text(ctx->arena, &rows[i], in)) {
            return duplicate_refuse(ctx, &rows[i]);
        }
    }
    return rc == RC_OK ? duplicate_limit(ctx, tx, id_index, phone_index, since_ms) : rc;
}
