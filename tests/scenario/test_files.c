/*
 * test_files.c - files of a case: sent, opened by who may, limited, removed; what was refused leaves nothing.
 */
#include "base/sealed_stream.h"
#include "support/samples.h"
#include "support/scenario.h"
#include "support/support.h"

#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define NAME "雷雪明身份证.pdf"

enum { LARGE = 300 * 1000 };

static uint8_t pdf[LARGE];

/* Contents in the store, drafts too. */
static int stored(const struct scenario *s)
{
    int n = 0;
    const char *root = support_path(data_folder(s), "files");
    DIR *folder = opendir(root);
    assert_non_null(folder);
    for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        DIR *inner = e->d_name[0] != '.' ? opendir(support_path(root, e->d_name)) : NULL;
        for (struct dirent *f = inner != NULL ? readdir(inner) : NULL; f != NULL; f = readdir(inner)) {
            n += f->d_name[0] != '.';
        }
        if (inner != NULL) {
            closedir(inner);
        }
    }
    closedir(folder);
    return n;
}

static void a_case(struct scenario *s, const char *confidential)
{
    char body[700];
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-window");
    snprintf(body, sizeof body,
             "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'"
             "修好路灯'}],'class_code':'0309','place_unit_id':'@unit:laocheng','confidential_request':%s,'persons':[{"
             "'role':'petitioner','kind':'natural','name':'雷雪明','phone':'13800002222'}]}",
             confidential);
    submit(s, body);
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
    acts(s, "demo-bureau", "dispatch", "{'to_unit':'@unit:zhujian','kind':'transfer'}");
}

/* Sends as whoever acts; the id of the newest file. */
static const char *sent(struct scenario *s, const char *name, const void *bytes, size_t size)
{
    send_file(s, "/cases/@case/files", name, bytes, size);
    expect(s, 201);
    const char *location = header(s, "Location");
    assert_non_null(location);
    return strrchr(location, '/') + 1;
}

static const char *path_of(struct scenario *s, const char *id, const char *part)
{
    char path[120];
    (void)s;
    snprintf(path, sizeof path, "cases/@case/files/%s%s", id, part);
    return support_path("", path);
}

static void opens(struct scenario *s, const char *login, const char *id)
{
    as(s, login);
    post(s, path_of(s, id, "/open"), "{'reason':'handling'}");
}

static void expect_header(struct scenario *s, const char *name, const char *value)
{
    const char *got = header(s, name);
    if (got == NULL || strcmp(got, value) != 0) {
        fail_msg("%s is %s and not %s", name, got ? got : "missing", value);
    }
}

static void an_original_is_for_those_who_read_people(void **state)
{
    struct scenario *s = *state;
    char disposition[200];
    a_case(s, "false");
    as(s, "demo-bureau");
    const char *id = sent(s, NAME, sample_pdf(pdf, LARGE, 1), LARGE);
    expect_text(s, "data.0.name", NAME);
    expect_text(s, "data.0.media", "application/pdf");
    expect_text(s, "data.0.kind", "original");
    expect_int(s, "data.0.size", LARGE);

    opens(s, "demo-housing", id); /* whose case it is now */
    expect(s, 200);
    assert_true(is_bytes(s, sample_pdf(pdf, LARGE, 1), LARGE));
    expect_header(s, "Content-Type", "application/pdf");
    expect_header(s, "Content-Security-Policy", "sandbox; default-src 'none'");
    expect_header(s, "X-Content-Type-Options", "nosniff");
    expect_header(s, "Cross-Origin-Resource-Policy", "same-origin");
    expect_header(s, "Cache-Control", "no-store");
    snprintf(disposition, sizeof disposition,
             "attachment; filename=\"file-%s.pdf\"; "
             "filename*=UTF-8''%%E9%%9B%%B7%%E9%%9B%%AA%%E6%%98%%8E%%E8%%BA%%AB%%E4%%BB%%BD%%E8%%AF%%81.pdf",
             id);
    expect_header(s, "Content-Disposition", disposition);

    opens(s, "demo-eco", id); /* another unit */
    expect(s, 404);
    get(s, "%s", path_of(s, id, "/content"));
    expect(s, 404);
    get(s, "/cases/@case/files");
    expect(s, 404);
    opens(s, "demo-leader", id); /* sees cases, handles none */
    expect(s, 403);
    get(s, "/cases/@case/files");
    expect(s, 200);
    expect_null(s, "data.0.name"); /* a name is personal too */
    expect_int(s, "data.0.may_open", 0);
    as(s, "demo-housing");
    get(s, "%s", path_of(s, id, "/content")); /* not by the other door */
    expect_refused(s, 409, "file_original", NULL);
    opens(s, "demo-housing", "01m82we1vd6mwv124674hsrypq");
    expect(s, 404);

    /* Whoever opens is read about; no name stands in a journal. */
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=5");
    expect_text(s, "data[action=file.open].object_id", case_id(s));
    expect_text(s, "data[action=file.open].changes[field=file].after", id);
    expect_text(s, "data[action=file.open].changes[field=reason].after", "handling");
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[action=file].changes[field=file].after", id);
    expect_text(s, "data[action=file].changes[field=file.media].after", "application/pdf");
    if (says(s, "雷雪明")) {
        fail_msg("the journal holds the name of a file");
    }
}

