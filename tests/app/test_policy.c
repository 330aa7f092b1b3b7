/*
 * test_policy.c - who may do what: tests/policy.csv against the running server, operation by role by relation.
 *
 * The table is written by hand, one line an operation, one column a role. For each cell the server is asked: of a case in the role's
 * own unit, of a case of another unit (which must look like one that is not there), and of one that is not there. Titles of the other
 * unit's cases carry a marker; no reply of any operation to any role may hold it. An operation without a line fails the test.
 *
 * The own unit's case carries a person whose every field is known: tests/fields.csv says which operation may show which field, masked
 * or in full, and in every other reply to anybody neither may stand.
 *
 * Runs on: the test's main thread, against a server in this process. Owns: the clients.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "endpoint_call.h"
#include "support/served.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKER "ZQXPLANTED"

enum { ROLES_MAX = 30, ID = 27, FOREIGN_CASES = 5 };

/* The person of the own unit's case, in full and as it is masked. */
static const struct {
    const char *field, *clear, *masked;
} person[] = {
    {"name", "雷雪明", "雷**"},
    {"id_number", "ZQ-77889911-X", NULL},
    {"phone", "13912347788", "139****7788"},
    {"email", "xueming@example.com", NULL},
    {"address", "雪明巷77号", NULL},
    {"bank_account", "6222020200112233445", NULL},
    {"health", "行动不便须轮椅", NULL},
};

static struct served served;
static char *fields_table; /* the text of fields.csv */
static int shown;          /* cells in which something of the person stood */
static char *table;        /* the text of policy.csv */
static char roles[ROLES_MAX][32];
static struct client *clients[ROLES_MAX]; /* by column: nobody, roleless, then a role each */
static int role_count, cells;
static char own_case[ID], foreign_case[ID];

static void read_header(void)
{
    size_t n;
    table = support_read(TEST_SOURCE_DIR "/tests/policy.csv", &n);
    char *rest = NULL;
    char *line = strndup(table, strcspn(table, "\n"));
    for (char *cell = strtok_r(line, ",", &rest); cell != NULL; cell = strtok_r(NULL, ",", &rest)) {
        if (strcmp(cell, "operation") != 0) {
            assert_true(role_count < ROLES_MAX);
            snprintf(roles[role_count++], sizeof roles[0], "%s", cell);
        }
    }
    free(line);
}

/* 1, 0, or -1 when the operation has no line. */
static int expected(const char *operation, int column)
{
    char start[80];
    snprintf(start, sizeof start, "\n%s,", operation);
    const char *line = strstr(table, start);
    if (line == NULL) {
        return -1;
    }
    const char *cell = line + strlen(start);
    for (int i = 0; i < column; i++) {
        cell += strcspn(cell, ",\n") + 1;
    }
    return strncmp(cell, "yes", 3) == 0;
}

static void make_unit(struct client *admin, const char *code, const char *kind, const char *parent, char id[ID])
{
    char body[300];
    snprintf(body, sizeof body,
             "{\"code\":\"%s\",\"name\":\"%s\",\"kind\":\"%s\",\"parent_id\":\"%s\",\"can_handle\":true}", code, code,
             kind, parent);
    assert_int_equal(client_call(admin, "POST", "/api/v1/units", body)->status, 201);
    served_unit(admin, code, id);
}

static void make_case(struct client *clerk, const char *title, char id[ID])
{
    char body[900];
    snprintf(
        body, sizeof body,
        "{\"channel\":\"letter\",\"purpose\":\"relief\",\"title\":\"%s\",\"request\":\"%s\",\"demands\":[{\"text\":"
        "\"%s\"}],\"persons\":[{\"role\":\"petitioner\",\"kind\":\"natural\",\"name\":\"%s\",\"id_type\":\"other\","
        "\"id_number\":\"%s\",\"phone\":\"%s\",\"email\":\"%s\",\"address\":\"%s\",\"bank_account\":\"%s\",\"health\":"
        "\"%s\"}]}",
        title, title, title, person[0].clear, person[1].clear, person[2].clear, person[3].clear, person[4].clear,
        person[5].clear, person[6].clear);
    const struct client_reply *r = client_call(clerk, "POST", "/api/v1/submissions", body);
    assert_int_equal(r->status, 201);
    snprintf(id, ID, "%s", client_text(r, "case.id"));
}

