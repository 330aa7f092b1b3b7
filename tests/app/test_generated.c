/*
 * test_generated.c - what every endpoint promises by its row alone, asked of every row of every table over real HTTP.
 *
 *   nobody -> 401 · somebody without a role -> 403 · no If-Match -> 428 · no JSON -> 400, 415 · each constraint of each field of
 *   body and query violated -> an error that names the field · a path parameter of the wrong form -> 404
 *
 * No endpoint is named here: a new row is tested because it is there. At the end nothing may have been written.
 *
 * Runs on: the main thread, against a server in this process. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/api.h"
#include "base/text.h"
#include "endpoint_call.h"
#include "store/writer.h"
#include "support/client.h"
#include "support/served.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 1 << 18, CONSTRAINTS_MIN = 200 };

static struct served served;
static struct client *admin;  /* has every role and so every permission */
static struct client *nobody; /* not signed in */
static struct client *roleless;
static int constraints, pages;

static void grant_every_role(void)
{
    char county[27];
    char id[27];
    char body[512];
    struct client *first = served_admin(&served);
    served_unit(first, "999901", county);
    served_account(first, "everything", "system_admin", county, "all", id);
    json_t *roles = json_deep_copy(client_get(first, "/api/v1/roles")->json);
    size_t i;
    json_t *role;
    json_array_foreach(json_object_get(roles, "data"), i, role)
    {
        const char *key = json_string_value(json_object_get(role, "key"));
        snprintf(body, sizeof body, "{\"account_id\":\"%s\",\"role\":\"%s\",\"unit_id\":\"%s\",\"scope\":\"all\"}", id,
                 key, county);
        int status = client_call(first, "POST", "/api/v1/grants", body)->status;
        /* The first is there already; the second wants two people by now and has no permission that others lack. */
        assert_true(status == 201 || strcmp(key, "system_admin") == 0 || strcmp(key, "accusation_officer") == 0);
    }
    json_decref(roles);
    served_person(first, "roleless", NULL, id);
    client_free(first);
}

static int start(void **state)
{
    (void)state;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    grant_every_role();
    admin = client_new(served_url(&served));
    nobody = client_new(served_url(&served));
    roleless = client_new(served_url(&served));
    assert_int_equal(client_sign_in(admin, "everything", SERVED_PASSWORD), 201);
    assert_int_equal(client_sign_in(roleless, "roleless", SERVED_PASSWORD), 201);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    client_free(admin);
    client_free(nobody);
    client_free(roleless);
    served_stop(&served);
    return 0;
}

static void fail_at(const struct endpoint *ep, const struct client_reply *r, const char *sent, const char *why)
{
    print_error("%s %s: %s\n  sent %.300s\n  got %d %.600s\n", ep->method, ep->path, why, sent, r->status, r->body);
    fail();
}

static void expect(const struct endpoint *ep, const struct client_reply *r, int status, const char *sent)
{
    char why[40];
    snprintf(why, sizeof why, "expected %d", status);
    if (r->status != status) {
        fail_at(ep, r, sent, why);
    }
    if (status >= 400 && (client_int(r, "status") != status || client_text(r, "code") == NULL)) {
        fail_at(ep, r, sent, "no problem document");
    }
}

static void row_refuses_nobody(const struct endpoint *ep)
{
    char path[ENDPOINT_PATH_SIZE];
    endpoint_path(ep, NULL, path);
    if (ep->need != ENDPOINT_PUBLIC) {
        expect(ep, endpoint_call(nobody, ep, path, "{}"), 401, "{}");
    }
}

static void row_refuses_the_roleless(const struct endpoint *ep)
{
    char path[ENDPOINT_PATH_SIZE];
    endpoint_path(ep, NULL, path);
    if (ep->need > 0) {
        expect(ep, endpoint_call(roleless, ep, path, "{}"), 403, "{}");
    }
}

static void row_wants_its_version(const struct endpoint *ep)
{
    char path[ENDPOINT_PATH_SIZE];
    endpoint_path(ep, NULL, path);
    if (ep->needs_version) {
        expect(ep, client_call(admin, ep->method, path, "{}"), 428, "{}");
    }
}

static void row_wants_json(const struct endpoint *ep)
{
    char path[ENDPOINT_PATH_SIZE];
    endpoint_path(ep, NULL, path);
    if (ep->body == NULL || ep->page != NULL) {
        return;
    }
    expect(ep, endpoint_call(admin, ep, path, "{\"a\":"), 400, "{\"a\":");
    expect(ep, endpoint_call(admin, ep, path, "{\"a\":1,\"a\":2}"), 422, "a twice");
    expect(ep, endpoint_call(admin, ep, path, "[]"), 422, "[]");
    client_add_header(admin, "Content-Type: text/plain");
    expect(ep, endpoint_call(admin, ep, path, "{}"), 415, "text/plain");
}

