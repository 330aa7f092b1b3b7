/*
 * petitiond_verify.c - the independent verifier: shows from a copy of the database, and from checkpoints that left the house,
 * that no entry of any journal was altered or dropped.
 *
 *   petitiond-verify --db FILE [--key HEX]... [--checkpoints FILE]
 *
 * It shares no line with petitiond, so that a mistake there is not made here again: only libsodium for the hashes and signatures
 * and SQLite for reading the file. What is hashed stands in include/domain/checkpoint.h.
 *
 * --key is the public key that the office told when it began (petitiond key status), again for each later one; without it the
 * signatures are checked against the keys that the list of checkpoints names, which shows less. --checkpoints is a list from
 * `petitiond checkpoints`, a line each, as somebody outside kept it. Each line must say what was signed and stand in its place.
 *
 * Named without being an error: entries behind the last checkpoint ("unsigned tail"), lines that the list lacks ("gap"), an
 * entry that is older than the one before by more than BACK_MS ("time goes back").
 *
 * Exit code: 0 good, 1 something is wrong (the first thing is named), 2 used wrongly.
 *
 * Runs on: the main thread. Owns: the open database. Invariant: nothing is written.
 */
#include <sodium.h>
#include <sqlite3.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH = 32, SIGNATURE = 64, KEYS_MAX = 64, LINE_MAX_SIZE = 4096, EXIT_BAD = 1, EXIT_WRONG = 2 };
enum { BACK_MS = 300000 }; /* a clock that is set right may go back so far; more is named */

struct check {
    sqlite3 *db;
    unsigned char keys[KEYS_MAX][HASH];
    int key_count;
    int64_t entries, cases, office_entries, checkpoints, tail_entries, tail_cases, tail_office, last_office_seq;
    int64_t went_back, gaps;
    char first_back[128];
};

__attribute__((noreturn, format(printf, 1, 2))) static void bad(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("BAD: ", stdout);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    exit(EXIT_BAD);
}

static sqlite3_stmt *prepare(const struct check *c, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(c->db, sql, -1, &s, NULL) != SQLITE_OK) {
        bad("the database cannot be read: %s", sqlite3_errmsg(c->db));
    }
    return s;
}

/* 1 for a row, 0 at the end. */
static int step(const struct check *c, sqlite3_stmt *s)
{
    int code = sqlite3_step(s);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        bad("the database cannot be read: %s", sqlite3_errmsg(c->db));
    }
    return code == SQLITE_ROW;
}

/* Fields with lengths ------------------------------------------------------------------------------------------------------ */

static void add_number(crypto_generichash_state *h, int64_t v)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)v >> (8 * i));
    }
    crypto_generichash_update(h, bytes, sizeof bytes);
}

static void add_field(crypto_generichash_state *h, const void *data, size_t n)
{
    add_number(h, (int64_t)n);
    crypto_generichash_update(h, data != NULL ? data : "", n);
}

static void add_word(crypto_generichash_state *h, const char *word)
{
    add_field(h, word, strlen(word));
}

/* A column that may be NULL: whether it is there, and then what it says. */
static void add_column(crypto_generichash_state *h, sqlite3_stmt *s, int column)
{
    int is_there = sqlite3_column_type(s, column) != SQLITE_NULL;
    const unsigned char *text = is_there ? sqlite3_column_text(s, column) : NULL;
    add_number(h, is_there);
    add_field(h, text, is_there ? (size_t)sqlite3_column_bytes(s, column) : 0);
}

static int is_hash(sqlite3_stmt *s, int column, const unsigned char hash[HASH])
{
    return sqlite3_column_bytes(s, column) == HASH && memcmp(sqlite3_column_blob(s, column), hash, HASH) == 0;
}

