/*
 * petitiond_verify_cases.c - what stands in the tables is what the newest entry of each case's journal sealed: the case, its clocks, and
 * the papers, demands, people and acts beside it.
 *
 * A seal is a hash over names and values of columns. A narrow one covers the case and its clocks; a wide one, which begins with "2.",
 * what stands beside the case too; one that begins with "3.", also who had it, its links and what was said of its destruction; one that
 * begins with "4.", also which version of its people and its sealed content it knows, the words of its links, and why it was to be
 * supervised. Entries of the first programs have none.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEAL_TEXT = 2 * HASH + 1, WIDTH_BESIDE = 2, WIDTH_TRAIL = 3, WIDTH_KEPT = 4 };

struct digests {
    unsigned char (*items)[HASH];
    size_t count, room;
};

/* clang-format off */
static const char *const case_columns =
    "SELECT "
    "c.id, c.number, c.title, c.lane, c.workflow_key, c.stage, c.state, c.channel, c.source_platform, c.purpose, "
    "c.class_code, c.place_unit_id, c.place_detail, c.urgency, c.request, c.facts, c.reasons, c.petitioner_id, "
    "c.registrar_unit_id, c.holder_unit_id, c.handler_id, c.due_deadline_id, c.outcome, c.closing_kind, "
    "c.petitioner_accepts, c.closing_note, c.retention, c.parent_id, c.finality, c.outside_body, c.archive_number, "
    "c.certificate, c.workflow_version, c.is_open, c.is_first, c.people_count, c.held_since_ms, c.registered_ms, "
    "c.accepted_ms, c.closed_ms, c.archived_ms, NULLIF(c.is_sealed, 0) AS is_sealed, c.due_key, c.is_returned, "
    "c.is_extended, c.is_supervised, c.thing_settled, c.submission_count"
    ", c.code_hash, j.seal FROM cases c JOIN journal j ON j.case_id = c.id AND j.seq = c.journal_seq"
    " WHERE j.seal IS NOT NULL ORDER BY c.id";
static const char *const clock_columns =
    "SELECT "
    "id, case_id, clock, kind, unit, owner_unit_id, status, about, length, started_ms, extension_days, round, "
    "due_ms, due_day, rolled_day, is_provisional, ended_ms, pause_from, pause_to"
    " FROM deadlines WHERE case_id = ?1";

