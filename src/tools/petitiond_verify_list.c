/*
 * petitiond_verify_list.c - checkpoints that left the house, against those in the database.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_SIZE = 4096 };

static void compare_listed(const struct check *c, const struct checkpoint *k, int number)
{
    struct checkpoint stored;
    sqlite3_stmt *s = verify_prepare(
        c, "SELECT seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature, seed FROM checkpoints"
           " WHERE seq = ?1");
    sqlite3_bind_int64(s, 1, k->seq);
    if (!verify_step(c, s)) {
        verify_bad("checkpoint %" PRId64 " was handed out and is not in the database: what it held was cut off",
                   k->seq);
    }
    verify_read_checkpoint(s, &stored);
    sqlite3_finalize(s);
    if (memcmp(stored.hash, k->hash, HASH) != 0) {
        verify_bad("checkpoint %" PRId64 " is not the one that was handed out", k->seq);
    }
    if (!verify_is_same(k, &stored)) {
        verify_bad("line %d of the list does not say what was signed in checkpoint %" PRId64, number, k->seq);
    }
}

static void learn_key(struct check *c, const struct checkpoint *k)
{
    for (int i = 0; i < c->key_count; i++) {
        if (memcmp(c->keys[i], k->key, HASH) == 0) {
            return;
        }
    }
    if (c->key_count < KEYS_MAX && k->key_size > 0 && !sodium_is_zero(k->key, HASH)) {
        memcpy(c->keys[c->key_count++], k->key, HASH);
    }
}

/* One line behind the one of `before` (seq 0: the first). Who keeps a list may have begun late or missed some: that is named. */
static void check_listed(struct check *c, const struct checkpoint *k, const struct checkpoint *before, int number)
{
    unsigned char digest[HASH];
    if (!verify_is_signed(c, k->hash, k->signature)) {
        verify_bad("line %d of the list is not signed with the office's key", number);
    }
    if (k->seq <= before->seq) {
        verify_bad("line %d of the list: checkpoint %" PRId64 " stands behind checkpoint %" PRId64, number, k->seq,
                   before->seq);
    }
    if (c->db != NULL) {
        compare_listed(c, k, number);
    }
    if (before->seq > 0 && k->seq != before->seq + 1) {
        if (c->gaps++ == 0) {
            printf("gap: line %d of the list: checkpoint %" PRId64 " is not in it\n", number, before->seq + 1);
        }
        return;
    }
    verify_digest(k, before->seq > 0 ? before->hash : NULL, digest);
    if ((before->seq > 0 || k->seq == 1) && memcmp(digest, k->hash, HASH) != 0) {
        verify_bad("line %d of the list does not say what was signed in checkpoint %" PRId64, number, k->seq);
    }
}

/* Two checkpoints of one number, both signed, are the gravest finding of all. */
static int check_against(const struct receipt *r, const struct checkpoint *k, int number)
{
    if (r == NULL || !r->is_included || r->checkpoint.seq != k->seq) {
        return 0;
    }
    if (!verify_is_same(&r->checkpoint, k)) {
        verify_bad("receipt: checkpoint %" PRId64 " is another one in line %d of the list", k->seq, number);
    }
    return 1;
}

void verify_list(struct check *c, const char *path, int is_learning, const struct receipt *r)
{
    char line[LINE_MAX_SIZE];
    struct checkpoint k = {.seq = 0};
    int is_listed = 0;
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        fprintf(stderr, "petitiond-verify: %s cannot be read\n", path);
        exit(EXIT_WRONG);
    }
    for (int number = 1; fgets(line, sizeof line, f) != NULL; number++) {
        struct checkpoint before = k;
        if (!verify_read_line(line, &k)) {
            verify_bad("line %d of the list is no checkpoint", number);
        }
        if (is_learning) {
            learn_key(c, &k);
        } else {
            check_listed(c, &k, &before, number);
            is_listed |= check_against(r, &k, number);
        }
    }
    fclose(f);
    if (k.seq == 0) {
        verify_bad("the list holds no checkpoint");
    }
    if (!is_learning && r != NULL && r->is_included) {
        printf(is_listed ? "receipt: the list has its checkpoint %" PRId64 "\n"
                         : "open: the list does not have checkpoint %" PRId64 " of the receipt\n",
               r->checkpoint.seq);
    }
}