/* Journals ----------------------------------------------------------------------------------------------------------------- */

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
        bad("journal of %s: entry %" PRId64 " is missing", of, chain->seq + 1);
    }
    look_at_time(c, chain, of, seq, sqlite3_column_int64(s, 1));
    crypto_generichash_init(&h, NULL, 0, HASH);
    add_word(&h, label);
    add_field(&h, chain->hash, chain->seq > 0 ? HASH : 0);
    add_number(&h, seq);
    add_number(&h, sqlite3_column_int64(s, 1));
    for (int i = first; i < end; i++) {
        add_column(&h, s, i);
    }
    crypto_generichash_final(&h, chain->hash, HASH);
    if (!is_hash(s, 2, chain->hash)) {
        bad("journal of %s: entry %" PRId64 " is not what was written", of, seq);
    }
    chain->seq = seq;
}

/* Each case must say of itself where its journal ends. */
static void check_end(const struct check *c, const struct chain *chain)
{
    sqlite3_stmt *s = prepare(c, "SELECT journal_seq, 0, journal_head FROM cases WHERE id = ?1");
    sqlite3_bind_text(s, 1, chain->id, -1, SQLITE_STATIC);
    if (!step(c, s) || sqlite3_column_int64(s, 0) != chain->seq || !is_hash(s, 2, chain->hash)) {
        bad("case %s: its journal does not end where the case says (entry %" PRId64 ")", chain->id, chain->seq);
    }
    sqlite3_finalize(s);
}

static void check_journals(struct check *c)
{
    enum { FIRST = 3, SEAL = 13 };
    struct chain chain = {.seq = 0};
    sqlite3_stmt *s =
        prepare(c, "SELECT seq, at_ms, hash, case_id, actor_id, actor_unit_id, action, event, from_state, to_state,"
                   " note, changes, request_id, seal FROM journal ORDER BY case_id, seq");
    while (step(c, s)) {
        const char *id = (const char *)sqlite3_column_text(s, FIRST);
        if (id == NULL || id[0] == '\0' || strlen(id) >= sizeof chain.id) {
            bad("an entry of the journals names no case");
        }
        if (strcmp(chain.id, id) != 0) {
            if (chain.seq > 0) {
                check_end(c, &chain);
            }
            chain = (struct chain){.seq = 0};
            snprintf(chain.id, sizeof chain.id, "%s", id);
            c->cases++;
        }
        /* Entries of the first programs had no seal and were hashed without. */
        link_entry(c, &chain, s, "petitiond journal 1", chain.id, FIRST,
                   sqlite3_column_type(s, SEAL) == SQLITE_NULL ? SEAL : SEAL + 1);
        c->entries++;
    }
    if (chain.seq > 0) {
        check_end(c, &chain);
    }
    sqlite3_finalize(s);
    s = prepare(c, "SELECT COUNT(*), (SELECT COALESCE(id, 'without id') FROM cases WHERE id IS NULL OR id NOT IN "
                   "(SELECT case_id FROM journal) LIMIT 1) FROM cases");
    if (step(c, s) && sqlite3_column_int64(s, 0) != c->cases) {
        const char *id = (const char *)sqlite3_column_text(s, 1);
        bad("case %s has no journal, or stands there twice", id != NULL ? id : "(some)");
    }
    sqlite3_finalize(s);
}

static void check_office(struct check *c)
{
    struct chain chain = {.seq = 0};
    sqlite3_stmt *s = prepare(
        c,
        "SELECT seq, at_ms, hash, actor_id, action, object_id, changes, request_id FROM office_journal ORDER BY seq");
    while (step(c, s)) {
        link_entry(c, &chain, s, "petitiond office 1", "the office", 3, 8);
        c->office_entries++;
    }
    sqlite3_finalize(s);
}

/* Checkpoints -------------------------------------------------------------------------------------------------------------- */

struct checkpoint {
    int64_t seq, at_ms, epoch, heads, office_seq;
    unsigned char root[HASH], office_hash[HASH], hash[HASH], signature[SIGNATURE];
    int office_hash_size;
};

static void read_bytes(sqlite3_stmt *s, int column, unsigned char *out, int size, int64_t seq)
{
    if (sqlite3_column_bytes(s, column) != size) {
        bad("checkpoint %" PRId64 " is damaged", seq);
    }
    memcpy(out, sqlite3_column_blob(s, column), (size_t)size);
}

