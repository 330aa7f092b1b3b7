/*
 * password.c - what of a password is its own.
 *
 * A password is laid out as code points, and everything that a guesser has anyway is crossed out; too little left is too common.
 *
 * Runs on: see password.h. Owns: nothing. Invariant: neither the password nor a part of it leaves but as a hash.
 */
#include "domain/password.h"

#include "base/crypto.h"
#include "base/text.h"
#include "domain/env.h"
#include "domain/password_list.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"

#include <string.h>

enum { PASSWORD_MIN = 12, PASSWORD_MAX = 128, PASSWORD_OWN_LEAST = 5, PASSWORD_RUN_LEAST = 3, PASSWORD_WORD_LEAST = 3 };

static const char *const password_common[] = {
#define PASSWORD_WORD(word) word,
#include "domain/password.def"
#undef PASSWORD_WORD
};

/* Rows of keys that lie side by side. */
static const char *const password_rows[] = {"qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
                                            "1234567890-=", "!@#$%^&*()_+"};

struct password_text {
    long at[PASSWORD_MAX];   /* small letters, half width */
    long read[PASSWORD_MAX]; /* the same with 0 for o and the like undone */
    char is_known[PASSWORD_MAX];
    size_t count;
};

static long password_small(long c)
{
    c = text_half_width(c);
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static long password_read(long c)
{
    static const char from[] = "01345789@$!";
    static const char to[] = "oleastbgasi";
    const char *hit = c > 0 && c < 128 ? strchr(from, (int)c) : NULL;
    return hit != NULL ? to[hit - from] : c;
}

static void password_lay_out(const char *form, struct password_text *t)
{
    memset(t, 0, sizeof *t);
    for (long c = text_next(&form); c != 0 && t->count < PASSWORD_MAX; c = text_next(&form)) {
        t->at[t->count] = password_small(c);
        t->read[t->count] = password_read(t->at[t->count]);
        t->count++;
    }
}

/* Does the word stand at `i`? Returns its length in characters, 0 for no. */
static size_t password_word_at(const struct password_text *t, const long *text, size_t i, const char *word)
{
    size_t n = 0;
    for (long c = text_next(&word); c != 0; c = text_next(&word), n++) {
        if (i + n >= t->count || text[i + n] != password_small(c)) {
            return 0;
        }
    }
    return n;
}

static int password_has(const struct password_text *t, const char *word)
{
    for (size_t i = 0; i < t->count; i++) {
        if (password_word_at(t, t->at, i, word) > 0) {
            return 1;
        }
    }
    return 0;
}

static void password_cross_out(struct password_text *t, const char *word)
{
    /* Bytes: two Chinese characters pass, two letters do not. */
    if (word == NULL || strlen(word) < PASSWORD_WORD_LEAST) {
        return;
    }
    for (size_t i = 0; i < t->count; i++) {
        size_t n = password_word_at(t, t->at, i, word);
        n = n > 0 ? n : password_word_at(t, t->read, i, word);
        memset(t->is_known + i, 1, n);
    }
}

/* What comes after `c`: 'b' after 'a', '4' after '3', the next key of a row; `way` -1: before. 0 for none. */
static int password_follows(long c, long next, int way)
{
    int is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c == next || (is_plain && next == c + way)) {
        return 1;
    }
    for (size_t r = 0; r < sizeof password_rows / sizeof password_rows[0]; r++) {
        const char *hit = c > 0 && c < 128 ? strchr(password_rows[r], (int)c) : NULL;
        if (hit != NULL && next != 0 && (way > 0 || hit > password_rows[r]) && hit[way] == next) {
            return 1;
        }
    }
    return 0;
}

static void password_cross_out_runs(struct password_text *t, int way)
{
    size_t from = 0;
    for (size_t i = 1; i <= t->count; i++) {
        if (i < t->count && password_follows(t->at[i - 1], t->at[i], way)) {
            continue;
        }
        if (i - from >= PASSWORD_RUN_LEAST) {
            memset(t->is_known + from, 1, i - from);
        }
        from = i;
    }
}

