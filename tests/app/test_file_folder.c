/*
 * test_file_folder.c - the folder of files from outside: the server dies at each named place of an upload, and the tools look at what is left,
 * back it up and bring it back.
 *
 * Runs on: the main thread. Owns: the child processes, until they have ended.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bureau.h"
#include "support/program.h"
#include "support/support.h"
#include "support/wire.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(INJECT) && INJECT
enum { HAS_POINTS = 1 };
#else
enum { HAS_POINTS = 0 };
#endif
enum { READY_MS = 60000 };

static const char note[] = "A note of what was said at the window, long enough to be one.\n";
static struct bureau bureau;
static const char *made, *log_path;
static char output[1 << 16];

static int told(const char *command, const char *data)
{
    return program_run(output, sizeof output, (const char *const[]){command, "--data", data, NULL});
}

static const char *a_copy(void)
{
    const char *data = support_path(support_folder(), "data");
    bureau_copy(made, data);
    return data;
}

static int is_empty(const char *path)
{
    int n = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        n += e->d_name[0] != '.';
    }
    closedir(folder);
    return n == 0;
}

/* The folder's only content, in place or on its way: its path, or NULL. */
static const char *content_in(const char *root)
{
    const char *found = NULL;
    DIR *folder = opendir(root);
    for (struct dirent *e = folder != NULL ? readdir(folder) : NULL; e != NULL; e = readdir(folder)) {
        DIR *inner = e->d_name[0] != '.' ? opendir(support_path(root, e->d_name)) : NULL;
        for (struct dirent *f = inner != NULL ? readdir(inner) : NULL; f != NULL; f = readdir(inner)) {
            if (f->d_name[0] != '.') {
                assert_null(found);
                found = support_path(support_path(root, e->d_name), f->d_name);
            }
        }
        if (inner != NULL) {
            closedir(inner);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return found;
}

static void serve(struct program *p, const char *data, const char *crash)
{
    static const char *const flags[] = {NULL};
    program_serve(p, data, flags, crash, log_path);
    assert_true(program_ready(p, READY_MS));
}

static void fields_of(char *out, size_t size)
{
    snprintf(out, size,
             "Authorization: Bearer %s\r\nContent-Disposition: attachment; filename*=UTF-8''note.txt\r\n"
             "Idempotency-Key: k1\r\n",
             bureau.token[BUREAU_CLERK]);
}

static void case_of(struct wire *w, char id[BUREAU_ID_SIZE])
{
    char fields[300], body[600];
    struct wire_reply r;
    snprintf(fields, sizeof fields, "Authorization: Bearer %s\r\n", bureau.token[BUREAU_CLERK]);
    snprintf(body, sizeof body,
             "{\"channel\":\"letter\",\"purpose\":\"appeal\",\"title\":\"路灯不亮\",\"request\":\"修好路灯\","
             "\"class_code\":\"0309\",\"place_unit_id\":\"%s\",\"demands\":[{\"text\":\"修好路灯\"}],\"persons\":[{"
             "\"role\":\"petitioner\",\"kind\":\"natural\",\"name\":\"沈某\",\"phone\":\"19900001234\"}]}",
             bureau.village);
    assert_int_equal(wire_call(w, "POST", "/api/v1/submissions", fields, body, &r), WIRE_ANSWERED);
    assert_int_equal(r.status, 201);
    const char *at = strstr(r.body, "\"case\":{\"id\":\"");
    assert_non_null(at);
    snprintf(id, BUREAU_ID_SIZE, "%.26s", at + 14);
}

/* A folder with one case and one file, nothing running on it. */
static const char *with_a_file(char case_id[BUREAU_ID_SIZE])
{
    struct program p;
    struct wire_reply r;
    char path[120], fields[400];
    const char *data = a_copy();
    serve(&p, data, NULL);
    struct wire *w = wire_new(p.port);
    case_of(w, case_id);
    fields_of(fields, sizeof fields);
    snprintf(path, sizeof path, "/api/v1/cases/%s/files", case_id);
    assert_int_equal(wire_call(w, "POST", path, fields, note, &r), WIRE_ANSWERED);
    assert_int_equal(r.status, 201);
    wire_free(w);
    assert_int_equal(program_end(&p, SIGTERM), 0);
    return data;
}

/* Dies there; afterwards there is no row, or a row with its whole content. The same request again makes the one file. */
static void dies_at(const char *point)
{
    struct program p;
    struct wire_reply r;
    char case_id[BUREAU_ID_SIZE], path[120], fields[400];
    const char *data = a_copy();
    serve(&p, data, point);
    struct wire *w = wire_new(p.port);
    case_of(w, case_id);
    fields_of(fields, sizeof fields);
    snprintf(path, sizeof path, "/api/v1/cases/%s/files", case_id);
    assert_int_equal(wire_call(w, "POST", path, fields, note, &r), WIRE_UNKNOWN);
    assert_int_equal(program_end(&p, 0), PROGRAM_SIGNALLED + SIGKILL);
    assert_int_equal(told("verify", data), 0);
    assert_non_null(content_in(support_path(data, "files")));

    serve(&p, data, NULL);
    assert_true(is_empty(support_path(data, "files/new")));
    wire_aim(w, p.port);
    assert_int_equal(wire_call(w, "POST", path, fields, note, &r), WIRE_ANSWERED);
    assert_int_equal(r.status, 201);
    const char *first = strstr(r.body, "\"kind\":\"original\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "\"kind\":\"original\""));
    wire_free(w);
    assert_int_equal(program_end(&p, SIGTERM), 0);
    assert_int_equal(told("verify", data), 0);
    assert_non_null(strstr(output, "1 files are what was sent"));
}

static void no_row_is_ever_without_its_content(void **state)
{
    static const char *const points[] = {"file.before_sync:1", "file.before_rename:1", "file.after_rename:1",
                                         "file.after_place:1", "file.before_row:1",    "file.after_row:1"};
    (void)state;
    for (size_t i = 0; HAS_POINTS && i < sizeof points / sizeof points[0]; i++) {
        dies_at(points[i]);
    }
}

static void change_byte(const char *path, long at)
{
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, at < 0 ? SEEK_END : SEEK_SET), 0);
    int c = fgetc(f);
    assert_int_equal(fseek(f, at, at < 0 ? SEEK_END : SEEK_SET), 0);
    assert_int_not_equal(fputc(c ^ 1, f), EOF);
    fclose(f);
}