static int names_field(const struct client_reply *r, const char *pointer)
{
    char path[48];
    for (int i = 0; i < client_size(r, "errors"); i++) {
        snprintf(path, sizeof path, "errors.%d.pointer", i);
        const char *got = client_text(r, path);
        if (got != NULL && strcmp(got, pointer) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Where a field stands: what comes before and behind its own member in the body, and its pointer. */
struct place {
    const char *open, *close, *pointer;
};

struct probe {
    const struct endpoint *ep;
    const char *path;
    const struct field *f;
    const struct place *at;
};

static void violate(const struct probe *p, const char *json_value)
{
    static char body[TEXT_SIZE];
    char pointer[ENDPOINT_PATH_SIZE];
    snprintf(body, sizeof body, "%s\"%s\":%s%s", p->at->open, p->f->name, json_value, p->at->close);
    snprintf(pointer, sizeof pointer, "#%s/%s", p->at->pointer, p->f->name);
    struct client *c = p->ep->need == ENDPOINT_PUBLIC ? nobody : admin;
    const struct client_reply *r = endpoint_call(c, p->ep, p->path, body);
    expect(p->ep, r, 422, body);
    if (!names_field(r, pointer)) {
        fail_at(p->ep, r, body, pointer);
    }
    constraints++;
}

/* A JSON text of `n` letters. */
static const char *letters(int64_t n)
{
    static char text[TEXT_SIZE];
    assert_true(n + 3 < TEXT_SIZE);
    memset(text, 'x', sizeof text);
    text[0] = '"';
    text[n + 1] = '"';
    text[n + 2] = '\0';
    return text;
}

static void violate_text(const struct probe *p)
{
    const struct field *f = p->f;
    int64_t max = f->max > 0 ? f->max : f->type == FIELD_LONG ? 20000 : 500;
    violate(p, "1");
    violate(p, letters(max + 1));
    violate(p, "\"a\\u0007b\"");
    violate(p, "\"a\\u202eb\"");
    if (f->min > 1) {
        violate(p, letters(f->min - 1));
    }
    if (f->is_required) {
        violate(p, "\"\"");
        violate(p, "null");
    }
    if (f->pattern != NULL) {
        violate(p, "\"\xe2\x98\x83 \xe2\x98\x83\"");
    }
}

static void violate_number(const struct probe *p)
{
    const struct field *f = p->f;
    char text[32];
    violate(p, "\"1\"");
    violate(p, "1.5");
    if (f->min != 0 || f->max != 0) {
        snprintf(text, sizeof text, "%lld", (long long)f->min - 1);
        violate(p, text);
        /* Past the largest number there is none to write down. */
        if ((long long)f->max < LLONG_MAX) {
            snprintf(text, sizeof text, "%lld", (long long)f->max + 1);
            violate(p, text);
        }
    }
}

static void violate_count(const struct probe *p)
{
    static char text[TEXT_SIZE];
    const struct field *f = p->f;
    violate(p, "{}");
    violate(p, "\"x\"");
    if (f->min > 0) {
        violate(p, "[]");
    }
    int64_t max = f->max > 0 ? f->max : 1000;
    size_t n = 0;
    text[n++] = '[';
    for (int64_t i = 0; i <= max && n + 4 < sizeof text; i++) {
        n +=
            (size_t)snprintf(text + n, sizeof text - n, i == 0 ? "%s" : ",%s", f->type == FIELD_TEXTS ? "\"x\"" : "{}");
    }
    snprintf(text + n, sizeof text - n, "]");
    violate(p, text);
}

static void violate_set(const struct endpoint *ep, const char *path, const struct field_set *set,
                        const struct place *at);

/* The members of an object, or of the first item of an array. */
static void violate_inside(const struct probe *p)
{
    char open[ENDPOINT_PATH_SIZE];
    char close[ENDPOINT_PATH_SIZE];
    char pointer[ENDPOINT_PATH_SIZE];
    int is_array = p->f->type == FIELD_ARRAY;
    snprintf(open, sizeof open, "%s\"%s\":%s{", p->at->open, p->f->name, is_array ? "[" : "");
    snprintf(close, sizeof close, "}%s%s", is_array ? "]" : "", p->at->close);
    snprintf(pointer, sizeof pointer, "%s/%s%s", p->at->pointer, p->f->name, is_array ? "/0" : "");
    violate_set(p->ep, p->path, p->f->of, &(struct place){open, close, pointer});
}

static void violate_field(const struct probe *p)
{
    switch (p->f->type) {
    case FIELD_TEXT:
    case FIELD_LONG: violate_text(p); break;
    case FIELD_ID:
        violate(p, "\"x\"");
        violate(p, "1");
        break;
    case FIELD_DATE:
        violate(p, "\"2026-02-30\"");
        violate(p, "\"09.03.2026\"");
        break;
    case FIELD_STAMP: violate(p, "\"2026-03-09T10:00:00\""); break;
    case FIELD_ENUM:
        violate(p, "\"no such choice\"");
        violate(p, "1");
        break;
    case FIELD_INT: violate_number(p); break;
    case FIELD_BOOL:
        violate(p, "\"true\"");
        violate(p, "1");
        break;
    case FIELD_OBJECT:
        violate(p, "[]");
        violate_inside(p);
        break;
    case FIELD_ARRAY:
        violate_count(p);
        violate_inside(p);
        break;
    case FIELD_TEXTS: violate_count(p); break;
    case FIELD_VALUE:
    case FIELD_RAW: break;
    }
}

static void violate_set(const struct endpoint *ep, const char *path, const struct field_set *set,
                        const struct place *at)
{
    static const struct field unknown = {.name = "no_such_member"};
    struct probe p = {.ep = ep, .path = path, .f = &unknown, .at = at};
    violate(&p, "1");
    for (int i = 0; i < set->count; i++) {
        p.f = &set->fields[i];
        violate_field(&p);
        if (p.f->is_required) {
            violate(&p, "null");
        }
    }
}

static void row_keeps_the_rules_of_its_body(const struct endpoint *ep)
{
    char path[ENDPOINT_PATH_SIZE];
    endpoint_path(ep, NULL, path);
    if (ep->body != NULL && ep->page == NULL) {
        violate_set(ep, path, ep->body, &(struct place){"{", "}", ""});
    }
}

static void violate_query(const struct endpoint *ep, const char *name, const char *value)
{
    char path[ENDPOINT_PATH_SIZE];
    char pointer[64];
    char target[ENDPOINT_PATH_SIZE * 4];
    endpoint_path(ep, NULL, path);
    snprintf(target, sizeof target, "%s?%s=%s", path, name, value);
    snprintf(pointer, sizeof pointer, "?%s", name);
    const struct client_reply *r = endpoint_call(ep->need == ENDPOINT_PUBLIC ? nobody : admin, ep, target, "{}");
    if (r->status != 422 && r->status != 400) {
        fail_at(ep, r, target, "expected 422 or 400");
    }
    if (!names_field(r, pointer)) {
        fail_at(ep, r, target, pointer);
    }
    constraints++;
}

static void violate_parameter(const struct endpoint *ep, const struct field *f)
{
    char text[ENDPOINT_PATH_SIZE * 2];
    switch (f->type) {
    case FIELD_INT:
        violate_query(ep, f->name, "x");
        if (f->min != 0 || f->max != 0) {
            snprintf(text, sizeof text, "%lld", (long long)f->max + 1);
            violate_query(ep, f->name, text);
        }
        break;
    case FIELD_TEXT:
    case FIELD_LONG:
        if (f->max > 0 && f->max < ENDPOINT_PATH_SIZE) {
            memset(text, 'x', sizeof text);
            text[f->max + 1] = '\0';
            violate_query(ep, f->name, text);
        }
        violate_query(ep, f->name, "a%07b");
        break;
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_STAMP:
    case FIELD_ENUM:
    case FIELD_BOOL: violate_query(ep, f->name, "no-such-thing"); break;
    default: break;
    }
}

static void row_keeps_the_rules_of_its_query(const struct endpoint *ep)
{
    if (ep->page != NULL) {
        return;
    }
    violate_query(ep, "no_such_parameter", "1");
    for (int i = 0; ep->query != NULL && i < ep->query->count; i++) {
        violate_parameter(ep, &ep->query->fields[i]);
    }
}

/* Texts may be anything; of every other form the wrong one names nothing. */
static void row_knows_no_odd_path(const struct endpoint *ep)
{
    char path[ENDPOINT_PATH_SIZE];
    int is_strict = ep->params != NULL;
    for (int i = 0; ep->params != NULL && i < ep->params->count; i++) {
        is_strict &= ep->params->fields[i].type != FIELD_TEXT;
    }
    if (is_strict) {
        endpoint_path(ep, "odd-one", path);
        expect(ep, endpoint_call(ep->need == ENDPOINT_PUBLIC ? nobody : admin, ep, path, "{}"), 404, path);
    }
}

/* A page answers everything with a page: HTML that may run nothing, with what is wrong told at its top. */
static void expect_page(const struct endpoint *ep, const struct client_reply *r, int status, const char *sent)
{
    char type[80], policy[300];
    if (r->status != status || client_header(r, "Content-Type", type, sizeof type) == NULL ||
        strcmp(type, "text/html; charset=utf-8") != 0 ||
        client_header(r, "Content-Security-Policy", policy, sizeof policy) == NULL ||
        strstr(policy, "default-src 'none'") == NULL || strstr(r->body, "<script") != NULL ||
        strstr(r->body, "</html>") == NULL || (status >= 400) != (strstr(r->body, "role=\"alert\"") != NULL)) {
        fail_at(ep, r, sent, "no such page");
    }
}

/* The controls of "a=1&b=%00", as a browser sends them beside a file. */
static size_t parts_of(const char *controls, char out[TEXT_SIZE])
{
    size_t n = 0;
    while (*controls != '\0') {
        size_t name = strcspn(controls, "="), value = strcspn(controls + name, "&") - 1;
        const char *text = controls + name + 1;
        n += (size_t)snprintf(out + n, TEXT_SIZE - n, "--x\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n",
                              (int)name, controls);
        if (strncmp(text, "%00", 3) == 0) {
            out[n++] = '\0';
        } else {
            n += (size_t)snprintf(out + n, TEXT_SIZE - n, "%.*s", (int)value, text);
        }
        n += (size_t)snprintf(out + n, TEXT_SIZE - n, "\r\n");
        controls = text + value + (text[value] == '&');
    }
    return n + (size_t)snprintf(out + n, TEXT_SIZE - n,
                                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                                "Content-Type: text/plain\r\n\r\na\r\n--x--\r\n");
}

static const struct client_reply *post_form(const struct endpoint *ep, const char *line, const char *body)
{
    static char parts[TEXT_SIZE];
    int has_file = ep->upload != NULL;
    client_add_header(nobody, has_file ? "Content-Type: multipart/form-data; boundary=x"
                                       : "Content-Type: application/x-www-form-urlencoded");
    client_add_header(nobody, line);
    return has_file ? client_send(nobody, ep->method, ep->path, parts, parts_of(body, parts))
                    : client_send(nobody, ep->method, ep->path, body, strlen(body));
}

static void row_is_a_page(const struct endpoint *ep)
{
    if (ep->page == NULL) {
        return;
    }
    if (strcmp(ep->method, "GET") == 0) {
        expect_page(ep, client_call(nobody, "GET", ep->path, NULL), 200, "");
        return;
    }
    static const char ours[] = "Sec-Fetch-Site: same-origin";
    expect_page(ep, post_form(ep, "Origin: https://elsewhere.example", "a=1"), 403, "another site");
    expect_page(ep, post_form(ep, ours, "a=%00"), 400, "a=%00");
    expect_page(ep, post_form(ep, ours, "a=1&a=1"), 400, "a twice");
    expect_page(ep, client_call(nobody, ep->method, ep->path, "{}"), 415, "JSON");
    int wants = 0;
    for (int i = 0; i < ep->body->count; i++) {
        wants |= ep->body->fields[i].is_required;
    }
    if (wants) {
        expect_page(ep, post_form(ep, ours, "no_such_control=1"), 422, "nothing that it wants");
    }
    pages++;
}

static void pages_answer_with_pages(void **state)
{
    (void)state;
    uint64_t before = writer_commits(runtime_writer(served.rt));
    endpoint_for_each(row_is_a_page);
    assert_int_equal(writer_commits(runtime_writer(served.rt)), before);
    assert_true(pages >= 5);
}

static void nobody_is_let_in(void **state)
{
    (void)state;
    endpoint_for_each(row_refuses_nobody);
}

static void a_role_is_needed(void **state)
{
    (void)state;
    endpoint_for_each(row_refuses_the_roleless);
}

static void versions_json_and_paths_are_wanted(void **state)
{
    (void)state;
    endpoint_for_each(row_wants_its_version);
    endpoint_for_each(row_wants_json);
    endpoint_for_each(row_knows_no_odd_path);
}

static void every_constraint_is_kept_and_nothing_is_written(void **state)
{
    (void)state;
    uint64_t before = writer_commits(runtime_writer(served.rt));
    endpoint_for_each(row_keeps_the_rules_of_its_body);
    endpoint_for_each(row_keeps_the_rules_of_its_query);
    assert_int_equal(writer_commits(runtime_writer(served.rt)), before);
    print_message("%d constraints violated\n", constraints);
    assert_true(constraints > CONSTRAINTS_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_let_in),
        cmocka_unit_test(a_role_is_needed),
        cmocka_unit_test(versions_json_and_paths_are_wanted),
        cmocka_unit_test(every_constraint_is_kept_and_nothing_is_written),
        cmocka_unit_test(pages_answer_with_pages),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