static void read_checkpoint(sqlite3_stmt *s, struct checkpoint *k)
{
    memset(k, 0, sizeof *k);
    k->seq = sqlite3_column_int64(s, 0);
    k->at_ms = sqlite3_column_int64(s, 1);
    k->epoch = sqlite3_column_int64(s, 2);
    k->heads = sqlite3_column_int64(s, 3);
    read_bytes(s, 4, k->root, HASH, k->seq);
    k->office_seq = sqlite3_column_int64(s, 5);
    k->office_hash_size = k->office_seq > 0 ? HASH : 0;
    if (k->office_hash_size > 0) {
        read_bytes(s, 6, k->office_hash, HASH, k->seq);
    }
    read_bytes(s, 7, k->hash, HASH, k->seq);
    read_bytes(s, 8, k->signature, SIGNATURE, k->seq);
}

/* Its own hash, from the one before. */
static void digest(const struct checkpoint *k, const unsigned char *previous, unsigned char out[HASH])
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH);
    add_word(&h, "petitiond checkpoint 1");
    add_field(&h, previous, previous != NULL ? HASH : 0);
    add_number(&h, k->seq);
    add_number(&h, k->at_ms);
    add_number(&h, k->epoch);
    add_number(&h, k->heads);
    add_field(&h, k->root, HASH);
    add_number(&h, k->office_seq);
    add_field(&h, k->office_hash, (size_t)k->office_hash_size);
    crypto_generichash_final(&h, out, HASH);
}

static int is_signed(const struct check *c, const struct checkpoint *k)
{
    int is_good = 0;
    for (int i = 0; i < c->key_count && !is_good; i++) {
        is_good = crypto_sign_verify_detached(k->signature, k->hash, HASH, c->keys[i]) == 0;
    }
    return is_good;
}

static size_t fold(unsigned char (*row)[HASH], size_t n)
{
    size_t up = 0;
    for (size_t i = 0; i < n; i += 2) {
        if (i + 1 == n) {
            memmove(row[up++], row[i], HASH);
            break;
        }
        crypto_generichash_state h;
        crypto_generichash_init(&h, NULL, 0, HASH);
        add_word(&h, "petitiond node 1");
        add_field(&h, row[i], HASH);
        add_field(&h, row[i + 1], HASH);
        crypto_generichash_final(&h, row[up++], HASH);
    }
    return up;
}

/* The heads of one checkpoint give its root, and each is an entry of its case. */
static void check_heads(const struct check *c, const struct checkpoint *k)
{
    unsigned char(*row)[HASH] = calloc((size_t)k->heads + 1, HASH);
    size_t n = 0;
    sqlite3_stmt *s =
        prepare(c, "SELECT h.seq, h.case_id, h.hash, j.hash FROM checkpoint_heads h LEFT JOIN journal j"
                   " ON j.case_id = h.case_id AND j.seq = h.seq WHERE h.checkpoint = ?1 ORDER BY h.case_id");
    sqlite3_bind_int64(s, 1, k->seq);
    while (row != NULL && step(c, s)) {
        const char *id = (const char *)sqlite3_column_text(s, 1);
        if (id == NULL || n == (size_t)k->heads || sqlite3_column_bytes(s, 2) != HASH) {
            bad("checkpoint %" PRId64 ": its heads are not those that were signed", k->seq);
        }
        if (!is_hash(s, 3, sqlite3_column_blob(s, 2))) {
            bad("journal of %s: entry %" PRId64 " is not the one that checkpoint %" PRId64 " holds", id,
                (int64_t)sqlite3_column_int64(s, 0), k->seq);
        }
        crypto_generichash_state h;
        crypto_generichash_init(&h, NULL, 0, HASH);
        add_word(&h, "petitiond leaf 1");
        add_word(&h, id);
        add_number(&h, sqlite3_column_int64(s, 0));
        add_field(&h, sqlite3_column_blob(s, 2), HASH);
        crypto_generichash_final(&h, row[n++], HASH);
    }
    sqlite3_finalize(s);
    for (size_t left = n; left > 1;) {
        left = fold(row, left);
    }
    if (row == NULL || n != (size_t)k->heads || memcmp(row[0], k->root, HASH) != 0) {
        bad("checkpoint %" PRId64 ": its heads are not those that were signed", k->seq);
    }
    free(row);
}