static void a_redacted_copy_is_for_all_who_see_the_case(void **state)
{
    struct scenario *s = *state;
    a_case(s, "false");
    as(s, "demo-housing");
    const char *id = sent(s, NAME, sample_pdf(pdf, 5000, 1), 5000);
    send_file(s, path_of(s, id, "/redacted"), "遮盖版.pdf", sample_pdf(pdf, 4000, 2), 4000);
    expect(s, 201);
    expect_text(s, "data.1.kind", "redacted");
    expect_text(s, "data.1.of_id", id);
    const char *copy = value(s, "data.1.id");
    as(s, "demo-leader");
    get(s, "/cases/@case/files");
    expect_null(s, "data.0.name");
    expect_text(s, "data.1.name", "遮盖版.pdf");
    get(s, "%s", path_of(s, copy, "/content"));
    expect(s, 200);
    assert_true(is_bytes(s, sample_pdf(pdf, 4000, 2), 4000));
    expect_header(s, "Content-Security-Policy", "sandbox; default-src 'none'");
    as(s, "demo-housing");
    send_file(s, path_of(s, copy, "/redacted"), "a.pdf", sample_pdf(pdf, 4000, 2), 4000); /* of a copy there is none */
    expect_refused(s, 409, "file_not_original", NULL);
    post(s, path_of(s, copy, "/open"), "{'reason':'handling'}");
    expect_refused(s, 409, "file_not_original", NULL);
    as(s, "demo-eco");
    send_file(s, path_of(s, id, "/redacted"), "a.pdf", sample_pdf(pdf, 4000, 2), 4000);
    expect(s, 404);
    assert_int_equal(stored(s), 2);
}

/* The petitioner asked for the name to be withheld: the unit opens what it sent itself, and nothing else. */
static void originals_are_withheld_with_the_name(void **state)
{
    struct scenario *s = *state;
    a_case(s, "true");
    as(s, "demo-bureau");
    const char *letter = sent(s, "letter.pdf", sample_pdf(pdf, 5000, 1), 5000);
    as(s, "demo-housing");
    const char *own = sent(s, "photo.pdf", sample_pdf(pdf, 5000, 2), 5000);
    expect_null(s, "data.0.name");
    expect_text(s, "data.1.name", "photo.pdf");
    opens(s, "demo-housing", letter);
    expect_refused(s, 409, "name_withheld", NULL);
    send_file(s, path_of(s, letter, "/redacted"), "a.pdf", sample_pdf(pdf, 4000, 3), 4000);
    expect_refused(s, 409, "name_withheld", NULL);
    opens(s, "demo-housing", own);
    expect(s, 200);
    opens(s, "demo-bureau", letter);
    expect(s, 200);
}