/* Each row beside a case as a kind and one text. */
static const char *const beside[] = {
    "SELECT 'document', json_array(d.id, d.type, d.number, d.edition, d.unit_id, d.status, d.body, d.author_id, "
    "d.checker_id, d.signer_id, d.created_ms, d.issued_ms, d.series, d.position, d.revoked_ms, "
    "d.template_version) FROM documents d WHERE d.case_id = ?1 UNION ALL SELECT 'delivery', json_array(v.id, "
    "v.document_id, v.method, v.received_day, v.receiver, v.proof, v.account_id, v.created_ms, v.published_day) "
    "FROM deliveries v WHERE v.case_id = ?1 UNION ALL SELECT 'demand', json_array(m.position, m.id, m.text, "
    "m.outcome, m.answer, m.basis, m.joined_from) FROM demands m WHERE m.case_id = ?1 UNION ALL SELECT "
    "'submission', json_array(s.id, s.number, s.channel, s.source_platform, s.external_number, s.registered_ms, "
    "s.received_day, s.unit_id, s.window_number, s.registrar_id, s.purpose, s.title, s.request, s.facts, "
    "s.reasons) || json_array(s.people_count, s.involved_count, s.is_joint, s.is_group_visit, s.is_first, "
    "s.is_confidential, s.is_publishable, s.oral_text, s.oral_read_back, s.oral_confirmed_by, s.oral_reference, "
    "s.joined_from) FROM submissions s WHERE s.case_id = ?1 UNION ALL SELECT 'party', json_array(p.position, "
    "p.id, p.submission_id, p.person_id, p.role) FROM parties p WHERE p.case_id = ?1 UNION ALL SELECT 'evidence',"
    " json_array(e.id, e.title, e.fact, e.source, e.reference, e.captured_day, e.account_id, e.unit_id, "
    "e.created_ms) FROM evidence e WHERE e.case_id = ?1 UNION ALL SELECT 'file', json_array(f.id, f.kind, "
    "f.of_id, f.status, f.media, f.size, hex(f.hash), f.is_sealed, f.account_id, f.unit_id, f.created_ms, "
    "f.removed_ms, f.removed_by, f.removed_reason) FROM files f WHERE f.case_id = ?1 UNION ALL SELECT 'content', "
    "'kept' FROM sealed_contents k WHERE k.case_id = ?1",
    "SELECT 'dispatch', json_array(d.id, d.kind, d.part, d.from_unit_id, d.to_unit_id, d.sender_id, d.sent_ms, "
    "d.basis, d.note, d.feedback_due_day, d.status, d.objected_ms, d.objection_ground, d.objection_basis, "
    "d.suggested_unit_id, d.ruling) || json_array(d.ruled_ms, d.ruling_reason, d.report, d.reported_ms, "
    "d.urgency, d.report_state, d.report_ruled_ms, d.report_reason, d.late_consent_by, d.late_consent_ms, "
    "d.late_consent_reason, d.dispute_body, d.dispute_unit_id, d.dispute_ms, d.dispute_reason, d.is_ruled) || "
    "json_array(d.first_from_unit_id, d.first_to_unit_id) FROM dispatches d WHERE d.case_id = ?1 UNION ALL SELECT"
    " 'contact', json_array(c.id, c.on_day, c.method, c.spoke_with, c.content, c.is_reached, c.next_step, "
    "c.account_id, c.unit_id, c.created_ms) FROM contacts c WHERE c.case_id = ?1 UNION ALL SELECT 'agreement', "
    "json_array(g.id, g.kind, g.other_party, g.mediator, g.signed_day, g.terms, g.account_id, g.created_ms) FROM "
    "agreements g WHERE g.case_id = ?1 UNION ALL SELECT 'instalment', json_array(i.position, i.agreement_id, "
    "i.text, i.amount_fen, i.due_day, i.status, i.done_day, i.proof) FROM instalments i WHERE i.case_id = ?1 "
    "UNION ALL SELECT 'supervision', json_array(u.position, u.measure, u.unit_id, u.problem, u.article, u.demand,"
    " u.due_day, u.status, u.account_id, u.issued_ms, u.answer, u.answered_ms, u.judgement, u.judged_ms) FROM "
    "supervisions u WHERE u.case_id = ?1 UNION ALL SELECT 'rating', json_array(r.id, r.target, r.round, "
    "r.unit_id, r.value, r.reason, r.comment, r.via, r.reference, r.account_id, r.rated_ms, r.is_current) FROM "
    "ratings r WHERE r.case_id = ?1 UNION ALL SELECT 'accused', k.unit_id FROM complained_units k WHERE k.case_id"
    " = ?1 UNION ALL SELECT 'reader', json_array(a.account_id, a.named_by, a.named_ms) FROM case_readers a WHERE "
    "a.case_id = ?1",
    /* databases of earlier programs have no such table */
    ("SELECT 'practice', json_array(p.id, p.practice_key, p.version, p.step, p.on_day, p.note, p.account_id, "
     "p.unit_id, p.created_ms, p.undone_ms, p.undone_by, p.undone_reason) FROM practice_steps p WHERE p.case_id = ?1"),
    /* only of seals that begin with "3." */
    ("SELECT 'holding', json_array(h.seq, h.unit_id, h.handler_id, h.from_ms, h.to_ms) FROM holdings h WHERE "
     "h.case_id = ?1 UNION ALL SELECT 'link', json_array(l.id, l.other_id, l.kind, l.account_id, l.created_ms, l.undone_by, "
     "l.undone_ms) FROM case_links l WHERE l.case_id = ?1 UNION ALL SELECT 'recusal', json_array(r.account_id, "
     "r.asked_by, r.recused_ms) FROM recusals r WHERE r.case_id = ?1 UNION ALL SELECT 'retention', "
     "json_array(t.held_by, t.held_ms, t.hold_reason, t.proposed_by, t.proposed_ms, t.appraisal) FROM retentions t "
     "WHERE t.case_id = ?1 AND (t.held_ms IS NOT NULL OR t.proposed_ms IS NOT NULL)"),
    /* only of seals that begin with "4." */
    ("SELECT 'person', json_array(p.id, p.version, p.kind, p.id_type, p.contact_preference) FROM persons p WHERE p.id IN "
     "(SELECT a.person_id FROM parties a WHERE a.case_id = ?1 UNION SELECT c.petitioner_id FROM cases c WHERE c.id = ?1) "
     "UNION ALL SELECT 'content version', json_array(k.version) FROM sealed_contents k WHERE k.case_id = ?1 UNION ALL "
     "SELECT 'link words', json_array(l.id, l.reason, l.undone_reason) FROM case_links l WHERE l.case_id = ?1 UNION ALL "
     "SELECT 'candidate', json_array(s.id, s.deadline_id, s.unit_id, s.trigger, s.found_ms, s.status) FROM "
     "supervision_candidates s WHERE s.case_id = ?1")};
enum { BESIDE_STEPS = 2, BESIDE_TRAIL = 3, BESIDE_KEPT = 4 };
/* clang-format on */

static unsigned char *digests_next(struct digests *d)
{
    if (d->count == d->room) {
        size_t room = d->room > 0 ? 2 * d->room : 64;
        void *grown = realloc(d->items, room * sizeof *d->items);
        if (grown == NULL) {
            verify_bad("there is no memory for so many rows of a case");
        }
        d->items = grown;
        d->room = room;
    }
    return d->items[d->count++];
}

