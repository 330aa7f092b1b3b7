/*
 * verifier_office.c - what is in the office whose copy test_verifier.c edits, see verifier_office.h.
 *
 * Runs on: the test's only thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verifier_office.h"

#include "support/client.h"
#include "support/served.h"

#include <stdio.h>

void verifier_cases(struct client *c, int round)
{
    char body[800];
    for (int i = 0; i < VERIFIER_CASES; i++) {
        snprintf(
            body, sizeof body,
            "{\"channel\":\"letter\",\"purpose\":\"relief\",\"title\":\"路灯 "
            "%d\",\"request\":\"修好路灯\",\"demands\":[{\"text\":"
            "\"修好路灯\"}],\"persons\":[{\"role\":\"petitioner\",\"kind\":\"natural\",\"name\":\"张某\",\"id_type\":"
            "\"other\",\"id_number\":\"ID-7\","
            "\"phone\":\"13800002222\",\"email\":\"z@example.org\",\"address\":\"古城路7号\",\"bank_account\":\"6222\","
            "\"health\":\"行动不便\"}]}",
            round * VERIFIER_CASES + i);
        const struct client_reply *r = client_call(c, "POST", "/api/v1/submissions", body);
        assert_int_equal(r->status, 201);
        char path[120];
        snprintf(path, sizeof path, "/api/v1/cases/%s/transitions", client_text(r, "case.id"));
        client_add_header(c, "If-Match: \"1\"");
        (void)client_call(c, "POST", path,
                          "{\"event\":\"screen\",\"fields\":{\"urgency\":\"normal\",\"class_code\":\"0309\"}}");
        assert_int_equal(r->status, 200);
    }
}

void verifier_accusation(struct client *c, struct client *officer)
{
    static const char note[] = "a note of the meeting\n";
    char path[120];
    const struct client_reply *r = client_call(c, "GET", "/api/v1/cases?limit=1", NULL);
    snprintf(path, sizeof path, "/api/v1/cases/%s/files", client_text(r, "data.0.id"));
    client_add_header(c, "Content-Type: application/octet-stream");
    client_add_header(c, "Content-Disposition: attachment; filename*=UTF-8''a.txt");
    (void)client_send(c, "POST", path, note, sizeof note - 1);
    assert_int_equal(r->status, 201);
    r = client_call(officer, "POST", "/api/v1/submissions",
                    "{\"channel\":\"letter\",\"purpose\":\"accusation\",\"title\":\"线索\",\"request\":\"请求\","
                    "\"demands\":[{\"text\":\"诉求\"}],\"persons\":[{\"role\":\"petitioner\",\"kind\":\"natural\","
                    "\"name\":\"钟某\"}]}");
    if (r->status != 201) {
        fail_msg("%s", r->body);
    }
}

void verifier_unit(struct client *admin, const char *code, const char *kind)
{
    char county[27], body[200];
    served_unit(admin, "999901", county);
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"旁局\",\"kind\":\"%s\",\"parent_id\":\"%s\"}", code, kind,
             county);
    assert_int_equal(client_call(admin, "POST", "/api/v1/units", body)->status, 201);
}