static void make_cases(struct client *admin, const char *here, const char *there)
{
    struct client *clerk = client_new(served_url(&served));
    served_account(admin, "clerk-here", "unit_intake", here, "unit", NULL);
    served_account(admin, "clerk-there", "unit_intake", there, "unit", NULL);
    assert_int_equal(client_sign_in(clerk, "clerk-here", SERVED_PASSWORD), 201);
    make_case(clerk, "本单位事项", own_case);
    assert_int_equal(client_sign_in(clerk, "clerk-there", SERVED_PASSWORD), 201);
    for (int i = 0; i < FOREIGN_CASES; i++) {
        make_case(clerk, MARKER, foreign_case);
    }
    client_free(clerk);
}

/* The role whose holders confirm what concerns guarded ones (domain/confirmation.h). */
#define CONFIRMS "bureau_head"

static void make_actor(struct client *admin, int i, const char *here)
{
    char login[40];
    clients[i] = client_new(served_url(&served));
    snprintf(login, sizeof login, "as-%.31s", roles[i]);
    if (i > 1) {
        served_account(admin, login, roles[i], here, "unit", NULL);
    }
    if (i > 0) {
        assert_int_equal(client_sign_in(clients[i], login, SERVED_PASSWORD), 201);
    }
}

static int start(void **state)
{
    char county[ID], here[ID], there[ID];
    (void)state;
    size_t n;
    read_header();
    fields_table = support_read(TEST_SOURCE_DIR "/tests/fields.csv", &n);
    served_start(&served, "2026-03-09T10:00:00+08:00");
    struct client *admin = served_admin(&served);
    served_unit(admin, "999901", county);
    make_unit(admin, "here", "town", county, here);
    make_unit(admin, "there", "town", county, there);
    make_cases(admin, here, there);
    char roleless[27];
    served_person(admin, "as-roleless", NULL, roleless);
    for (int i = 0; i < role_count; i++) {
        if (strcmp(roles[i], CONFIRMS) != 0) {
            make_actor(admin, i, here);
        }
    }
    for (int i = 0; i < role_count; i++) { /* from now on guarded roles are given by two */
        if (strcmp(roles[i], CONFIRMS) == 0) {
            make_actor(admin, i, here);
        }
    }
    client_free(admin);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    for (int i = 0; i < role_count; i++) {
        client_free(clients[i]);
    }
    served_stop(&served);
    free(table);
    free(fields_table);
    return 0;
}

static void fail_cell(const struct endpoint *ep, int column, const char *why, const struct client_reply *r)
{
    fail_msg("%s as %s: %s; got %d %.300s", ep->operation, roles[column], why, r->status, r->body);
}

static void path_for(const struct endpoint *ep, const char *case_id, char out[ENDPOINT_PATH_SIZE])
{
    char whole[ENDPOINT_PATH_SIZE];
    endpoint_path(ep, NULL, whole);
    snprintf(out, ENDPOINT_PATH_SIZE, "%s", whole);
    char *at = strncmp(whole, "/api/v1/cases/", 14) == 0 ? strstr(out, endpoint_some_id) : NULL;
    if (at != NULL) {
        memcpy(at, case_id, ID - 1);
    }
}

static int is_of_case(const struct endpoint *ep)
{
    return strncmp(ep->path, "/api/v1/cases/{id}", 18) == 0;
}

static int may_show(const char *operation, const char *field, const char *form)
{
    char line[120];
    snprintf(line, sizeof line, "\n%s,%s,%s\n", operation, field, form);
    return strstr(fields_table, line) != NULL;
}

/* No field of the person but where the table has it, in the form that it has there. */
static void check_person(const struct endpoint *ep, int column, const struct client_reply *r)
{
    for (size_t i = 0; i < sizeof person / sizeof person[0]; i++) {
        if (strstr(r->body, person[i].clear) != NULL && !may_show(ep->operation, person[i].field, "clear")) {
            fail_cell(ep, column, person[i].field, r);
        }
        if (person[i].masked != NULL && strstr(r->body, person[i].masked) != NULL) {
            shown++;
            if (!may_show(ep->operation, person[i].field, "masked")) {
                fail_cell(ep, column, person[i].field, r);
            }
        }
    }
}