static void what_is_not_in_the_list_leaves_nothing(void **state)
{
    struct scenario *s = *state;
    size_t n = 0;
    int kept = 0;
    a_case(s, "false");
    as(s, "demo-housing");
    for (const struct sample *f = samples; f->name != NULL; f++) {
        send_file(s, "/cases/@case/files", f->name, f->bytes, f->size);
        if (f->media == NULL) {
            expect_refused(s, 415, "file_type", "/content");
        } else {
            expect(s, 201);
            kept++;
        }
        assert_int_equal(stored(s), kept);
    }
    uint8_t *docx = sample_docx(&n);
    (void)sent(s, "report.docx", docx, n);
    send_file(s, "/cases/@case/files", "report.xlsx", docx, n);
    expect_refused(s, 422, "file_extension", "/name");
    free(docx);
    (void)sent(s, "C:\\Users\\me\\scan", sample_pdf(pdf, 500, 1), 500); /* a folder goes, an extension comes */
    get(s, "/cases/@case/files");
    expect_text(s, "data[media=application/pdf].name", "scan.pdf");
    (void)sent(s, "plan\xe2\x80\x8b\xe2\x81\xa0.pdf\xef\xbb\xbf", sample_pdf(pdf, 500, 2),
               500); /* nor what nobody sees */
    get(s, "/cases/@case/files");
    expect_text(s, "data[media=application/pdf].name", "plan.pdf");
    char path[100];
    snprintf(path, sizeof path, "/api/v1/cases/%s/files", case_id(s));
    send_bytes_as(s, path, "Content-Disposition: attachment; filename=\"old.pdf\"", sample_pdf(pdf, 500, 3), 500);
    expect(s, 201);
    send_bytes_as(s, path, "Content-Disposition: attachment; filename=old.pdf", sample_pdf(pdf, 500, 3), 500);
    expect_refused(s, 400, "header_value", NULL);
    static const char *const bad[] = {NULL,
                                      "\xe2\x80\x8b\xe2\x80\x8d",
                                      "",
                                      "..",
                                      " . ",
                                      "a\nb.pdf",
                                      "a\xe2\x80\xae"
                                      "fdp.exe",
                                      "\xff.pdf"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        send_file(s, "/cases/@case/files", bad[i], sample_pdf(pdf, 500, 1), 500);
        expect_refused(s, 422, "file_name", "/name");
    }
    assert_int_equal(stored(s), kept + 4);
}

static void limits_hold(void **state)
{
    struct scenario *s = *state;
    enum { MIB = 1 << 20 };
    uint8_t *big = calloc(1, MIB + 1);
    assert_non_null(big);
    memcpy(big, SAMPLE_PDF_START, sizeof SAMPLE_PDF_START - 1);
    a_case(s, "false");
    change_setting(s, "file_mib", "1");
    change_setting(s, "file_case_mib", "2");
    as(s, "demo-housing");
    send_file(s, "/cases/@case/files", "a.pdf", big, MIB + 1);
    expect_refused(s, 413, "file_too_large", NULL);
    send_file(s, "/cases/@case/files", "a.pdf", "", 0);
    expect_refused(s, 422, "body_empty", NULL);
    (void)sent(s, "a.pdf", big, MIB);
    expect_int(s, "left_bytes", MIB);
    expect_int(s, "max_bytes", MIB);
    (void)sent(s, "b.pdf", big, MIB - 5);
    send_file(s, "/cases/@case/files", "c.pdf", big, 6);
    expect_refused(s, 409, "file_case_full", NULL);
    change_setting(s, "file_case_mib", "500");
    change_setting(s, "file_day_mib", "2");
    as(s, "demo-housing");
    send_file(s, "/cases/@case/files", "c.pdf", big, 600);
    expect_refused(s, 409, "file_day_full", NULL);
    as(s, "demo-bureau"); /* has a day of their own */
    (void)sent(s, "c.pdf", big, 600);
    move_clock(s, "2026-03-03 10:00");
    as(s, "demo-housing");
    (void)sent(s, "d.pdf", big, 600);
    change_setting(s, "file_day_count", "1"); /* however small they are (ASVS 12.1.3) */
    as(s, "demo-housing");
    send_file(s, "/cases/@case/files", "e.pdf", big, 600);
    expect_refused(s, 409, "file_day_full", NULL);
    expect_int(s, "status", 409);
    assert_int_equal(stored(s), 4);
    free(big);
}