static int digests_compare(const void *a, const void *b)
{
    return memcmp(a, b, HASH);
}

static void digests_add(crypto_generichash_state *h, const struct digests *d)
{
    if (d->count > 1) {
        qsort(d->items, d->count, sizeof *d->items, digests_compare);
    }
    verify_add_number(h, (int64_t)d->count);
    for (size_t i = 0; i < d->count; i++) {
        crypto_generichash_update(h, d->items[i], HASH);
    }
}

/* Names and values of the columns before `end`; what is absent is left out. */
static void add_columns(crypto_generichash_state *h, sqlite3_stmt *s, int end)
{
    for (int i = 0; i < end; i++) {
        if (sqlite3_column_type(s, i) == SQLITE_NULL) {
            continue;
        }
        verify_add_word(h, sqlite3_column_name(s, i));
        if (sqlite3_column_type(s, i) == SQLITE_INTEGER) {
            verify_add_number(h, sqlite3_column_int64(s, i));
        } else {
            const void *text = sqlite3_column_text(s, i);
            verify_add_field(h, text, (size_t)sqlite3_column_bytes(s, i));
        }
    }
}

static void read_clocks(const struct check *c, const char *id, struct digests *out)
{
    sqlite3_stmt *s = verify_prepare(c, clock_columns);
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    out->count = 0;
    while (verify_step(c, s)) {
        crypto_generichash_state h;
        crypto_generichash_init(&h, NULL, 0, HASH);
        add_columns(&h, s, sqlite3_column_count(s));
        crypto_generichash_final(&h, digests_next(out), HASH);
    }
    sqlite3_finalize(s);
}

static void read_beside(const struct check *c, const char *id, int width, struct digests *out)
{
    out->count = 0;
    for (int i = 0; i <= BESIDE_KEPT; i++) {
        if ((i == BESIDE_STEPS && !c->has_steps) || (i == BESIDE_TRAIL && width < WIDTH_TRAIL) ||
            (i == BESIDE_KEPT && width < WIDTH_KEPT)) {
            continue;
        }
        sqlite3_stmt *s = verify_prepare(c, beside[i]);
        sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
        while (verify_step(c, s)) {
            crypto_generichash_state h;
            crypto_generichash_init(&h, NULL, 0, HASH);
            for (int column = 0; column < 2; column++) {
                const void *text = sqlite3_column_text(s, column);
                verify_add_field(&h, text, (size_t)sqlite3_column_bytes(s, column));
            }
            crypto_generichash_final(&h, digests_next(out), HASH);
        }
        sqlite3_finalize(s);
    }
}

/* `s` stands at a case; its last columns are the hash of the petitioner's code and the seal. */
static void make_seal(const struct check *c, sqlite3_stmt *s, const char *id, int width, struct digests *rows,
                      char out[SEAL_TEXT])
{
    unsigned char hash[HASH];
    crypto_generichash_state h;
    int code = sqlite3_column_count(s) - 2;
    read_clocks(c, id, rows);
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, "petitiond case 1");
    add_columns(&h, s, code);
    const void *bytes = sqlite3_column_blob(s, code);
    verify_add_field(&h, bytes, (size_t)sqlite3_column_bytes(s, code));
    digests_add(&h, rows);
    crypto_generichash_final(&h, hash, HASH);
    if (width > 0) {
        read_beside(c, id, width, rows);
        crypto_generichash_init(&h, NULL, 0, HASH);
        char label[24];
        snprintf(label, sizeof label, "petitiond case %d", width);
        verify_add_word(&h, label);
        verify_add_field(&h, hash, HASH);
        digests_add(&h, rows);
        crypto_generichash_final(&h, hash, HASH);
    }
    sodium_bin2hex(out, SEAL_TEXT, hash, HASH);
}

/* 0: a narrow one. */
static int width_of(const char *seal)
{
    int is_wide = seal[0] >= '0' + WIDTH_BESIDE && seal[0] <= '0' + WIDTH_KEPT && seal[1] == '.';
    return is_wide ? seal[0] - '0' : 0;
}

void verify_cases(const struct check *c)
{
    struct digests rows = {0};
    if (!c->has_certificates) {
        return; /* of a program whose cases had other columns */
    }
    sqlite3_stmt *s = verify_prepare(c, case_columns);
    while (verify_step(c, s)) {
        char made[SEAL_TEXT], id[64];
        const char *seal = (const char *)sqlite3_column_text(s, sqlite3_column_count(s) - 1);
        int width = width_of(seal);
        snprintf(id, sizeof id, "%s", (const char *)sqlite3_column_text(s, 0));
        make_seal(c, s, id, width, &rows, made);
        if (strcmp(seal + (width > 0 ? 2 : 0), made) != 0) {
            verify_bad("case %s: it, a clock or a part of it was changed after its newest entry", id);
        }
    }
    sqlite3_finalize(s);
    free(rows.items);
}
