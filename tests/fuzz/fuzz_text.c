/*
 * fuzz_text.c - texts of people: cleaning, masking, normalising, and writing them into JSON and the log.
 *
 * Holds: what is called clean is UTF-8 without control bytes; a mask of a clean name of two letters or more is not the name, and
 * one of a number hides four characters or all; JSON written of any clean text reads back as the same text; a record of the log
 * is one short line of JSON in UTF-8 whatever it is given, without a byte that a terminal obeys; a password has one form only.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "base/buf.h"
#include "base/ctx.h"
#include "base/text.h"
#include "base/value.h"
#include "fuzz.h"
#include "http/codec.h"

static void check_clean(struct arena *a, const char *text)
{
    struct ctx ctx = {.arena = a};
    struct buf b;
    const struct value *back = NULL;
    const char *cursor = text;
    for (long c = text_next(&cursor); c != 0; c = text_next(&cursor)) {
        FUZZ_MUST(c > 0 && (!text_is_control(c) || c == '\n' || c == '\t') && !text_is_bidi_override(c));
    }
    const char *name = text_mask_name(a, text);
    FUZZ_MUST(name != NULL && (text_length(text) < 2 || strchr(text, '*') != NULL || strcmp(name, text) != 0));
    buf_init(&b, a);
    buf_puts(&b, "{\"t\":");
    buf_put_json(&b, text);
    buf_putc(&b, '}');
    FUZZ_MUST(buf_is_ok(&b));
    if (codec_decode_value(&ctx, b.data, b.len, &back) == RC_OK) {
        FUZZ_MUST(strcmp(value_text(back, "t") != NULL ? value_text(back, "t") : "", text) == 0);
    }
}

/* Of a clean text: at least four characters hidden, or all. */
static void check_mask(const char *text, const char *masked)
{
    long stars = 0;
    for (const char *p = masked; p != NULL && *p != '\0'; p++) {
        stars += *p == '*';
    }
    FUZZ_MUST(masked != NULL && text_length(masked) == text_length(text));
    FUZZ_MUST(stars >= TEXT_MASK_LEAST || stars == text_length(text));
}

/* The linker puts this before write(2) (.cmake/tests.cmake); while `taken` is not NULL it gets what would be written. */
static struct buf *taken;
ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    if (taken == NULL) {
        return __real_write(fd, bytes, n);
    }
    buf_put(taken, bytes, n);
    return (ssize_t)n;
}

static void check_log(struct arena *a, const char *text, const char *other)
{
    struct ctx ctx = {.arena = a};
    struct buf line;
    const struct value *back = NULL;
    buf_init(&line, a);
    log_set_level(LOG_INFO);
    taken = &line;
    LOG(LOG_INFO, "fuzz", LOG_S("text", text), LOG_I("n", 1), LOG_S("other", other));
    taken = NULL;
    log_set_level(LOG_SILENT);
    if (line.len == 0) {
        return; /* standard error takes nothing */
    }
    const char *cursor = buf_cstr(&line);
    FUZZ_MUST(line.len <= 4096 && strlen(cursor) == line.len && line.data[line.len - 1] == '\n');
    for (long c = text_next(&cursor); c != 0; c = text_next(&cursor)) {
        FUZZ_MUST(c > 0 && !text_is_bidi_override(c) && (!text_is_control(c) || (c == '\n' && *cursor == '\0')));
    }
    enum rc rc = codec_decode_value(&ctx, line.data, line.len - 1, &back);
    /* What this server takes in is clean; a code point that is no character is not, and logs need not give it back. */
    FUZZ_MUST(rc == RC_OK || strstr(line.data, "\\u") != NULL || !text_is_clean(text, 1) || !text_is_clean(other, 1));
    FUZZ_MUST(rc != RC_OK || value_text(back, "event") != NULL);
    if (rc == RC_OK && text_is_clean(text, 1) && value_int(back, "cut", 0) == 0) {
        FUZZ_MUST(strcmp(value_text(back, "text"), text) == 0);
    }
}

static void check_password(const char *text)
{
    char form[CRYPTO_PASSWORD_MAX + 1];
    char again[CRYPTO_PASSWORD_MAX + 1];
    if (crypto_password_form(text, form) == RC_OK) {
        FUZZ_MUST(crypto_password_form(form, again) == RC_OK && strcmp(form, again) == 0);
        FUZZ_MUST((form[0] == '\0') == (text[0] == '\0'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size < 4096 ? size : 4096};
    const char *text = fuzz_text(&in, a);
    const char *other = fuzz_text(&in, a);
    (void)text_trim(a, text);
    check_log(a, text, other);
    check_password(text);
    const char *number = text_normalise_number(a, text);
    if (number != NULL) {
        const char *again = text_normalise_number(a, number);
        FUZZ_MUST(again != NULL && strcmp(again, number) == 0);
    }
    int alike = text_similarity(a, text, other);
    FUZZ_MUST(alike >= 0 && alike <= 100);
    if (text_is_clean(text, 1)) {
        check_clean(a, text);
        check_mask(text, text_mask_phone(a, text));
        check_mask(text, text_mask_id(a, text));
    }
    return 0;
}