static void a_repeated_key_makes_one_file(void **state)
{
    struct scenario *s = *state;
    a_case(s, "false");
    as(s, "demo-housing");
    with_key(s, "once");
    (void)sent(s, "a.pdf", sample_pdf(pdf, 5000, 1), 5000);
    with_key(s, "once");
    send_file(s, "/cases/@case/files", "a.pdf", sample_pdf(pdf, 5000, 1), 5000);
    expect(s, 201);
    expect_header(s, "Idempotency-Replayed", "true");
    with_key(s, "once");
    send_file(s, "/cases/@case/files", "a.pdf", sample_pdf(pdf, 5000, 2), 5000); /* another content */
    expect_refused(s, 422, "idempotency_key_reused", NULL);
    get(s, "/cases/@case/files");
    expect_size(s, "data", 1);
    assert_int_equal(stored(s), 1);
}

static void a_removed_file_is_gone_for_good(void **state)
{
    struct scenario *s = *state;
    a_case(s, "false");
    as(s, "demo-housing");
    const char *id = sent(s, NAME, sample_pdf(pdf, 5000, 1), 5000);
    send_file(s, path_of(s, id, "/redacted"), "b.pdf", sample_pdf(pdf, 4000, 2), 4000);
    const char *copy = value(s, "data.1.id");
    drop(s, path_of(s, id, "?reason=duplicate"));
    expect_refused(s, 409, "file_in_use", NULL);
    drop(s, path_of(s, copy, ""));
    expect(s, 422); /* without a reason */
    as(s, "demo-bureau");
    drop(s, path_of(s, copy, "?reason=duplicate"));
    expect_refused(s, 403, "file_not_yours", NULL);
    as(s, "demo-eco");
    drop(s, path_of(s, copy, "?reason=duplicate"));
    expect(s, 404);
    as(s, "demo-housing");
    drop(s, path_of(s, copy, "?reason=duplicate"));
    expect(s, 204);
    drop(s, path_of(s, id, "?reason=wrong_case"));
    expect(s, 204);
    drop(s, path_of(s, id, "?reason=wrong_case"));
    expect_refused(s, 410, "file_removed", NULL);
    opens(s, "demo-housing", id);
    expect_refused(s, 410, "file_removed", NULL);
    get(s, "%s", path_of(s, copy, "/content"));
    expect_refused(s, 410, "file_removed", NULL);
    get(s, "/cases/@case/files");
    expect_size(s, "data", 2);
    expect_text(s, "data.0.status", "removed");
    expect_text(s, "data.0.removed_reason", "wrong_case");
    expect_null(s, "data.0.name");
    /* The content follows a day later; a backup begun meanwhile still finds it. */
    assert_int_equal(sweep_files(s, 86400), 0);
    assert_int_equal(stored(s), 2);
    move_clock(s, "2026-03-04 10:00");
    assert_int_equal(sweep_files(s, 0), 2);
    assert_int_equal(stored(s), 0);
}

static void plant(const struct scenario *s, const char *folder, const char *name, int age_s)
{
    char path[200];
    struct timespec times[2] = {{.tv_sec = time(NULL) - age_s}, {.tv_sec = time(NULL) - age_s}};
    snprintf(path, sizeof path, "files/%s", folder);
    const char *where = support_path(data_folder(s), path);
    (void)mkdir(where, 0700);
    support_write(support_path(where, name), "x", 1);
    assert_int_equal(utimensat(AT_FDCWD, support_path(where, name), times, 0), 0);
}

static void what_nobody_knows_is_swept(void **state)
{
    struct scenario *s = *state;
    a_case(s, "false");
    as(s, "demo-housing");
    const char *id = sent(s, "a.pdf", sample_pdf(pdf, 5000, 1), 5000);
    plant(s, "pq", "01m82we1vd6mwv124674hsrypq", 2 * 86400); /* no row */
    plant(s, "pr", "01m82we1vd6mwv124674hsrypr", 3600);      /* its row may be on its way */
    plant(s, "new", "01m82we1vd6mwv124674hsryps", 2 * 86400);
    plant(s, "new", "01m82we1vd6mwv124674hsrypt", 3600);
    plant(s, "pq", "a note of the administrator", 2 * 86400);
    assert_int_equal(sweep_files(s, 86400), 2);
    assert_int_equal(stored(s), 4);
    (void)stop_server(s);
    restart_server(s); /* nothing is on its way in: each draft is a dead one */
    assert_int_equal(stored(s), 3);
    assert_int_equal(sweep_files(s, 0), 1);
    opens(s, "demo-housing", id); /* and what is known stays */
    expect(s, 200);
}