static const struct client_reply *ask(const struct endpoint *ep, int column, const char *case_id)
{
    char path[ENDPOINT_PATH_SIZE];
    path_for(ep, case_id, path);
    const struct client_reply *r = endpoint_call(clients[column], ep, path, "{}");
    if (strstr(r->body, MARKER) != NULL) {
        fail_cell(ep, column, "it learns of another unit's case", r);
    }
    check_person(ep, column, r);
    cells++;
    return r;
}

/* What the other unit has and what nobody has look alike. */
static void compare_absence(const struct endpoint *ep, int column)
{
    char there[200];
    const struct client_reply *r = ask(ep, column, foreign_case);
    if (strcmp(ep->method, "GET") == 0 && r->status != 404) {
        fail_cell(ep, column, "another unit's case is not hidden", r);
    }
    int status = r->status;
    snprintf(there, sizeof there, "%s %s", client_text(r, "code"), client_text(r, "detail"));
    r = ask(ep, column, endpoint_some_id);
    char nowhere[200];
    snprintf(nowhere, sizeof nowhere, "%s %s", client_text(r, "code"), client_text(r, "detail"));
    if (r->status != status || strcmp(there, nowhere) != 0) {
        fail_cell(ep, column, "what is hidden differs from what is not there", r);
    }
}

static void row_keeps_the_policy(const struct endpoint *ep)
{
    if (strcmp(ep->operation, "deleteSession") == 0 || strcmp(ep->operation, "createSession") == 0) {
        return; /* they would end or change who asks; test_session_flow has them */
    }
    for (int column = 0; column < role_count; column++) {
        int wanted = expected(ep->operation, column);
        if (wanted < 0) {
            fail_msg("%s has no line in tests/policy.csv", ep->operation);
        }
        const struct client_reply *r = ask(ep, column, own_case);
        int is_refused = r->status == 401 || (r->status == 403 && strcmp(client_text(r, "code"), "not_permitted") == 0);
        if (is_refused == wanted) {
            fail_cell(ep, column, wanted ? "it is refused" : "it is not refused", r);
        }
        if (wanted && is_of_case(ep)) {
            int is_part =
                strstr(ep->path, "{did}") != NULL || strstr(ep->path, "{fid}") != NULL; /* the case has none */
            if (!is_part && r->status == 404) {
                fail_cell(ep, column, "the own unit's case is hidden", r);
            }
            compare_absence(ep, column);
        }
    }
}

static void every_cell_of_the_table(void **state)
{
    (void)state;
    endpoint_for_each(row_keeps_the_policy);
    assert_true(cells > 1500);
    assert_true(shown > 50);
}

/* A marker that is there is found: whoever has it in scope reads it. */
static void the_sweep_can_fail(void **state)
{
    (void)state;
    struct client *c = client_new(served_url(&served));
    assert_int_equal(client_sign_in(c, "clerk-there", SERVED_PASSWORD), 201);
    assert_non_null(strstr(client_get(c, "/api/v1/cases")->body, MARKER));
    /* Nor would a person in full be overlooked, where it is shown for a reason. */
    char path[200];
    assert_int_equal(client_sign_in(c, "as-unit_handler", SERVED_PASSWORD), 201);
    snprintf(path, sizeof path, "/api/v1/cases/%s/parties/%s/reveal", own_case,
             client_text(client_get(c, "/api/v1/cases/%s", own_case), "parties.0.id"));
    const struct client_reply *r = client_call(c, "POST", path, "{\"reason\":\"contact\"}");
    for (size_t i = 0; i < sizeof person / sizeof person[0]; i++) {
        assert_non_null(strstr(r->body, person[i].clear));
    }
    client_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_sweep_can_fail), cmocka_unit_test(every_cell_of_the_table)};
    return cmocka_run_group_tests(tests, start, stop);
}
