/*
 * test_media.c - what a file is, by its content; what is not in the list is refused.
 *
 * Runs on: the test's only thread. Owns: the tables of libmagic.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/media.h"
#include "support/samples.h"

#include <stdlib.h>
#include <string.h>

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define ODT  "application/vnd.oasis.opendocument.text"

static struct media *media;

/* Looks in portions, as a file comes. */
static const char *type_of(const void *bytes, size_t n, size_t portion)
{
    static uint8_t head[MEDIA_HEAD], tail[MEDIA_TAIL];
    struct media_look look = {.head = head, .tail = tail};
    const char *type = NULL;
    for (size_t at = 0; at < n; at += portion) {
        media_look_at(&look, (const uint8_t *)bytes + at, n - at < portion ? n - at : portion);
    }
    return media_decide(media, &look, &type) == RC_OK ? type : NULL;
}

static void expect_type(const char *name, const char *got, const char *wanted)
{
    if ((got == NULL) != (wanted == NULL) || (got != NULL && strcmp(got, wanted) != 0)) {
        fail_msg("%s is %s and not %s", name, got ? got : "refused", wanted ? wanted : "refused");
    }
}

static void each_sample_is_what_it_is(void **state)
{
    (void)state;
    for (const struct sample *s = samples; s->name != NULL; s++) {
        expect_type(s->name, type_of(s->bytes, s->size, 1 << 16), s->media);
        expect_type(s->name, type_of(s->bytes, s->size, 3), s->media);
        if (s->media != NULL) {
            assert_true(media_fits_name(s->media, s->name));
        }
    }
    assert_null(type_of("", 0, 1));
}

static void expect_zip(const struct sample_entry *entries, const char *comment, const char *wanted)
{
    size_t n = 0;
    uint8_t *zip = sample_zip(entries, comment, &n);
    expect_type(entries[0].name, type_of(zip, n, 1000), wanted);
    free(zip);
}

static void documents_are_told_from_archives(void **state)
{
    size_t n = 0;
    uint8_t *bytes = sample_docx(&n);
    (void)state;
    expect_type("docx", type_of(bytes, n, 7), DOCX);
    /* A changed byte in the list, a cut, something before the first entry: no document. */
    bytes[n - 30] ^= 0xff;
    expect_type("changed", type_of(bytes, n, 7), NULL);
    bytes[n - 30] ^= 0xff;
    expect_type("cut", type_of(bytes, n - 1, 7), NULL);
    free(bytes);
    bytes = sample_xlsx(&n);
    expect_type("xlsx", type_of(bytes, n, 7), XLSX);
    free(bytes);
    bytes = sample_odt(&n);
    expect_type("odt", type_of(bytes, n, 7), ODT);
    free(bytes);
    expect_zip((const struct sample_entry[]){{"a.txt", "x"}, {NULL, NULL}}, "", NULL);
}

#define WORD                                                                                                           \
    {"[Content_Types].xml", "<T/>"},                                                                                   \
    {                                                                                                                  \
        "word/document.xml", "<d/>"                                                                                    \
    }

static void what_hides_in_a_document_is_refused(void **state)
{
    (void)state;
    expect_zip((const struct sample_entry[]){WORD, {NULL, NULL}}, "a comment", DOCX);
    expect_zip((const struct sample_entry[]){WORD, {"word/media/image1.png", "p"}, {NULL, NULL}}, "", DOCX);
    expect_zip((const struct sample_entry[]){WORD, {"word/vbaProject.bin", "m"}, {NULL, NULL}}, "", NULL);
    expect_zip((const struct sample_entry[]){WORD, {"../../etc/passwd", "m"}, {NULL, NULL}}, "", NULL);
    expect_zip((const struct sample_entry[]){WORD, {"/etc/passwd", "m"}, {NULL, NULL}}, "", NULL);
    expect_zip((const struct sample_entry[]){WORD, {"a\\b", "m"}, {NULL, NULL}}, "", NULL);
    expect_zip((const struct sample_entry[]){WORD, {"word/inner.ZIP", "m"}, {NULL, NULL}}, "", NULL);
    expect_zip((const struct sample_entry[]){WORD, {"word/embeddings/x.exe", "m"}, {NULL, NULL}}, "", NULL);
    expect_zip((const struct sample_entry[]){WORD, {"xl/workbook.xml", "m"}, {NULL, NULL}}, "", NULL);
    expect_zip((const struct sample_entry[]){{"mimetype", "application/zip"}, {"content.xml", "c"}, {NULL, NULL}}, "",
               NULL);
    expect_zip((const struct sample_entry[]){{"content.xml", "c"},
                                             {"mimetype", "application/vnd.oasis.opendocument.text"},
                                             {NULL, NULL}},
               "", NULL);
}

/* An archive that grows without bounds when it is unpacked. */
static void what_grows_is_refused(void **state)
{
    size_t n = 0;
    uint8_t *zip = sample_docx(&n);
    (void)state;
    uint8_t *entry = memmem(zip, n, "PK\1\2", 4);
    assert_non_null(entry);
    memcpy(entry + 24, "\0\0\0\x10", 4); /* 256 MiB */
    expect_type("bomb", type_of(zip, n, n), NULL);
    memcpy(entry + 24, "\0\0\0\1", 4); /* 16 MiB */
    expect_type("large", type_of(zip, n, n), DOCX);
    entry[8] |= 1;
    expect_type("encrypted", type_of(zip, n, n), NULL);
    free(zip);
}

static void names_fit_their_content(void **state)
{
    (void)state;
    assert_true(media_fits_name("application/pdf", "a.b.PDF"));
    assert_true(media_fits_name("application/pdf", "without"));
    assert_false(media_fits_name("application/pdf", "a.pdf.exe"));
    assert_false(media_fits_name("application/pdf", "a."));
    assert_false(media_fits_name("text/plain", "a.html"));
    assert_false(media_fits_name("text/html", "a.html"));
    assert_true(media_fits_name("image/jpeg", "a.jpeg"));
    assert_string_equal(media_extension("image/jpeg"), "jpg");
    assert_null(media_extension("text/html"));
}

/* Controls are looked for in the whole file, not only where libmagic looks. */
static void a_text_is_text_to_its_end(void **state)
{
    enum { SIZE = 3 * MEDIA_TAIL + 11 };
    char *text = malloc(SIZE);
    (void)state;
    assert_non_null(text);
    memset(text, 'x', SIZE);
    expect_type("long text", type_of(text, SIZE, 65536), "text/plain");
    text[MEDIA_TAIL] = '\1';
    expect_type("control in the middle", type_of(text, SIZE, 65536), NULL);
    free(text);
}

static int set_up(void **state)
{
    (void)state;
    log_set_level(LOG_SILENT);
    return media_open(&media) != RC_OK;
}

static int tear_down(void **state)
{
    (void)state;
    media_close(media);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_sample_is_what_it_is),
        cmocka_unit_test(documents_are_told_from_archives),
        cmocka_unit_test(what_hides_in_a_document_is_refused),
        cmocka_unit_test(what_grows_is_refused),
        cmocka_unit_test(names_fit_their_content),
        cmocka_unit_test(a_text_is_text_to_its_end),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
