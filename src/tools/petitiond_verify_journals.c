/*
 * petitiond_verify_journals.c - replays every journal and looks where it ends.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { BACK_MS = 300000 }; /* a clock that is set right may go back so far; more is named */

struct chain {
    char id[64];
    int64_t seq, at_ms;
    unsigned char hash[HASH];
};

/* An entry that says it is older than the one before it: named, for it may be a clock set right. */
static void look_at_time(struct check *c, struct chain *chain, const char *of, int64_t seq, int64_t at_ms)
{
    if (seq > 1 && at_ms < chain->at_ms - BACK_MS && c->went_back++ == 0) {
        snprintf(c->first_back, sizeof c->first_back, "journal of %s: entry %" PRId64, of, seq);
    }
    chain->at_ms = at_ms;
}

/* One entry behind the last; columns: 0 seq, 1 at_ms, 2 hash, then the texts from `first` to before `end`. */
static void link_entry(struct check *c, struct chain *chain, sqlite3_stmt *s, const char *label, const char *of,
                       int first, int end)
{
    crypto_generichash_state h;
    int64_t seq = sqlite3_column_int64(s, 0);
    if (seq != chain->seq + 1) {
        verify_bad("journal of %s: entry %" PRId64 " is missing", of, chain->seq + 1);
    }
    look_at_time(c, chain, of, seq, sqlite3_column_int64(s, 1));
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, label);
    verify_add_field(&h, chain->hash, chain->seq > 0 ? HASH : 0);
    verify_add_number(&h, seq);
    verify_add_number(&h, sqlite3_column_int64(s, 1));
    for (int i = first; i < end; i++) {
        verify_add_column(&h, s, i);
    }
    crypto_generichash_final(&h, chain->hash, HASH);
    if (!verify_is_hash(s, 2, chain->hash)) {
        verify_bad("journal of %s: entry %" PRId64 " is not what was written", of, seq);
    }
    chain->seq = seq;
}

/* Each case must say of itself where its journal ends. */
static void check_end(const struct check *c, const struct chain *chain)
{
    sqlite3_stmt *s = verify_prepare(c, "SELECT journal_seq, 0, journal_head FROM cases WHERE id = ?1");
    sqlite3_bind_text(s, 1, chain->id, -1, SQLITE_STATIC);
    if (!verify_step(c, s) || sqlite3_column_int64(s, 0) != chain->seq || !verify_is_hash(s, 2, chain->hash)) {
        verify_bad("case %s: its journal does not end where the case says (entry %" PRId64 ")", chain->id, chain->seq);
    }
    sqlite3_finalize(s);
}

/* A marked entry: the chain goes on from the hash that it has. */
static void skip_entry(struct check *c, struct chain *chain, struct purge *purge, sqlite3_stmt *s)
{
    int64_t seq = sqlite3_column_int64(s, 0);
    if (seq != chain->seq + 1) {
        verify_bad("journal of %s: entry %" PRId64 " is missing", chain->id, chain->seq + 1);
    }
    if (purge->marked != chain->seq) {
        verify_bad("journal of %s: entry %" PRId64 " is marked as destroyed behind one that is not", chain->id, seq);
    }
    look_at_time(c, chain, chain->id, seq, sqlite3_column_int64(s, 1));
    verify_purge_mark(purge, s, chain->id);
    memcpy(chain->hash, sqlite3_column_blob(s, 2), HASH);
    chain->seq = seq;
}

static void end_case(const struct check *c, const struct chain *chain, const struct purge *purge)
{
    if (purge->marked > 0) {
        verify_bad("journal of %s: entry %" PRId64 " is marked as destroyed, and the purge is missing", chain->id,
                   purge->marked);
    }
    if (chain->seq > 0) {
        check_end(c, chain);
    }
}

static sqlite3_stmt *read_journals(struct check *c)
{
    sqlite3_stmt *s = verify_prepare(c, "SELECT COUNT(*) FROM pragma_table_info('journal') WHERE name = 'certificate'");
    c->has_certificates = verify_step(c, s) && sqlite3_column_int64(s, 0) > 0;
    sqlite3_finalize(s);
    s = verify_prepare(c, "SELECT COUNT(*) FROM pragma_table_info('practice_steps')");
    c->has_steps = verify_step(c, s) && sqlite3_column_int64(s, 0) > 0;
    sqlite3_finalize(s);
    s = verify_prepare(c, "SELECT COUNT(*) FROM pragma_table_info('persons') WHERE name = 'digest'");
    c->has_digests = verify_step(c, s) && sqlite3_column_int64(s, 0) > 0;
    sqlite3_finalize(s);
    return c->has_certificates
               ? verify_prepare(
                     c,
                     "SELECT seq, at_ms, hash, case_id, actor_id, actor_unit_id, action, event, from_state, to_state,"
                     " note, changes, request_id, seal, certificate FROM journal ORDER BY case_id, seq")
               : verify_prepare(
                     c,
                     "SELECT seq, at_ms, hash, case_id, actor_id, actor_unit_id, action, event, from_state, to_state,"
                     " note, changes, request_id, seal, NULL FROM journal ORDER BY case_id, seq");
}

