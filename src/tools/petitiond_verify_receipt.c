/*
 * petitiond_verify_receipt.c - what a petitioner was given: its signature, its way to a checkpoint, and its entry in a copy.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two outcomes that must not be taken for each other: only the second says something about the records. */
#define NOT_GENUINE    "the file is not as the office signed it, which proves nothing about the records; use the original"
#define RECORDS_DIFFER "the office signed the receipt, and the records do not agree with it"

enum { RECEIPT_SIZE = 8192 }; /* the longest has some 4 000 bytes */

void verify_receipt_load(const char *path, struct receipt *r)
{
    char text[RECEIPT_SIZE];
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        fprintf(stderr, "petitiond-verify: %s cannot be read\n", path);
        exit(EXIT_WRONG);
    }
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = '\0';
    if (strlen(text) != n || !verify_read_receipt(text, r)) {
        verify_bad("receipt: it is none, or not as the office wrote it");
    }
}

static void check_signature(const struct check *c, const struct receipt *r)
{
    unsigned char digest[HASH];
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, "petitiond receipt 1");
    verify_add_word(&h, r->number);
    verify_add_number(&h, r->seq);
    verify_add_number(&h, r->at_ms);
    verify_add_number(&h, r->epoch);
    verify_add_field(&h, r->hash, HASH);
    crypto_generichash_final(&h, digest, HASH);
    if (!verify_is_signed(c, digest, r->signature)) {
        verify_bad("receipt: number, entry, time, hash or epoch is not what the office's key signed: " NOT_GENUINE);
    }
}

/* From the leaf to the root; 0 when the way has too few or too many hashes, or leads elsewhere. */
static int leads_to_root(const struct receipt *r)
{
    unsigned char hash[HASH];
    const unsigned char *beside = r->way[0];
    const unsigned char *end = beside + r->way_size;
    int64_t index = r->index;
    if (index >= r->checkpoint.heads) {
        return 0;
    }
    verify_leaf(r->case_id, r->seq, r->hash, hash);
    for (int64_t n = r->checkpoint.heads; n > 1; n = (n + 1) / 2, index /= 2) {
        if (index % 2 == 0 && index + 1 == n) {
            continue; /* the odd one at the end */
        }
        if (beside == end) {
            return 0;
        }
        if (index % 2 == 0) {
            verify_node(hash, beside, hash);
        } else {
            verify_node(beside, hash, hash);
        }
        beside += HASH;
    }
    return beside == end && memcmp(hash, r->checkpoint.root, HASH) == 0;
}

static int is_known_key(const struct check *c, const unsigned char key[HASH])
{
    for (int i = 0; i < c->key_count; i++) {
        if (memcmp(c->keys[i], key, HASH) == 0) {
            return 1;
        }
    }
    return 0;
}

static void check_inclusion(const struct check *c, const struct receipt *r)
{
    const struct checkpoint *k = &r->checkpoint;
    unsigned char digest[HASH];
    verify_digest(k, r->previous_size > 0 ? r->previous : NULL, digest);
    if (memcmp(digest, k->hash, HASH) != 0) {
        verify_bad("receipt: checkpoint %" PRId64 " does not say what its hash is over: " NOT_GENUINE, k->seq);
    }
    if (!verify_is_signed(c, k->hash, k->signature)) {
        verify_bad("receipt: checkpoint %" PRId64 " is not signed with the office's key: " NOT_GENUINE, k->seq);
    }
    if (k->key_size > 0 && !is_known_key(c, k->key)) {
        verify_bad("receipt: checkpoint %" PRId64 " names another key than the office's: " NOT_GENUINE, k->seq);
    }
    if (!leads_to_root(r)) {
        verify_bad("receipt: entry %" PRId64 " of case %s is not in checkpoint %" PRId64 ": " NOT_GENUINE, r->seq,
                   r->number, k->seq);
    }
}

void verify_receipt(const struct check *c, const struct receipt *r)
{
    check_signature(c, r);
    printf("receipt: entry %" PRId64 " of case %s is signed by the office\n", r->seq, r->number);
    if (!r->is_included) {
        printf("open: no checkpoint is in the receipt\n");
        return;
    }
    check_inclusion(c, r);
    printf("receipt: it is in checkpoint %" PRId64 "\n", r->checkpoint.seq);
}

static void check_checkpoint(const struct check *c, const struct receipt *r)
{
    sqlite3_stmt *s = verify_prepare(c, "SELECT seq, 0, hash FROM checkpoints WHERE seq = ?1");
    sqlite3_bind_int64(s, 1, r->checkpoint.seq);
    if (!verify_step(c, s) || !verify_is_hash(s, 2, r->checkpoint.hash)) {
        verify_bad("receipt: checkpoint %" PRId64 " was handed out and is not in the database: " RECORDS_DIFFER,
                   r->checkpoint.seq);
    }
    sqlite3_finalize(s);
}

void verify_receipt_in_copy(const struct check *c, const struct receipt *r)
{
    sqlite3_stmt *s = verify_prepare(c, "SELECT id FROM cases WHERE number = ?1");
    sqlite3_bind_text(s, 1, r->number, -1, SQLITE_STATIC);
    const char *id = verify_step(c, s) ? (const char *)sqlite3_column_text(s, 0) : NULL;
    if (id == NULL) {
        verify_bad("receipt: case %s is not in the database: " RECORDS_DIFFER, r->number);
    }
    if (r->is_included && strcmp(id, r->case_id) != 0) {
        verify_bad("receipt: case %s is another one in the database: " RECORDS_DIFFER, r->number);
    }
    sqlite3_stmt *entry = verify_prepare(c, "SELECT seq, at_ms, hash FROM journal WHERE case_id = ?1 AND seq = ?2");
    sqlite3_bind_text(entry, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(entry, 2, r->seq);
    if (!verify_step(c, entry)) {
        verify_bad("receipt: entry %" PRId64 " of case %s is not in the database: " RECORDS_DIFFER, r->seq, r->number);
    }
    if (!verify_is_hash(entry, 2, r->hash) || sqlite3_column_int64(entry, 1) != r->at_ms) {
        verify_bad("receipt: entry %" PRId64 " of case %s is another one in the database: " RECORDS_DIFFER, r->seq,
                   r->number);
    }
    sqlite3_finalize(entry);
    sqlite3_finalize(s);
    if (r->is_included) {
        check_checkpoint(c, r);
    }
    printf("receipt: its entry is in the database\n");
}
