/*
 * test_multipart.c - forms with a file: what browsers send is read the same however it is cut, and the rest is refused.
 *
 * Runs on: the test's only thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/multipart.h"

#include <stdio.h>
#include <string.h>

#define TYPE    "multipart/form-data; boundary=----X7"
#define MARK    "------X7"
#define CONTROL MARK "\r\nContent-Disposition: form-data; name=\"number\"\r\n\r\n331099-2026-W-000001\r\n"
#define FILE_OF(name)                                                                                                  \
    MARK "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" name "\"\r\nContent-Type: image/png\r\n\r\n"
#define END "\r\n" MARK "--\r\n"

/* What was read, as one line: name=text for controls, name<file> and the bytes, '.' at the end, '!' when it is none. */
static char told[4096];

static void tell(const char *text, size_t n)
{
    size_t at = strlen(told);
    assert_true(at + n < sizeof told);
    memcpy(told + at, text, n);
    told[at + n] = '\0';
}

static void read_in_pieces(const char *type, const char *body, size_t n, size_t piece)
{
    struct multipart m;
    enum multipart_event e = MULTIPART_MORE;
    told[0] = '\0';
    if (!multipart_begin(&m, type)) {
        tell("?", 1);
        return;
    }
    for (size_t at = 0; at < n && e != MULTIPART_BAD; at += piece) {
        const char *bytes = body + at;
        size_t left = n - at < piece ? n - at : piece;
        do {
            e = multipart_next(&m, &bytes, &left);
            if (e == MULTIPART_FIELD || e == MULTIPART_FILE) {
                tell(m.name, strlen(m.name));
                tell(e == MULTIPART_FILE ? "<" : "=", 1);
                tell(m.text, strlen(m.text));
                tell(e == MULTIPART_FILE ? ">" : ";", 1);
            } else if (e == MULTIPART_BYTES) {
                tell(m.bytes, m.size);
            } else if (e != MULTIPART_MORE) {
                tell(e == MULTIPART_END ? "." : "!", 1);
            }
        } while (e != MULTIPART_MORE && e != MULTIPART_BAD);
    }
    if (e == MULTIPART_BAD) {
        const char *more = END;
        size_t left = sizeof END - 1;
        assert_int_equal(multipart_next(&m, &more, &left), MULTIPART_BAD); /* for good */
    }
}

static void expect_read(const char *body, const char *expected)
{
    for (size_t piece = 1; piece <= strlen(body); piece++) {
        read_in_pieces(TYPE, body, strlen(body), piece);
        if (strcmp(told, expected) != 0) {
            fail_msg("in pieces of %zu: \"%s\" and not \"%s\"", piece, told, expected);
        }
    }
}

static void what_browsers_send_is_read(void **state)
{
    (void)state;
    expect_read(CONTROL FILE_OF("合同.png") "bytes" END, "number=331099-2026-W-000001;file<合同.png>bytes.");
    expect_read(FILE_OF("a.png") "bytes\r\n" MARK "--", "file<a.png>bytes."); /* without the last line end */
    expect_read(FILE_OF("") END, "file<>.");                                  /* nothing was chosen */
    expect_read(FILE_OF("a%22b%0D%0A.png") "x" END, "file<a\"b  .png>x.");
    expect_read(FILE_OF("100%.png") "x" END, "file<100%.png>x.");
}

/* What looks like a mark in the file is the file's. */
static void a_mark_that_breaks_off_is_content(void **state)
{
    (void)state;
    expect_read(FILE_OF("a") "\r\r\n\r\n-\r\n--\r\n------X\r\n------X8\r\n------Y7--" END,
                "file<a>\r\r\n\r\n-\r\n--\r\n------X\r\n------X8\r\n------Y7--.");
    expect_read(FILE_OF("a") "\r" END, "file<a>\r.");
    expect_read(FILE_OF("a") "\r\n" END, "file<a>\r\n.");
    expect_read(FILE_OF("a") MARK "--" END, "file<a>" MARK "--."); /* not at the beginning of a line */
}