static void check_office_head(const struct check *c, const struct checkpoint *k)
{
    sqlite3_stmt *s = prepare(c, "SELECT seq, 0, hash FROM office_journal WHERE seq = ?1");
    sqlite3_bind_int64(s, 1, k->office_seq);
    if (k->office_seq > 0 && (!step(c, s) || !is_hash(s, 2, k->office_hash))) {
        bad("journal of the office: entry %" PRId64 " is not the one that checkpoint %" PRId64 " holds", k->office_seq,
            k->seq);
    }
    sqlite3_finalize(s);
}

static void check_checkpoints(struct check *c)
{
    struct checkpoint before = {.seq = 0};
    struct checkpoint k;
    sqlite3_stmt *s =
        prepare(c, "SELECT seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature FROM checkpoints"
                   " ORDER BY seq");
    while (step(c, s)) {
        unsigned char hash[HASH];
        read_checkpoint(s, &k);
        if (k.seq != before.seq + 1) {
            bad("checkpoint %" PRId64 " is missing", before.seq + 1);
        }
        digest(&k, before.seq > 0 ? before.hash : NULL, hash);
        if (memcmp(hash, k.hash, HASH) != 0) {
            bad("checkpoint %" PRId64 " does not follow from the one before", k.seq);
        }
        if (!is_signed(c, &k)) {
            bad("checkpoint %" PRId64 " is not signed with the office's key", k.seq);
        }
        if (k.at_ms < before.at_ms) {
            bad("checkpoint %" PRId64 " is older than the one before", k.seq);
        }
        check_heads(c, &k);
        check_office_head(c, &k);
        before = k;
        c->checkpoints++;
        c->last_office_seq = k.office_seq;
    }
    sqlite3_finalize(s);
    s = prepare(c, "SELECT COUNT(*), (SELECT checkpoint FROM checkpoint_heads WHERE checkpoint NOT IN (SELECT seq FROM "
                   "checkpoints))"
                   " FROM checkpoint_heads WHERE checkpoint NOT IN (SELECT seq FROM checkpoints)");
    if (step(c, s) && sqlite3_column_int64(s, 0) > 0) {
        bad("checkpoint %" PRId64 " is missing", (int64_t)sqlite3_column_int64(s, 1));
    }
    sqlite3_finalize(s);
}

/* Entries that no checkpoint holds yet: they follow from each other, and that is all that can be said of them. */
static void count_tail(struct check *c)
{
    sqlite3_stmt *s = prepare(
        c, "SELECT COALESCE(SUM(c.journal_seq - m.seq), 0), COUNT(*) FROM cases c JOIN (SELECT c2.id AS id,"
           " COALESCE((SELECT MAX(h.seq) FROM checkpoint_heads h WHERE h.case_id = c2.id), 0) AS seq FROM cases c2)"
           " m ON m.id = c.id WHERE c.journal_seq > m.seq");
    if (step(c, s)) {
        c->tail_entries = sqlite3_column_int64(s, 0);
        c->tail_cases = sqlite3_column_int64(s, 1);
    }
    sqlite3_finalize(s);
    c->tail_office = c->office_entries - c->last_office_seq; /* numbered 1..n, as check_office saw */
}

/* The list that was kept outside -------------------------------------------------------------------------------------------- */

