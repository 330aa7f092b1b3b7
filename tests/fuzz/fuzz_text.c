/*
 * fuzz_text.c - texts of people: cleaning, masking, normalising, and writing them into JSON.
 *
 * Holds: what is called clean is UTF-8 without control bytes; a mask of a clean name of two letters or more is not the name;
 * JSON written of any clean text reads back as the same text.
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size < 4096 ? size : 4096};
    const char *text = fuzz_text(&in, a);
    const char *other = fuzz_text(&in, a);
    (void)text_trim(a, text);
    (void)text_mask_phone(a, text);
    (void)text_mask_id(a, text);
    const char *number = text_normalise_number(a, text);
    if (number != NULL) {
        const char *again = text_normalise_number(a, number);
        FUZZ_MUST(again != NULL && strcmp(again, number) == 0);
    }
    int alike = text_similarity(a, text, other);
    FUZZ_MUST(alike >= 0 && alike <= 100);
    if (text_is_clean(text, 1)) {
        check_clean(a, text);
    }
    return 0;
}
