/*
 * scenario_expect.c - what the people of a story should be told.
 *
 * Runs on: the test's main thread. Owns: nothing.
 */
#include "support/scenario_inside.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last item of an array whose member has this value ("[clock=C6]", "[is_first=true]"). */
static json_t *select_item(const json_t *array, const char *selector)
{
    char name[64];
    size_t i;
    json_t *item;
    json_t *found = NULL;
    size_t n = strcspn(selector, "=");
    snprintf(name, sizeof name, "%.*s", (int)n, selector);
    const char *wanted = selector + n + 1;
    size_t length = strcspn(wanted, "]");
    json_array_foreach(array, i, item)
    {
        const json_t *member = json_object_get(item, name);
        char text[256] = "";
        if (json_is_string(member)) {
            snprintf(text, sizeof text, "%s", json_string_value(member));
        } else if (json_is_integer(member)) {
            snprintf(text, sizeof text, "%lld", (long long)json_integer_value(member));
        } else if (json_is_boolean(member)) {
            snprintf(text, sizeof text, "%s", json_is_true(member) ? "true" : "false");
        }
        if (strlen(text) == length && strncmp(text, wanted, length) == 0) {
            found = item;
        }
    }
    return found;
}

json_t *scenario_find(struct scenario *s, const char *path)
{
    json_t *at = s->reply != NULL ? s->reply->json : NULL;
    while (at != NULL && *path != '\0') {
        char name[64];
        size_t n = strcspn(path, ".[");
        snprintf(name, sizeof name, "%.*s", (int)n, path);
        if (n > 0) {
            at = json_is_array(at) ? json_array_get(at, strtoul(name, NULL, 10)) : json_object_get(at, name);
        }
        path += n;
        while (at != NULL && *path == '[') {
            at = select_item(at, path + 1);
            path += strcspn(path, "]") + 1;
        }
        path += *path == '.';
    }
    return at;
}

static void show(struct scenario *s)
{
    fprintf(stderr, "the reply: %d %s\n", s->reply ? s->reply->status : 0, s->reply ? s->reply->body : "none");
}

void expect(struct scenario *s, int status)
{
    if (s->reply->status != status) {
        show(s);
        fail_msg("expected status %d, got %d", status, s->reply->status);
    }
}

const char *value(struct scenario *s, const char *path)
{
    char number[32];
    const json_t *at = scenario_find(s, path);
    if (json_is_string(at)) {
        return scenario_keep(s, json_string_value(at));
    }
    if (json_is_integer(at)) {
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(at));
        return scenario_keep(s, number);
    }
    return json_is_boolean(at) ? json_is_true(at) ? "true" : "false" : "";
}

int says(struct scenario *s, const char *text)
{
    return s->reply != NULL && strstr(s->reply->body, text) != NULL;
}

const char *page(struct scenario *s)
{
    return s->reply != NULL ? s->reply->body : "";
}

int last_status(struct scenario *s)
{
    return s->reply != NULL ? s->reply->status : 0;
}

int is_bytes(struct scenario *s, const void *bytes, size_t size)
{
    return s->reply != NULL && s->reply->size == size && memcmp(s->reply->body, bytes, size) == 0;
}

const char *header(struct scenario *s, const char *name)
{
    char text[1200];
    return s->reply != NULL && client_header(s->reply, name, text, sizeof text) != NULL ? scenario_keep(s, text) : NULL;
}

void expect_text(struct scenario *s, const char *path, const char *text)
{
    const json_t *at = scenario_find(s, path);
    const char *got = json_is_string(at) ? json_string_value(at) : NULL;
    if (got == NULL || strcmp(got, text) != 0) {
        show(s);
        fail_msg("expected %s to be \"%s\", got \"%s\"", path, text, got != NULL ? got : "(no text)");
    }
}

void expect_int(struct scenario *s, const char *path, int64_t n)
{
    const json_t *at = scenario_find(s, path);
    int64_t got = json_is_integer(at) ? (int64_t)json_integer_value(at) : json_is_true(at) ? 1 : 0;
    if (at == NULL || (!json_is_integer(at) && !json_is_boolean(at)) || got != n) {
        show(s);
        fail_msg("expected %s to be %lld, got %lld", path, (long long)n, (long long)got);
    }
}