/* Bytes on the disk of the one draft; 0 without one. */
static int64_t draft_size(const struct scenario *s)
{
    struct stat st = {0};
    const char *root = support_path(data_folder(s), "files/new");
    DIR *folder = opendir(root);
    assert_non_null(folder);
    for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        if (e->d_name[0] != '.' && fstatat(dirfd(folder), e->d_name, &st, 0) != 0) {
            st.st_size = 0;
        }
    }
    closedir(folder);
    return (int64_t)st.st_size;
}

/* Half a file on the wire, then the client is gone. */
static void a_broken_off_upload_leaves_nothing(void **state)
{
    struct scenario *s = *state;
    enum {
        PIECES = 3,
        SENT = PIECES * SEALED_STREAM_PIECE + 1
    }; /* the last byte makes the third piece go to the disk */
    char head[1500];
    a_case(s, "false");
    int port = atoi(strrchr(server_url(s), ':') + 1);
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int n = snprintf(head, sizeof head,
                     "POST /api/v1/cases/%s/files HTTP/1.1\r\nHost: x\r\n%sContent-Length: "
                     "250000\r\nContent-Disposition: attachment; filename*=UTF-8''a.pdf\r\n\r\n",
                     case_id(s), headers_of(s, "demo-housing"));
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(send(fd, head, (size_t)n, MSG_NOSIGNAL), n);
    assert_int_equal(send(fd, sample_pdf(pdf, SENT, 1), SENT, MSG_NOSIGNAL), SENT);
    while (draft_size(s) < SEALED_STREAM_HEAD + PIECES * SEALED_STREAM_SEALED_PIECE) { /* the server has read it all */
        usleep(2000);
    }
    close(fd);
    while (stored(s) > 0) { /* and goes with the connection */
        usleep(2000);
    }
    as(s, "demo-housing");
    get(s, "/cases/@case/files");
    expect_size(s, "data", 0);
}

static void damage_is_never_served(void **state)
{
    struct scenario *s = *state;
    char path[120];
    a_case(s, "false");
    as(s, "demo-housing");
    const char *id = sent(s, "a.pdf", sample_pdf(pdf, 5000, 1), 5000);
    snprintf(path, sizeof path, "files/%s/%s", id + strlen(id) - 2, id);
    const char *where = support_path(data_folder(s), path);
    assert_int_equal(truncate(where, 4000), 0);
    opens(s, "demo-housing", id);
    expect(s, 500);
    assert_int_equal(unlink(where), 0);
    opens(s, "demo-housing", id);
    expect(s, 500);
}

/* A sealed case's files are for those whom it names. */
static void a_sealed_case_keeps_its_files(void **state)
{
    struct scenario *s = *state;
    static const char *const others[] = {"demo-bay", "demo-bureau", "demo-bureau-head", "demo-leader", "demo-admin"};
    move_clock(s, "2026-02-03 14:20");
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'线索','request':'请求','demands':[{'text':'诉求'}],"
              "'class_code':'1601','place_unit_id':'@unit:gangkou','persons':[{'role':'petitioner','kind':'natural',"
              "'name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}");
    expect(s, 201);
    const char *id = sent(s, NAME, sample_pdf(pdf, 5000, 1), 5000);
    opens(s, "demo-sealed", id);
    expect(s, 200);
    assert_true(is_bytes(s, sample_pdf(pdf, 5000, 1), 5000));
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data[event=reveal].changes[field=revealed].after", "handling");
    /* A redacted copy is still of a sealed case: no link opens it, and who reads it is written down. */
    send_file(s, path_of(s, id, "/redacted"), "遮盖版.pdf", sample_pdf(pdf, 4000, 2), 4000);
    expect(s, 201);
    const char *copy = strrchr(header(s, "Location"), '/') + 1;
    get(s, "%s", path_of(s, copy, "/content"));
    expect_refused(s, 409, "file_original", NULL);
    opens(s, "demo-sealed", copy);
    expect(s, 200);
    get(s, "/cases/@case/journal?limit=100");
    expect_text(s, "data.4.event", "reveal");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        as(s, others[i]);
        get(s, "/cases/@case/files");
        if (!says(s, "\"status\":404") && !says(s, "\"status\":403")) {
            fail_msg("%s learns of the files of a sealed case", others[i]);
        }
        post(s, path_of(s, id, "/open"), "{'reason':'handling'}");
        if (!says(s, "\"status\":404") && !says(s, "\"status\":403")) {
            fail_msg("%s opens a file of a sealed case", others[i]);
        }
    }
}

