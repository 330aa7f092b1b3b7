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

static int take_number(const char **at, const char *before, int64_t *out)
{
    int used = 0;
    size_t n = strlen(before);
    int is_good = strncmp(*at, before, n) == 0 && sscanf(*at + n, "%18" SCNd64 "%n", out, &used) == 1;
    *at += is_good ? n + (size_t)used : 0;
    return is_good;
}

/* Bytes in hex between quotes; `*size` 0 for none, else as many as `out` holds. */
static int take_bytes(const char **at, const char *before, unsigned char *out, size_t full, int *size)
{
    char text[2 * SIGNATURE + 1];
    size_t n = strlen(before);
    if (strncmp(*at, before, n) != 0) {
        return 0;
    }
    *at += n;
    size_t digits = strspn(*at, "0123456789abcdef");
    if ((digits != 0 && digits != 2 * full) || (*at)[digits] != '"') {
        return 0;
    }
    memcpy(text, *at, digits);
    text[digits] = '\0';
    *at += digits + 1;
    *size = digits > 0 ? (int)full : 0;
    return digits == 0 || verify_unhex(text, out, full);
}

/* Members stand in the order in which the office writes them, and nothing else stands in the line. */
static int read_line(const char *at, struct checkpoint *k, unsigned char key[HASH])
{
    int root = 0, hash = 0, signature = 0, public_key = 0;
    memset(k, 0, sizeof *k);
    memset(key, 0, HASH);
    return take_number(&at, "{\"seq\":", &k->seq) && take_number(&at, ",\"at_ms\":", &k->at_ms) &&
           take_number(&at, ",\"epoch\":", &k->epoch) && take_number(&at, ",\"heads\":", &k->heads) &&
           take_bytes(&at, ",\"root\":\"", k->root, HASH, &root) &&
           take_number(&at, ",\"office_seq\":", &k->office_seq) &&
           take_bytes(&at, ",\"office_hash\":\"", k->office_hash, HASH, &k->office_hash_size) &&
           take_bytes(&at, ",\"hash\":\"", k->hash, HASH, &hash) &&
           take_bytes(&at, ",\"signature\":\"", k->signature, SIGNATURE, &signature) &&
           take_bytes(&at, ",\"public_key\":\"", key, HASH, &public_key) && root > 0 && hash > 0 && signature > 0 &&
           (strcmp(at, "}") == 0 || strcmp(at, "}\n") == 0 || strcmp(at, "}\r\n") == 0);
}

/* The rest of a line than its hash: what the office signed under that hash, as the database has it. */
static int is_as_signed(const struct checkpoint *listed, const struct checkpoint *k)
{
    return listed->at_ms == k->at_ms && listed->epoch == k->epoch && listed->heads == k->heads &&
           listed->office_seq == k->office_seq && listed->office_hash_size == k->office_hash_size &&
           memcmp(listed->root, k->root, HASH) == 0 && memcmp(listed->office_hash, k->office_hash, HASH) == 0;
}

static void compare_listed(const struct check *c, const struct checkpoint *k, int number)
{
    struct checkpoint stored;
    sqlite3_stmt *s = verify_prepare(
        c, "SELECT seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature FROM checkpoints"
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
    if (!is_as_signed(k, &stored)) {
        verify_bad("line %d of the list does not say what was signed in checkpoint %" PRId64, number, k->seq);
    }
}

static void learn_key(struct check *c, const unsigned char key[HASH])
{
    for (int i = 0; i < c->key_count; i++) {
        if (memcmp(c->keys[i], key, HASH) == 0) {
            return;
        }
    }
    if (c->key_count < KEYS_MAX && !sodium_is_zero(key, HASH)) {
        memcpy(c->keys[c->key_count++], key, HASH);
    }
}

/* One line behind the one of `before` (0: the first). Who keeps a list may have begun late or missed some: that is named. */
static void check_listed(struct check *c, const struct checkpoint *k, int64_t before, int number)
{
    if (!verify_is_signed(c, k)) {
        verify_bad("line %d of the list is not signed with the office's key", number);
    }
    if (k->seq <= before) {
        verify_bad("line %d of the list: checkpoint %" PRId64 " stands behind checkpoint %" PRId64, number, k->seq,
                   before);
    }
    compare_listed(c, k, number);
    if (before > 0 && k->seq != before + 1) {
        if (c->gaps++ == 0) {
            printf("gap: line %d of the list: checkpoint %" PRId64 " is not in it\n", number, before + 1);
        }
    }
}

/* `is_learning`: takes the keys that the list names; else compares. */
void verify_list(struct check *c, const char *path, int is_learning)
{
    char line[LINE_MAX_SIZE];
    struct checkpoint k = {.seq = 0};
    unsigned char key[HASH];
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        fprintf(stderr, "petitiond-verify: %s cannot be read\n", path);
        exit(EXIT_WRONG);
    }
    for (int number = 1; fgets(line, sizeof line, f) != NULL; number++) {
        int64_t before = k.seq;
        if (!read_line(line, &k, key)) {
            verify_bad("line %d of the list is no checkpoint", number);
        }
        if (is_learning) {
            learn_key(c, key);
        } else {
            check_listed(c, &k, before, number);
        }
    }
    fclose(f);
    if (k.seq == 0) {
        verify_bad("the list holds no checkpoint");
    }
}