void expect_null(struct scenario *s, const char *path)
{
    const json_t *at = scenario_find(s, path);
    if (at != NULL && !json_is_null(at)) {
        show(s);
        fail_msg("expected %s to be null", path);
    }
}

void expect_size(struct scenario *s, const char *path, int n)
{
    const json_t *at = scenario_find(s, path);
    if (!json_is_array(at) || json_array_size(at) != (size_t)n) {
        show(s);
        fail_msg("expected %s to have %d items, got %zu", path, n, json_array_size(at));
    }
}

void expect_refused(struct scenario *s, int status, const char *code, const char *pointer)
{
    char path[128];
    expect(s, status);
    snprintf(path, sizeof path, "errors[code=%s]", code);
    const json_t *error = scenario_find(s, path);
    const char *main_code = json_string_value(scenario_find(s, "code"));
    if (error == NULL && (main_code == NULL || strcmp(main_code, code) != 0)) {
        show(s);
        fail_msg("expected the refusal %s", code);
    }
    if (pointer != NULL) {
        const char *got = json_string_value(json_object_get(error, "pointer"));
        if (got == NULL || got[0] != '#' || strcmp(got + 1, pointer) != 0) {
            show(s);
            fail_msg("expected %s at %s, got %s", code, pointer, got != NULL ? got : "none");
        }
    }
}

void expect_clock(struct scenario *s, const char *clock, const char *due_on, const char *status)
{
    char path[96];
    char before[sizeof s->login];
    snprintf(before, sizeof before, "%s", s->login);
    as(s, "demo-bureau");
    get(s, "/cases/@case/deadlines");
    expect(s, 200);
    snprintf(path, sizeof path, "data[clock=%s].due_on", clock);
    expect_text(s, path, due_on);
    snprintf(path, sizeof path, "data[clock=%s].status", clock);
    expect_text(s, path, status);
    as(s, before);
}

int notices(struct scenario *s, const char *login, const char *text)
{
    char before[sizeof s->login];
    size_t i;
    json_t *notice;
    int count = 0;
    snprintf(before, sizeof before, "%s", s->login);
    as(s, login);
    get(s, "/notices?limit=200");
    expect(s, 200);
    json_array_foreach(scenario_find(s, "data"), i, notice)
    {
        const char *zh = json_string_value(json_object_get(notice, "text_zh"));
        const char *en = json_string_value(json_object_get(notice, "text_en"));
        count += (zh != NULL && strstr(zh, text) != NULL) || (en != NULL && strstr(en, text) != NULL);
    }
    as(s, before);
    return count;
}

const char *case_id(struct scenario *s)
{
    return scenario_keep(s, s->case_id);
}

const char *case_number(struct scenario *s)
{
    return scenario_keep(s, s->case_number);
}

const char *query_code(struct scenario *s)
{
    return scenario_keep(s, s->query_code);
}

static size_t squeeze(char *text)
{
    size_t n = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr(" \t\r\n\f", *at) == NULL) {
            text[n++] = *at;
        }
    }
    text[n] = '\0';
    return n;
}

void expect_pdf(struct scenario *s, const char *phrase)
{
    char command[600];
    char wanted[300];
    static char text[1 << 16];
    const char *path = support_path(support_folder(), "reply.pdf");
    assert_true(s->reply->size > 8 && memcmp(s->reply->body, "%PDF-1.", 7) == 0);
    support_write(path, s->reply->body, s->reply->size);
    snprintf(command, sizeof command, "pdftotext -enc UTF-8 '%s' -", path);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    text[fread(text, 1, sizeof text - 1, out)] = '\0';
    assert_int_equal(pclose(out), 0);
    squeeze(text);
    snprintf(wanted, sizeof wanted, "%s", phrase);
    squeeze(wanted);
    if (strstr(text, wanted) == NULL) {
        fail_msg("\"%s\" is not in: %s", wanted, text);
    }
}

int count_rows(const char *folder, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(support_path(folder, "petitiond.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int n = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}
