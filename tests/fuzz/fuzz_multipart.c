/*
 * fuzz_multipart.c - forms with a file: a size of pieces, the type up to a NUL, then the body.
 *
 * Holds: whole or in pieces the same is read; names and values stay within their bounds; a form that was begun as one and came to its end had
 * exactly one file; what was refused stays refused; a file that is put into a form of our own comes out as it was.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "base/buf.h"
#include "fuzz.h"
#include "http/multipart.h"

/* Everything that was read, each part with its length, so that two readings can be compared. */
struct reading {
    struct buf text, file;
    int files, ends, is_bad;
};

static void note(struct reading *r, const struct multipart *m, enum multipart_event e)
{
    FUZZ_MUST(r->ends == 0 || e == MULTIPART_BAD || e == MULTIPART_MORE);
    switch (e) {
    case MULTIPART_FIELD:
    case MULTIPART_FILE:
        FUZZ_MUST(r->files == 0 && strlen(m->name) < sizeof m->name && m->name[0] != '\0');
        FUZZ_MUST(strlen(m->text) <= (e == MULTIPART_FILE ? MULTIPART_HEAD_MAX : MULTIPART_VALUE_MAX));
        buf_printf(&r->text, "%d%zu:%s%zu:%s", e, strlen(m->name), m->name, strlen(m->text), m->text);
        r->files += e == MULTIPART_FILE;
        break;
    case MULTIPART_BYTES:
        FUZZ_MUST(r->files == 1 && m->size > 0);
        buf_put(&r->file, m->bytes, m->size);
        break;
    case MULTIPART_END: r->ends++; break;
    case MULTIPART_BAD: r->is_bad = 1; break;
    case MULTIPART_MORE: break;
    }
}

static int read_in(struct reading *r, struct arena *a, const char *type, const uint8_t *body, size_t n, size_t piece)
{
    struct multipart m;
    *r = (struct reading){0};
    buf_init(&r->text, a);
    buf_init(&r->file, a);
    if (!multipart_begin(&m, type)) {
        return 0;
    }
    for (size_t at = 0; at < n; at += piece) {
        const char *bytes = (const char *)body + at;
        size_t left = n - at < piece ? n - at : piece;
        enum multipart_event e = MULTIPART_MORE;
        do {
            FUZZ_MUST(!r->is_bad || e == MULTIPART_MORE);
            e = multipart_next(&m, &bytes, &left);
            note(r, &m, e);
        } while (e != MULTIPART_MORE && e != MULTIPART_BAD);
        FUZZ_MUST(e == MULTIPART_BAD || left == 0);
    }
    FUZZ_MUST(m.has_ended == (r->ends > 0) && (r->ends == 0 || r->files == 1));
    return 1;
}

/* The body as a file in a form of our own, with a boundary that it does not hold. */
static void check_file(struct arena *a, const uint8_t *body, size_t n, size_t piece)
{
    struct reading r;
    struct buf form;
    static const char mark[] = "\r\n--fuzz";
    for (size_t i = 0; i + sizeof mark - 1 <= n; i++) {
        if (memcmp(body + i, mark, sizeof mark - 1) == 0) {
            return;
        }
    }
    buf_init(&form, a);
    buf_puts(&form, "--fuzz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n");
    buf_put(&form, (const char *)body, n);
    buf_puts(&form, "\r\n--fuzz--\r\n");
    FUZZ_MUST(read_in(&r, a, "multipart/form-data; boundary=fuzz", (const uint8_t *)form.data, form.len, piece));
    FUZZ_MUST(!r.is_bad && r.ends == 1 && r.file.len == n && (n == 0 || memcmp(r.file.data, body, n) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    struct reading whole, cut;
    size_t piece = 1 + fuzz_number(&in, 40);
    const char *type = fuzz_text(&in, a);
    if (read_in(&whole, a, type, in.at, in.left, in.left + 1)) {
        FUZZ_MUST(read_in(&cut, a, type, in.at, in.left, piece));
        FUZZ_MUST(whole.is_bad == cut.is_bad && whole.ends == cut.ends && whole.files == cut.files);
        FUZZ_MUST(whole.text.len == cut.text.len &&
                  (cut.text.len == 0 || memcmp(whole.text.data, cut.text.data, cut.text.len) == 0));
        FUZZ_MUST(whole.file.len == cut.file.len &&
                  (cut.file.len == 0 || memcmp(whole.file.data, cut.file.data, cut.file.len) == 0));
    }
    check_file(a, in.at, in.left, piece);
    return 0;
}
