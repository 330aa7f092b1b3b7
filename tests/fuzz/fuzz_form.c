/*
 * fuzz_form.c - forms of every page: its operation, NUL, the bytes as a browser would send them.
 *
 * Holds: what is refused says why and by one of three codes; no name stands twice and none is empty; what became JSON is JSON; what was
 * understood, written as a form again, is understood the same; memory stays within a multiple of the form.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "api/api.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "fuzz.h"
#include "http/codec.h"
#include "http/codec_inside.h"
#include "http/form.h"

enum { PAGES_MAX = 64 };

static const struct endpoint *pages[PAGES_MAX];
static int page_count;

static void gather(void)
{
    codec_seed();
    for (int t = 0; api_tables[t] != NULL; t++) {
        for (int i = 0; i < api_tables[t]->count && page_count < PAGES_MAX; i++) {
            const struct endpoint *row = &api_tables[t]->rows[i];
            if (row->page != NULL && row->body != NULL) {
                pages[page_count++] = row;
            }
        }
    }
    FUZZ_MUST(page_count > 0);
}

static const struct endpoint *choose(const char *operation)
{
    for (int i = 0; i < page_count; i++) {
        if (strcmp(pages[i]->operation, operation) == 0) {
            return pages[i];
        }
    }
    return pages[strlen(operation) % (size_t)page_count];
}

static void check_names(const struct form *f)
{
    for (size_t i = 0; i < f->count; i++) {
        FUZZ_MUST(f->pairs[i].name[0] != '\0' && form_text(f, f->pairs[i].name) == f->pairs[i].text);
    }
}

/* The JSON of a form is JSON, and the form of that JSON gives the same again. */
static void check_again(struct arena *a, const struct field_set *set, const char *json, size_t n)
{
    struct ctx ctx = {.arena = a};
    const struct value *v;
    struct form again;
    struct buf second;
    if (codec_decode_value(&ctx, json, n, &v) != RC_OK) {
        FUZZ_MUST(ctx.fault.rc == RC_INVALID || ctx.fault.rc == RC_MALFORMED || ctx.fault.rc == RC_TOO_LARGE);
        return; /* characters that are not allowed, or more than is taken */
    }
    buf_init(&second, a);
    if (form_of_value(&ctx, v, &again) == RC_OK && form_put_json(&ctx, &again, set, &second) == RC_OK) {
        FUZZ_MUST(second.len == n && memcmp(second.data, json, n) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    if (page_count == 0) {
        gather();
    }
    const struct endpoint *page = choose(fuzz_text(&in, a));
    struct ctx ctx = {.arena = a};
    struct form form;
    struct buf json;
    enum rc rc = form_parse(&ctx, (const char *)in.at, in.left, &form);
    FUZZ_MUST(rc == RC_OK || rc == RC_MALFORMED || rc == RC_TOO_LARGE);
    FUZZ_MUST(rc != RC_MALFORMED || ctx.fault.rc == RC_MALFORMED);
    if (rc != RC_OK) {
        return 0;
    }
    check_names(&form);
    buf_init(&json, a);
    rc = form_put_json(&ctx, &form, page->body, &json);
    FUZZ_MUST(rc == RC_OK || rc == RC_INVALID || rc == RC_TOO_LARGE);
    FUZZ_MUST(arena_used(a) <= 256 * 1024 + 100 * size);
    if (rc == RC_OK && page->body->fields[0].type != FIELD_VALUE) { /* that one keeps names as they are */
        check_again(a, page->body, json.data, json.len);
    }
    return 0;
}
