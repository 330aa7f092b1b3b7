/*
 * fuzz_secret.c - what people show to be let in: one-time and recovery codes, number and query code of a case, sessions, tokens.
 *
 * The first byte says which; the second which right one is the base: pairs of a place and a byte change it, NUL ends them.
 * Without a base the rest of the input is the text.
 *
 * Holds: what is taken is a right one, by a reading of its own here; a one-time or recovery code is taken once; what is refused
 * looks the same whatever was wrong; a session or token that was never given is nobody's.
 *
 * Runs on: the fuzzer's thread. Owns: one connection, whose transactions are all rolled back.
 */
#include "office.h"

#include "api/api.h"
#include "domain/actor.h"
#include "domain/factor.h"
#include "domain/public_case.h"
#include "store/sql.h"

enum { TEXT_SIZE = 80, STEP_MS = 1000 * CRYPTO_OTP_SECONDS, SECRET_BITS = 5 };

int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct sql_db *db;
static int64_t now_ms; /* of every check: two steps after the code that turned the factor on */
static char recovery[FACTOR_RECOVERY_COUNT][TEXT_SIZE];
static char otp[3][CRYPTO_OTP_DIGITS + 1]; /* of the step before, this one and the next */

static void must(int is_good, const char *what)
{
    if (!is_good) {
        fprintf(stderr, "fuzz_secret: cannot begin: %s\n", what);
        abort();
    }
}

/* Base32 as a phone reads it from the QR code. */
static void read_base32(const char *text, uint8_t out[CRYPTO_OTP_SECRET_SIZE])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0;
    int have = 0;
    for (size_t n = 0; *text != '\0' && n < CRYPTO_OTP_SECRET_SIZE; text++) {
        bits = bits << SECRET_BITS | (uint32_t)(strchr(letters, *text) - letters);
        have += SECRET_BITS;
        if (have >= 8) {
            have -= 8;
            out[n++] = (uint8_t)(bits >> have);
        }
    }
}