static void the_tools_find_what_is_wrong(void **state)
{
    char case_id[BUREAU_ID_SIZE];
    (void)state;
    const char *data = with_a_file(case_id);
    const char *content = content_in(support_path(data, "files"));
    assert_int_equal(told("verify", data), 0);
    (void)told("doctor", data);
    assert_non_null(strstr(output, "1 are there"));
    change_byte(content, -3); /* the length stays */
    assert_int_equal(told("verify", data), 1);
    assert_non_null(strstr(output, "damaged"));
    change_byte(content, -3);
    assert_int_equal(told("verify", data), 0);
    assert_int_equal(truncate(content, 50), 0);
    assert_int_equal(told("doctor", data), 1);
    assert_non_null(strstr(output, "another length"));
    assert_int_equal(unlink(content), 0);
    assert_int_equal(told("doctor", data), 1);
    assert_non_null(strstr(output, "not there"));
    assert_int_equal(told("verify", data), 1);
}

static int restore(const char *from, const char *data, const char *to)
{
    return program_run(
        output, sizeof output,
        (const char *const[]){"restore", "--from", from, "--keys", support_path(data, "keys"), "--data", to, NULL});
}

static void a_backup_carries_the_files(void **state)
{
    char case_id[BUREAU_ID_SIZE];
    (void)state;
    const char *data = with_a_file(case_id);
    const char *folder = support_folder();
    const char *backup = support_path(folder, "b.db");
    const char *const argv[] = {"backup", "--data", data, "--to", backup, NULL};
    assert_int_equal(program_run(output, sizeof output, argv), 0);
    assert_non_null(strstr(output, "1 files"));
    const char *kept = content_in(support_path(folder, "b.db.files"));
    assert_non_null(kept);

    const char *back = support_path(support_folder(), "back");
    assert_int_equal(restore(backup, data, back), 0);
    assert_non_null(strstr(output, "1 files"));
    assert_int_equal(told("verify", back), 0);
    assert_non_null(content_in(support_path(back, "files")));

    /* Without the contents it is none. */
    assert_int_equal(unlink(kept), 0);
    const char *again = support_path(support_folder(), "again");
    assert_int_equal(restore(backup, data, again), 1);
    assert_int_not_equal(access(support_path(again, "petitiond.db"), F_OK), 0);
}

static int set_up(void **state)
{
    (void)state;
    log_path = support_path(support_folder(), "log");
    made = support_path(support_folder(), "made");
    bureau_make(made, log_path, &bureau);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tools_find_what_is_wrong),
        cmocka_unit_test(a_backup_carries_the_files),
        cmocka_unit_test(no_row_is_ever_without_its_content),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
