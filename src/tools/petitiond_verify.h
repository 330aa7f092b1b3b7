/*
 * petitiond_verify.h - what the files of the independent verifier share; see petitiond_verify.c.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#ifndef TOOLS_PETITIOND_VERIFY_H
#define TOOLS_PETITIOND_VERIFY_H

#include <sodium.h>
#include <sqlite3.h>

#include <stdint.h>

enum { HASH = 32, SIGNATURE = 64, KEYS_MAX = 64, WAY_MAX = 32, LEAVES_MAX = 1 << 20, EXIT_BAD = 1, EXIT_WRONG = 2 };

struct check {
    sqlite3 *db;
    unsigned char keys[KEYS_MAX][HASH];
    int key_count;
    int64_t entries, cases, office_entries, checkpoints, tail_entries, tail_cases, tail_office, last_office_seq;
    int64_t went_back, gaps, purged, certificates, objects, rows, strays;
    int64_t past, first_past_seq; /* entries that found what they are about changed past its journal */
    int has_certificates;         /* the database is of a program that knew purges */
    int has_steps;                /* ... that knew steps of local practice on cases */
    int has_seals;                /* ... that sealed objects of the office */
    int has_digests;              /* ... that gave rows with encrypted columns digests */
    char first_back[128];
    char first_past[64];
    char first_stray[64]; /* people whom no case has */
};

struct checkpoint {
    int64_t seq, at_ms, epoch, heads, office_seq;
    unsigned char root[HASH], office_hash[HASH], hash[HASH], signature[SIGNATURE];
    int office_hash_size;
    int has_seed; /* its leaves are filled up with some that follow from the seed */
    unsigned char seed[HASH];
    unsigned char key[HASH]; /* that a line names; not from the database */
    int key_size;
};

/* What a petitioner was given. */
struct receipt {
    char number[48];
    int64_t seq, at_ms, epoch;
    unsigned char hash[HASH], signature[SIGNATURE];
    int is_included; /* the rest is there */
    char case_id[32];
    int64_t index;
    unsigned char way[WAY_MAX][HASH]; /* hashes beside the way up from the entry's leaf */
    size_t way_size;                  /* bytes */
    unsigned char previous[HASH];
    size_t previous_size;
    struct checkpoint checkpoint;
};

/* Names the first thing that is wrong and ends the program with EXIT_BAD. */
__attribute__((noreturn, format(printf, 1, 2))) void verify_bad(const char *format, ...);

/* The database; a fault of it is named. verify_step: 1 for a row, 0 at the end. */
sqlite3_stmt *verify_prepare(const struct check *c, const char *sql);
int verify_step(const struct check *c, sqlite3_stmt *s);

/* What is hashed, each field with its length. A column that may be NULL: whether it is there, and then what it says. */
void verify_add_number(crypto_generichash_state *h, int64_t v);
void verify_add_field(crypto_generichash_state *h, const void *data, size_t n);
void verify_add_word(crypto_generichash_state *h, const char *word);
void verify_add_column(crypto_generichash_state *h, sqlite3_stmt *s, int column);
/* Is the column this hash? */
int verify_is_hash(sqlite3_stmt *s, int column, const unsigned char hash[HASH]);
/* Exactly `size` bytes from hex; 0 for anything else. */
int verify_unhex(const char *text, unsigned char *out, size_t size);

/* petitiond_verify_purges.c: entries whose content was destroyed. Nothing can be hashed anew of them: their hashes are taken as the
 * chain's, and the purge's own entry and a certificate must vouch for what is left of them. Columns as verify_journals reads them. */
struct purge {
    int64_t marked; /* entries so far, the first ones of a case */
    char certificate[160];
    crypto_generichash_state left;
};
enum {
    COLUMN_CASE = 3,
    COLUMN_ACTION = 6,
    COLUMN_NOTE = 10,
    COLUMN_CHANGES,
    COLUMN_REQUEST,
    COLUMN_SEAL,
    COLUMN_CERTIFICATE
};
void verify_purge_mark(struct purge *p, sqlite3_stmt *s, const char *id);
void verify_purge_entry(struct check *c, struct purge *p, sqlite3_stmt *s, const char *id);
/* Each certificate is what the office's journal vouches for, and names the cases that name it. */
void verify_certificates(struct check *c);

/* petitiond_verify_read.c: what was handed out, read strictly: members in the order in which the office writes them, numbers and hex in
 * one form only, and nothing else. 0 for anything else. A line end may follow. */
int verify_read_line(const char *text, struct checkpoint *k);
int verify_read_receipt(const char *text, struct receipt *r);

/* petitiond_verify_journals.c: every entry follows from the one before; afterwards, what no checkpoint holds yet. */
void verify_journals(struct check *c);
void verify_office(struct check *c);
void verify_tail(struct check *c);
/* petitiond_verify_cases.c: cases, their clocks and what stands beside them are what the newest entries sealed. */
void verify_cases(const struct check *c);
/* petitiond_verify_rows.c: rows with encrypted columns are whole. */
void verify_rows(struct check *c);
/* petitiond_verify_objects.c: accounts, roles, units and definitions are what the office's entries sealed of them. */
void verify_objects(struct check *c);
/* petitiond_verify_units.c: which units see a case follows from what is sealed. */
void verify_units(const struct check *c);
/* petitiond_verify_checkpoints.c: each follows, is signed, and holds what stands in the journals. */
void verify_checkpoints(struct check *c);
/* Columns: seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature. */
void verify_read_checkpoint(sqlite3_stmt *s, struct checkpoint *k);
int verify_is_signed(const struct check *c, const unsigned char hash[HASH], const unsigned char signature[SIGNATURE]);
/* Its own hash, behind a checkpoint with the hash `previous` (NULL: the first). */
void verify_digest(const struct checkpoint *k, const unsigned char *previous, unsigned char out[HASH]);
/* `out` may be one of the two. */
void verify_leaf(const char *case_id, int64_t seq, const unsigned char hash[HASH], unsigned char out[HASH]);
void verify_node(const unsigned char left[HASH], const unsigned char right[HASH], unsigned char out[HASH]);
/* Do both say the same, but for the key? */
int verify_is_same(const struct checkpoint *a, const struct checkpoint *b);
/* petitiond_verify_list.c: the list that was kept outside. `is_learning`: takes the keys that it names; else compares, with the
 * database if there is one, and with the checkpoint of the receipt if there is one. */
void verify_list(struct check *c, const char *path, int is_learning, const struct receipt *r);
/* petitiond_verify_receipt.c: a petitioner's receipt by itself; then against the database. */
void verify_receipt_load(const char *path, struct receipt *r);
void verify_receipt(const struct check *c, const struct receipt *r);
void verify_receipt_in_copy(const struct check *c, const struct receipt *r);

#endif