/* What a scanner says to the one file that it is asked about, and what it was shown. */
struct scanner {
    int listening;
    const char *answer; /* NULL: it hangs up in the middle */
    size_t shown;
};

static void *scan(void *arg)
{
    struct scanner *sc = arg;
    uint8_t length[4];
    char bytes[10];
    int fd = accept(sc->listening, NULL, NULL);
    if (recv(fd, bytes, sizeof bytes, MSG_WAITALL) == sizeof bytes && memcmp(bytes, "zINSTREAM", 10) == 0) {
        while (sc->answer != NULL && recv(fd, length, 4, MSG_WAITALL) == 4) {
            size_t n = (size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 | length[3];
            uint8_t *piece = malloc(n + 1);
            if (n == 0 || recv(fd, piece, n, MSG_WAITALL) != (ssize_t)n) {
                free(piece);
                break;
            }
            free(piece);
            sc->shown += n;
        }
        if (sc->answer != NULL) {
            (void)!send(fd, sc->answer, strlen(sc->answer) + 1, MSG_NOSIGNAL);
        }
    }
    close(fd);
    return NULL;
}

/* Sends one file while the scanner says this. */
static size_t shown_to(struct scenario *s, const char *socket_path, const char *answer)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct scanner sc = {.listening = socket(AF_UNIX, SOCK_STREAM, 0), .answer = answer};
    pthread_t thread;
    snprintf(at.sun_path, sizeof at.sun_path, "%s", socket_path);
    (void)unlink(socket_path);
    assert_int_equal(bind(sc.listening, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(sc.listening, 1), 0);
    assert_int_equal(pthread_create(&thread, NULL, scan, &sc), 0);
    as(s, "demo-housing");
    send_file(s, "/cases/@case/files", "a.pdf", sample_pdf(pdf, LARGE, 1), LARGE);
    pthread_join(thread, NULL);
    close(sc.listening);
    return sc.shown;
}

static void nothing_passes_the_scanner(void **state)
{
    struct scenario *s = *state;
    const char *path = support_path(support_folder(), "clamd");
    a_case(s, "false");
    change_setting(s, "clamd", path);
    as(s, "demo-housing");
    send_file(s, "/cases/@case/files", "a.pdf", sample_pdf(pdf, LARGE, 1), LARGE); /* nobody is there */
    expect_refused(s, 503, "file_scanner", NULL);
    assert_int_equal(shown_to(s, path, "stream: Eicar-Signature FOUND"), LARGE);
    expect_refused(s, 422, "file_infected", "/content");
    (void)shown_to(s, path, "INSTREAM size limit exceeded. ERROR");
    expect_refused(s, 503, "file_scanner", NULL);
    (void)shown_to(s, path, "");
    expect_refused(s, 503, "file_scanner", NULL);
    (void)shown_to(s, path, NULL);
    expect_refused(s, 503, "file_scanner", NULL);
    assert_int_equal(stored(s), 0);
    assert_int_equal(shown_to(s, path, "stream: OK"), LARGE);
    expect(s, 201);
    assert_int_equal(stored(s), 1);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(an_original_is_for_those_who_read_people),
        STORY(a_redacted_copy_is_for_all_who_see_the_case),
        STORY(originals_are_withheld_with_the_name),
        STORY(what_is_not_in_the_list_leaves_nothing),
        STORY(limits_hold),
        STORY(a_repeated_key_makes_one_file),
        STORY(a_removed_file_is_gone_for_good),
        STORY(what_nobody_knows_is_swept),
        STORY(a_broken_off_upload_leaves_nothing),
        STORY(damage_is_never_served),
        STORY(a_sealed_case_keeps_its_files),
        STORY(nothing_passes_the_scanner),
    };
    return STORIES(stories);
}