/* The server looks at a case or an object of the office before each act; what it found changed by then is told at the end, for the rest has
 * to be looked at too. */
static void note_past(struct check *c, sqlite3_stmt *s, int column, const char *id)
{
    const char *changes = (const char *)sqlite3_column_text(s, column);
    if (changes != NULL && strstr(changes, "{\"field\":\"past_journal\",") != NULL && c->past++ == 0) {
        snprintf(c->first_past, sizeof c->first_past, "%s", id);
        c->first_past_seq = sqlite3_column_int64(s, 0);
    }
}

void verify_journals(struct check *c)
{
    struct chain chain = {.seq = 0};
    struct purge purge = {.marked = 0};
    sqlite3_stmt *s = read_journals(c);
    while (verify_step(c, s)) {
        const char *id = (const char *)sqlite3_column_text(s, COLUMN_CASE);
        if (id == NULL || id[0] == '\0' || strlen(id) >= sizeof chain.id) {
            verify_bad("an entry of the journals names no case");
        }
        if (strcmp(chain.id, id) != 0) {
            end_case(c, &chain, &purge);
            chain = (struct chain){.seq = 0};
            snprintf(chain.id, sizeof chain.id, "%s", id);
            c->cases++;
        }
        c->entries++;
        if (sqlite3_column_type(s, COLUMN_CERTIFICATE) != SQLITE_NULL) {
            skip_entry(c, &chain, &purge, s);
            continue;
        }
        /* Entries of the first programs had no seal and were hashed without. */
        link_entry(c, &chain, s, "petitiond journal 1", chain.id, COLUMN_CASE,
                   sqlite3_column_type(s, COLUMN_SEAL) == SQLITE_NULL ? COLUMN_SEAL : COLUMN_SEAL + 1);
        note_past(c, s, COLUMN_CHANGES, chain.id);
        if (purge.marked > 0) {
            verify_purge_entry(c, &purge, s, chain.id);
        }
    }
    end_case(c, &chain, &purge);
    sqlite3_finalize(s);
    s = verify_prepare(c,
                       "SELECT COUNT(*), (SELECT COALESCE(id, 'without id') FROM cases WHERE id IS NULL OR id NOT IN "
                       "(SELECT case_id FROM journal) LIMIT 1) FROM cases");
    if (verify_step(c, s) && sqlite3_column_int64(s, 0) != c->cases) {
        const char *id = (const char *)sqlite3_column_text(s, 1);
        verify_bad("case %s has no journal, or stands there twice", id != NULL ? id : "(some)");
    }
    sqlite3_finalize(s);
}

void verify_office(struct check *c)
{
    struct chain chain = {.seq = 0};
    enum { CHANGES = 6, SEALS = 8 };
    sqlite3_stmt *s =
        verify_prepare(c, "SELECT COUNT(*) FROM pragma_table_info('office_journal') WHERE name = 'seals'");
    c->has_seals = verify_step(c, s) && sqlite3_column_int64(s, 0) > 0;
    sqlite3_finalize(s);
    s = verify_prepare(c, c->has_seals ? "SELECT seq, at_ms, hash, actor_id, action, object_id, changes, request_id,"
                                         " seals FROM office_journal ORDER BY seq"
                                       : "SELECT seq, at_ms, hash, actor_id, action, object_id, changes, request_id,"
                                         " NULL FROM office_journal ORDER BY seq");
    while (verify_step(c, s)) {
        /* Entries about no object, and those of earlier programs, were hashed without seals. */
        link_entry(c, &chain, s, "petitiond office 1", "the office", 3,
                   sqlite3_column_type(s, SEALS) == SQLITE_NULL ? SEALS : SEALS + 1);
        c->office_entries++;
        note_past(c, s, CHANGES, "the office");
    }
    sqlite3_finalize(s);
}

/* Entries that no checkpoint holds yet: they follow from each other, and that is all that can be said of them. */
void verify_tail(struct check *c)
{
    sqlite3_stmt *s = verify_prepare(
        c, "SELECT COALESCE(SUM(c.journal_seq - m.seq), 0), COUNT(*) FROM cases c JOIN (SELECT c2.id AS id,"
           " COALESCE((SELECT MAX(h.seq) FROM checkpoint_heads h WHERE h.case_id = c2.id), 0) AS seq FROM cases c2)"
           " m ON m.id = c.id WHERE c.journal_seq > m.seq");
    if (verify_step(c, s)) {
        c->tail_entries = sqlite3_column_int64(s, 0);
        c->tail_cases = sqlite3_column_int64(s, 1);
    }
    sqlite3_finalize(s);
    c->tail_office = c->office_entries - c->last_office_seq; /* numbered 1..n, as check_office saw */
}