/* 1900 to 2099. */
static void password_cross_out_years(struct password_text *t)
{
    for (size_t i = 0; i + 4 <= t->count; i++) {
        const long *c = t->at + i;
        int is_century = (c[0] == '1' && c[1] == '9') || (c[0] == '2' && c[1] == '0');
        if (is_century && c[2] >= '0' && c[2] <= '9' && c[3] >= '0' && c[3] <= '9') {
            memset(t->is_known + i, 1, 4);
        }
    }
}

/* "abcxyzabcxyz" is "abcxyz". */
static void password_cross_out_repeats(struct password_text *t)
{
    for (size_t period = 1; period <= t->count / 2; period++) {
        size_t i = period;
        while (i < t->count && t->at[i] == t->at[i - period]) {
            i++;
        }
        if (i == t->count) {
            memset(t->is_known + period, 1, t->count - period);
            return;
        }
    }
}

static int password_is_common(struct password_text *t, const struct password_words *words)
{
    for (size_t i = 0; i < sizeof password_common / sizeof password_common[0]; i++) {
        password_cross_out(t, password_common[i]);
    }
    for (size_t i = 0; i < words->count; i++) {
        password_cross_out(t, words->list[i]);
    }
    password_cross_out_runs(t, 1);
    password_cross_out_runs(t, -1);
    password_cross_out_years(t);
    password_cross_out_repeats(t);
    size_t own = 0;
    for (size_t i = 0; i < t->count; i++) {
        own += !t->is_known[i];
    }
    return own < PASSWORD_OWN_LEAST;
}

static int password_is_denied(const struct ctx *ctx, const char *form)
{
    const struct env *env = ctx->env;
    return env != NULL && env->password_deny != NULL && password_list_has(env->password_deny, form);
}

/* In characters; blanks in a row count as one (ASVS 2.1.1). */
static long password_length(const char *form)
{
    long length = 0, before = 0;
    for (long c = text_next(&form); c != 0; c = text_next(&form)) {
        int is_blank = c == ' ' || c == 0x3000;
        length += !(is_blank && before == ' ');
        before = is_blank ? ' ' : c;
    }
    return length;
}

enum rc password_check(struct ctx *ctx, const struct password_words *words, const char *password, const char *pointer)
{
    char form[CRYPTO_PASSWORD_MAX + 1];
    struct password_text t;
    enum reason_id why = REASON_COUNT;
    long length = crypto_password_form(password, form) == RC_OK ? text_length(form) : PASSWORD_MAX + 1;
    if (length > PASSWORD_MAX) {
        why = REASON_PASSWORD_LONG;
    } else if (password_length(form) < PASSWORD_MIN) {
        why = REASON_PASSWORD_SHORT;
    } else if (password_is_denied(ctx, form)) {
        why = REASON_PASSWORD_KNOWN;
    } else {
        password_lay_out(form, &t);
        if (words->login != NULL && words->login[0] != '\0' && password_has(&t, words->login)) {
            why = REASON_PASSWORD_IS_LOGIN;
        } else if (password_is_common(&t, words)) {
            why = REASON_PASSWORD_COMMON;
        }
        crypto_wipe(&t, sizeof t);
    }
    crypto_wipe(form, sizeof form);
    return why != REASON_COUNT ? fault_add(&ctx->fault, reason(why), pointer, NULL, NULL) : RC_OK;
}

enum rc password_hash(struct ctx *ctx, const struct password_words *words, const char *password, const char *pointer,
                      const char **out)
{
    enum rc rc = password_check(ctx, words, password, pointer);
    if (rc != RC_OK) {
        return rc;
    }
    char *hash = arena_alloc(ctx->arena, CRYPTO_PASSWORD_SIZE);
    if (hash == NULL) {
        return RC_TOO_LARGE;
    }
    *out = hash;
    return crypto_password_hash(password, hash);
}

enum rc password_words_load(struct ctx *ctx, struct tx *tx, const char *login, const char *name,
                            struct password_words *out)
{
    struct unit_list_names_out *units;
    size_t n;
    enum rc rc = unit_rows_list_names(tx, ctx->arena, &units, &n);
    const char **list = rc == RC_OK ? arena_array_of(ctx->arena, const char *, 2 * n + 1) : NULL;
    if (list == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        list[2 * i] = units[i].name;
        list[2 * i + 1] = units[i].short_name;
    }
    list[2 * n] = name;
    *out = (struct password_words){.login = login, .list = list, .count = 2 * n + 1};
    return RC_OK;
}
