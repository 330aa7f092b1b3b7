/*
 * test_runtime.c - many clients at once, stopping in the middle, and a folder that is whole afterwards.
 *
 * Runs on: the main thread and one thread per client, against a server in this process. Owns: the threads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/offline.h"
#include "support/client.h"
#include "support/served.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENTS = 6, ROUNDS = 25 };

static struct served served;
static char county[27];
static atomic_int made;

/* Signs in, makes units, reads, signs out, again and again; every answer is the expected one. */
static void *busy(void *arg)
{
    int number = *(const int *)arg;
    struct client *c = client_new(served_url(&served));
    for (int i = 0; i < ROUNDS; i++) {
        char body[300];
        if (i % 8 == 0 && client_sign_in(c, SERVED_ADMIN, SERVED_PASSWORD) != 201) {
            break;
        }
        snprintf(body, sizeof body, "{\"code\":\"t%d-%d\",\"name\":\"t\",\"kind\":\"town\",\"parent_id\":\"%s\"}",
                 number, i, county);
        int status = client_call(c, "POST", "/api/v1/units", body)->status;
        atomic_fetch_add(&made, status == 201);
        /* A client sees its own write at once. */
        const struct client_reply *r = client_get(c, "/api/v1/units?q=t%d-%d&limit=200", number, i);
        if (status != 201 || r->status != 200 || client_size(r, "data") < 1) {
            break;
        }
        if (i % 8 == 7 && client_call(c, "DELETE", "/api/v1/sessions/current", NULL)->status != 204) {
            break;
        }
    }
    client_free(c);
    return NULL;
}

static void clients_do_not_disturb_each_other(void **state)
{
    (void)state;
    pthread_t threads[CLIENTS];
    int numbers[CLIENTS];
    struct offline o;
    struct offline_report report;
    char message[OFFICE_MESSAGE_SIZE];
    char data[512];
    served_start(&served, "2026-03-09T10:00:00+08:00");
    struct client *admin = served_admin(&served);
    served_unit(admin, "999901", county);
    for (int i = 0; i < CLIENTS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, busy, &numbers[i]), 0);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_int_equal(atomic_load(&made), CLIENTS * ROUNDS);
    client_free(admin);
    snprintf(data, sizeof data, "%s", served.folder);
    served_stop(&served);
    assert_int_equal(offline_open(data, 0, &o, message), RC_OK);
    assert_int_equal(offline_verify(&o, &report), RC_OK);
    assert_false(report.is_bad);
    assert_true(report.office_entries > CLIENTS * ROUNDS);
    offline_close(&o);
}

static void what_cannot_start_leaves_nothing_behind(void **state)
{
    (void)state;
    char message[OFFICE_MESSAGE_SIZE];
    char text[CONFIG_MESSAGE_SIZE];
    struct runtime *rt;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    /* The folder is taken. */
    struct runtime_options again = {.config = &served.config, .clock = served.clock, .no_ticker = 1};
    assert_int_equal(runtime_start(&again, &rt, message), RC_CONFLICT);
    assert_non_null(strstr(message, "in use"));
    runtime_stop(served.rt);
    served.rt = NULL;
    /* The address is not one: everything before it must be undone. */
    assert_int_equal(config_set(&served.config, "listen", "256.1.1.1:0", "test", text), RC_OK);
    assert_int_not_equal(runtime_start(&again, &rt, message), RC_OK);
    assert_non_null(strstr(message, "listen"));
    assert_int_equal(config_set(&served.config, "listen", "127.0.0.1:0", "test", text), RC_OK);
    assert_int_equal(runtime_start(&again, &served.rt, message), RC_OK);
    served_stop(&served);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clients_do_not_disturb_each_other),
        cmocka_unit_test(what_cannot_start_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