static void turn_on(struct ctx *ctx, struct tx *tx)
{
    struct factor_begun begun;
    uint8_t secret[CRYPTO_OTP_SECRET_SIZE];
    char code[CRYPTO_OTP_DIGITS + 1];
    const char *codes[FACTOR_RECOVERY_COUNT];
    must(factor_begin(ctx, tx, &begun) == RC_OK, "secret");
    read_base32(begun.secret, secret);
    crypto_otp_code(secret, (uint64_t)(ctx->now_ms / STEP_MS), code);
    must(factor_confirm(ctx, tx, code, codes) == RC_OK, "codes");
    now_ms = ctx->now_ms + 2 * STEP_MS;
    for (int i = 0; i < 3; i++) {
        crypto_otp_code(secret, (uint64_t)(now_ms / STEP_MS + i - 1), otp[i]);
    }
    for (int i = 0; i < FACTOR_RECOVERY_COUNT; i++) {
        (void)snprintf(recovery[i], sizeof recovery[i], "%s", codes[i]);
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct ctx ctx;
    struct tx tx;
    (void)argc;
    (void)argv;
    fuzz_office_make();
    fuzz_office_ctx(fuzz_arena(), &ctx);
    must(sql_open(fuzz_office_path(), SQL_WRITER, &db) == RC_OK && sql_begin(db, 1, &tx) == RC_OK, "connection");
    turn_on(&ctx, &tx);
    must(sql_commit(&tx) == RC_OK, "commit");
    return 0;
}

/* The text to try: `base` with the changes that follow, or any. */
static const char *make_text(struct fuzz_in *in, struct arena *a, const char *base)
{
    if (base == NULL) {
        return fuzz_text(in, a);
    }
    char *text = arena_strdup(a, base);
    size_t size = strlen(base);
    while (in->left >= 2 && *in->at != 0 && size > 0) {
        size_t place = (size_t)(fuzz_byte(in) - 1) % size;
        text[place] = (char)fuzz_byte(in);
    }
    (void)fuzz_byte(in);
    return text;
}

/* Letters and digits of a code as they are compared: capitals, without what people put between. */
static int is_alike(const char *typed, const char *code)
{
    for (;; typed++, code++) {
        typed += strspn(typed, "- ");
        code += strspn(code, "- ");
        int c = *typed >= 'a' && *typed <= 'z' ? *typed - 'a' + 'A' : *typed;
        int d = *code >= 'a' && *code <= 'z' ? *code - 'a' + 'A' : *code;
        if (c != d || c == '\0') {
            return c == d;
        }
    }
}

static int is_right_factor(const char *text)
{
    int is_right = 0;
    for (size_t i = 0; i < sizeof otp / sizeof otp[0]; i++) {
        is_right |= strcmp(otp[i], text) == 0;
    }
    for (int i = 0; i < FACTOR_RECOVERY_COUNT; i++) {
        is_right |= is_alike(text, recovery[i]);
    }
    return is_right;
}

static void check_factor(struct arena *a, struct fuzz_in *in)
{
    struct ctx ctx;
    struct tx tx;
    enum factor_verdict verdict;
    enum factor_verdict again;
    uint8_t which = fuzz_byte(in);
    const char *base = which % 3 == 0 ? NULL : (which % 3 == 1 ? otp[which / 3 % 3] : recovery[which / 3 % 10]);
    const char *text = make_text(in, a, base);
    fuzz_office_ctx(a, &ctx);
    ctx.now_ms = now_ms;
    must(sql_begin(db, 1, &tx) == RC_OK, "transaction");
    FUZZ_MUST(factor_check(&ctx, &tx, ctx.actor->account_id, text, &verdict) == RC_OK);
    FUZZ_MUST(verdict == (is_right_factor(text) ? FACTOR_GOOD : FACTOR_WRONG));
    FUZZ_MUST(factor_check(&ctx, &tx, ctx.actor->account_id, text, &again) == RC_OK && again == FACTOR_WRONG);
    sql_rollback(&tx);
}

/* Latin letters and digits only: what else ident_code_normalise reads as such is its own affair, so only one way is held. */
static void check_case(struct arena *a, struct fuzz_in *in)
{
    struct ctx ctx;
    struct tx tx;
    struct case_row row;
    uint8_t which = fuzz_byte(in);
    const char *number = make_text(in, a, which & 1 ? NULL : fuzz_office_number());
    const char *code = make_text(in, a, which & 2 ? NULL : fuzz_office_code());
    fuzz_office_read(a, &ctx, &tx);
    enum rc rc = public_case_find(&ctx, &tx, number, code, &row);
    fuzz_office_end();
    int is_number = strcmp(number, fuzz_office_number()) == 0;
    FUZZ_MUST(rc == RC_OK || rc == RC_NOT_FOUND);
    FUZZ_MUST(rc != RC_OK || is_number);
    FUZZ_MUST(rc == RC_OK || !is_number || !is_alike(code, fuzz_office_code()));
    /* Only a letter that looks like a digit may stand for another. */
    const char *plain =
        strpbrk(code, "OoIiLl") == NULL && strspn(code, "0123456789-ABCDEFGHJKMNPQRSTVWXYZ ") == strlen(code)
            ? code
            : fuzz_office_code();
    FUZZ_MUST(rc != RC_OK || is_alike(plain, fuzz_office_code()));
}

static void check_credentials(struct arena *a, struct fuzz_in *in)
{
    static void *cache; /* the worker's slot */
    struct ctx ctx;
    struct tx tx;
    uint8_t which = fuzz_byte(in);
    const char *text = fuzz_text(in, a);
    struct server_credentials c = {.is_unsafe = which >> 1 & 1, .same_origin = 1, .csrf = which & 4 ? text : NULL};
    *(which & 1 ? &c.session : &c.bearer) = text;
    cache = cache != NULL ? cache : calloc(1, api_hooks().actor_cache_size);
    must(cache != NULL, "cache");
    fuzz_office_read(a, &ctx, &tx);
    ctx.actor = &actor_anonymous;
    enum rc rc = api_authenticate(&ctx, &tx, &c, 1, cache);
    fuzz_office_end();
    FUZZ_MUST(rc == RC_UNAUTHENTICATED && ctx.actor->account_id == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size < 4096 ? size : 4096};
    switch (fuzz_byte(&in) % 3) {
    case 0: check_factor(a, &in); break;
    case 1: check_case(a, &in); break;
    default: check_credentials(a, &in); break;
    }
    return 0;
}