static int unhex(const char *text, unsigned char *out, size_t size)
{
    size_t n = 0;
    const char *end = NULL;
    return sodium_hex2bin(out, size, text, strlen(text), NULL, &n, &end) == 0 && n == size && *end == '\0';
}

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
    return digits == 0 || unhex(text, out, full);
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
    sqlite3_stmt *s =
        prepare(c, "SELECT seq, at_ms, epoch, heads, root, office_seq, office_hash, hash, signature FROM checkpoints"
                   " WHERE seq = ?1");
    sqlite3_bind_int64(s, 1, k->seq);
    if (!step(c, s)) {
        bad("checkpoint %" PRId64 " was handed out and is not in the database: what it held was cut off", k->seq);
    }
    read_checkpoint(s, &stored);
    sqlite3_finalize(s);
    if (memcmp(stored.hash, k->hash, HASH) != 0) {
        bad("checkpoint %" PRId64 " is not the one that was handed out", k->seq);
    }
    if (!is_as_signed(k, &stored)) {
        bad("line %d of the list does not say what was signed in checkpoint %" PRId64, number, k->seq);
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
    if (!is_signed(c, k)) {
        bad("line %d of the list is not signed with the office's key", number);
    }
    if (k->seq <= before) {
        bad("line %d of the list: checkpoint %" PRId64 " stands behind checkpoint %" PRId64, number, k->seq, before);
    }
    compare_listed(c, k, number);
    if (before > 0 && k->seq != before + 1) {
        if (c->gaps++ == 0) {
            printf("gap: line %d of the list: checkpoint %" PRId64 " is not in it\n", number, before + 1);
        }
    }
}

/* `is_learning`: takes the keys that the list names; else compares. */
static void read_list(struct check *c, const char *path, int is_learning)
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
            bad("line %d of the list is no checkpoint", number);
        }
        if (is_learning) {
            learn_key(c, key);
        } else {
            check_listed(c, &k, before, number);
        }
    }
    fclose(f);
    if (k.seq == 0) {
        bad("the list holds no checkpoint");
    }
}

static int usage(void)
{
    fprintf(stderr, "usage: petitiond-verify --db FILE [--key HEX]... [--checkpoints FILE]\n");
    return EXIT_WRONG;
}

static void open_database(struct check *c, const char *path)
{
    if (sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        fprintf(stderr, "petitiond-verify: %s cannot be opened\n", path);
        exit(EXIT_WRONG);
    }
}

/* What nobody can vouch for, or should look at, though nothing shows that it was altered. */
static void tell_what_is_open(const struct check *c)
{
    if (c->tail_entries > 0) {
        printf("unsigned tail: %" PRId64 " entries of %" PRId64 " cases are newer than the last checkpoint\n",
               c->tail_entries, c->tail_cases);
    }
    if (c->tail_office > 0) {
        printf("unsigned tail: %" PRId64 " entries of the office are newer than the last checkpoint\n", c->tail_office);
    }
    if (c->went_back > 0) {
        printf("time goes back: %s is older than the one before, the first of %" PRId64 "\n", c->first_back,
               c->went_back);
    }
}

int main(int argc, char **argv)
{
    static struct check c;
    const char *db = NULL;
    const char *list = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--db") == 0) {
            db = argv[i + 1];
        } else if (strcmp(argv[i], "--checkpoints") == 0) {
            list = argv[i + 1];
        } else if (strcmp(argv[i], "--key") != 0 || c.key_count == KEYS_MAX ||
                   !unhex(argv[i + 1], c.keys[c.key_count++], HASH)) {
            return usage();
        }
    }
    if (argc % 2 == 0 || db == NULL || sodium_init() < 0 || (c.key_count == 0 && list == NULL)) {
        return usage();
    }
    open_database(&c, db);
    if (c.key_count == 0) {
        read_list(&c, list, 1);
        printf("note: the keys are those that the list itself names; better give --key as the office told it\n");
    }
    check_journals(&c);
    check_office(&c);
    check_checkpoints(&c);
    if (list != NULL) {
        read_list(&c, list, 0);
    }
    count_tail(&c);
    printf("good: %" PRId64 " entries of %" PRId64 " cases and %" PRId64 " of the office, %" PRId64 " checkpoints\n",
           c.entries, c.cases, c.office_entries, c.checkpoints);
    tell_what_is_open(&c);
    sqlite3_close(c.db);
    return 0;
}