static void what_is_malformed_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "\r\n" CONTROL FILE_OF("a") "x" END,                                           /* a preamble */
        "--" CONTROL FILE_OF("a") "x" END,                                             /* another mark */
        CONTROL MARK "--\r\n",                                                         /* no file */
        FILE_OF("a") "x\r\n" FILE_OF("b") "y" END,                                     /* two */
        FILE_OF("a") "x\r\n" CONTROL MARK "--\r\n",                                    /* a control behind it */
        FILE_OF("a") "x\r\n" MARK "--\r\n\r\n",                                        /* more than one line end */
        FILE_OF("a") "x\r\n" MARK "--x",                                               /* an epilogue */
        FILE_OF("a") "x\r\n" MARK " \r\n",                                             /* padding behind the mark */
        MARK "\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\n\nx\n", /* bare line ends */
        MARK "\r\n\r\nx" END,                                                          /* no head */
        MARK "\r\nContent-Type: text/plain\r\n\r\nx" END,                              /* no name */
        MARK "\r\nContent-Disposition: attachment; filename=\"a\"\r\n\r\nx" END,       /* no control */
        MARK "\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx" END,             /* an empty name */
        MARK "\r\nContent-Disposition: form-data; name=file\r\n\r\nx" END,             /* not in quotes */
        MARK "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\\b\"\r\n\r\nx" END, /* an escape */
        MARK "\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''a\r\n\r\nx" END,
        MARK "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"; size=1\r\n\r\nx" END,
        MARK
        "\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx" END,
        MARK "\r\nContent-Disposition: form-data; name=\"a\"\r\nX-Other: 1\r\n\r\nx" END, /* a field of no browser */
        MARK "\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx" END,
        MARK "\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nx" END,
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t piece = 1; piece <= strlen(rows[i]); piece++) {
            read_in_pieces(TYPE, rows[i], strlen(rows[i]), piece);
            if (strchr(told, '!') == NULL) {
                fail_msg("row %zu in pieces of %zu: \"%s\"", i, piece, told);
            }
        }
    }
}

static void a_form_that_is_cut_has_no_end(void **state)
{
    (void)state;
    static const char whole[] = CONTROL FILE_OF("a") "x\r\n" MARK "--";
    for (size_t n = 1; n < sizeof whole - 1; n++) {
        read_in_pieces(TYPE, whole, n, n);
        assert_null(strpbrk(told, ".!"));
    }
    read_in_pieces(TYPE, whole, sizeof whole - 1, 7);
    assert_non_null(strchr(told, '.'));
}

static void heads_and_values_have_bounds(void **state)
{
    (void)state;
    char body[8192];
    for (int over = 0; over <= 1; over++) {
        snprintf(body, sizeof body,
                 MARK "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n%0*d\r\n" FILE_OF("a") "x" END,
                 MULTIPART_VALUE_MAX + over, 7);
        read_in_pieces(TYPE, body, strlen(body), 1000);
        assert_int_equal(strchr(told, '!') != NULL, over);
        snprintf(body, sizeof body,
                 MARK "\r\nContent-Disposition: form-data; name=\"%0*d\"\r\n\r\nx\r\n" FILE_OF("a") "x" END,
                 over ? 200 : 100, 7);
        read_in_pieces(TYPE, body, strlen(body), 1000);
        assert_int_equal(strchr(told, '!') != NULL, over);
        snprintf(body, sizeof body, MARK "\r\nContent-Type: %0*d", over ? MULTIPART_HEAD_MAX : 100, 7);
        read_in_pieces(TYPE, body, strlen(body), 1000);
        assert_int_equal(strchr(told, '!') != NULL, over);
    }
    static const char nul[] =
        MARK "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\0y\r\n" FILE_OF("a") "x" END;
    read_in_pieces(TYPE, nul, sizeof nul - 1, 3);
    assert_non_null(strchr(told, '!'));
    static const char in_head[] = MARK "\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nx" END;
    read_in_pieces(TYPE, in_head, sizeof in_head - 1, 3);
    assert_non_null(strchr(told, '!'));
}

static void the_type_names_a_boundary(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        int is_taken;
    } rows[] = {
        {TYPE, 1},
        {"Multipart/Form-Data;boundary=abc", 1},
        {"multipart/form-data; boundary=\"a b\"", 0},
        {"multipart/form-data; boundary=\"ab\"", 1},
        {"multipart/form-data; boundary=", 0},
        {"multipart/form-data; boundary=\"\"", 0},
        {"multipart/form-data; boundary=a;b", 0},
        {"multipart/form-data; charset=utf-8; boundary=a", 0},
        {"multipart/form-data", 0},
        {"multipart/form-datax; boundary=a", 0},
        {"multipart/mixed; boundary=a", 0},
        {"application/x-www-form-urlencoded", 0},
        {"multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789", 1},
        {"multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890", 0},
        {NULL, 0},
    };
    struct multipart m;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *byte = "-";
        size_t n = 1;
        assert_int_equal(multipart_begin(&m, rows[i].type), rows[i].is_taken);
        assert_int_equal(multipart_next(&m, &byte, &n), rows[i].is_taken ? MULTIPART_MORE : MULTIPART_BAD);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_browsers_send_is_read),   cmocka_unit_test(a_mark_that_breaks_off_is_content),
        cmocka_unit_test(what_is_malformed_is_refused), cmocka_unit_test(a_form_that_is_cut_has_no_end),
        cmocka_unit_test(heads_and_values_have_bounds), cmocka_unit_test(the_type_names_a_boundary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
