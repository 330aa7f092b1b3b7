/*
 * scenario.h - stories over real HTTP: the demo's county in this process, its people, and a clock that is moved by hand.
 *
 * One folder is prepared (scenario_group); every test gets a copy of it and a server of its own (scenario_setup), so stories do
 * not see each other. People act in sessions made without passwords: Argon2id is slow, and signing in has tests of
 * its own.
 *
 * JSON is written with single quotes. In it, and in paths, these stand for ids that the story does not know:
 *   @unit:CODE  @account:LOGIN  @case (the last one registered)  @demand:N (of that case)
 * Members of a reply are found by paths: "case.deadlines[clock=C1].due_on", "data.0.number"; a selector takes the last that fits.
 * Every expectation prints the whole reply when it fails.
 *
 * Runs on: the test's main thread. Owns: folder, server, client and the last reply, until scenario_teardown.
 */
#ifndef SUPPORT_SCENARIO_H
#define SUPPORT_SCENARIO_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct scenario;

/* Makes a folder that any number of programs may copy: the office, its keys, and the ids of its units and accounts. */
void scenario_prepare(const char *folder);
/* For cmocka_run_group_tests: takes the folder $SCENARIO_OFFICE, made by scenario_prepare, or makes one of its own. */
int scenario_group(void **state);
/* For cmocka_unit_test_setup_teardown. The second kind has the product's own limit of requests. */
int scenario_setup(void **state);
int scenario_setup_limited(void **state);
int scenario_teardown(void **state);
#define STORY(name)         cmocka_unit_test_setup_teardown(name, scenario_setup, scenario_teardown)
#define STORY_LIMITED(name) cmocka_unit_test_setup_teardown(name, scenario_setup_limited, scenario_teardown)
#define STORIES(stories)    cmocka_run_group_tests(stories, scenario_group, NULL)

/* "2026-03-09 09:12", office time. No ladder fires by it. */
void move_clock(struct scenario *s, const char *to);
/* Fires what is due; how many rungs were marked. */
int tick(struct scenario *s);
/* Moves the clock hour by hour and fires on the way, as a running server does. */
void live_until(struct scenario *s, const char *to);
/* Who acts from now on; NULL: nobody. */
void as(struct scenario *s, const char *login);
/* What concerns a guarded role: demo-admin asks for it (the body of a confirmation), demo-bureau-head, who acts from then on, confirms. */
void by_two(struct scenario *s, const char *what);
/* Names a substitute for these days ("2026-03-09"), as the absent one would in a session. */
void stands_in(struct scenario *s, const char *substitute, const char *absent, const char *from, const char *to);
/* For the next call only. */
void with_key(struct scenario *s, const char *idempotency_key);
void with_version(struct scenario *s, const char *version);
void with_language(struct scenario *s, const char *language);
/* A file's query code; NULL: none. */
void with_code(struct scenario *s, const char *code);

/* Paths stand below /api/v1. */
void get(struct scenario *s, const char *path, ...) __attribute__((format(printf, 2, 3)));
void post(struct scenario *s, const char *path, const char *json);
void put(struct scenario *s, const char *path, const char *json);
void patch(struct scenario *s, const char *path, const char *json);
void drop(struct scenario *s, const char *path);
/* A file as the body; `name` NULL: none is told. */
void send_file(struct scenario *s, const char *path, const char *name, const void *bytes, size_t size);
/* A page of the server's own, by its whole path, and forms as a browser sends them: names and values, NULL at the end. `line` is one more
 * header field. */
void open_page(struct scenario *s, const char *path);
void send_form(struct scenario *s, const char *path, const char *const *pairs);
void send_raw_form(struct scenario *s, const char *path, const char *body);
void send_raw_form_from(struct scenario *s, const char *path, const char *body, const char *line);
/* Bytes of any type, as a form of this site sends them. */
void send_bytes_as(struct scenario *s, const char *path, const char *type_line, const void *bytes, size_t size);
/* The last reply as text, and its status. */
const char *page(struct scenario *s);
int last_status(struct scenario *s);
/* Registers and remembers the case as "the case". */
void submit(struct scenario *s, const char *json);
/* Makes another case, by its id, "the case". */
void turn_to(struct scenario *s, const char *case_id);
/* An event of the case with the version that it has now. `fields` is a JSON object. */
void act(struct scenario *s, const char *event, const char *fields);
/* as + act + expect(200). */
void acts(struct scenario *s, const char *login, const char *event, const char *fields);
/* Registered by the window on behalf of the bureau, screened and dispatched; `at` is the day of all of it. */
void dispatched(struct scenario *s, const char *unit, const char *title);
/* The same, then accepted by `intake` and given to `handler`. */
void in_handling(struct scenario *s, const char *unit, const char *intake, const char *handler, const char *title);

void expect(struct scenario *s, int status);
void expect_text(struct scenario *s, const char *path, const char *text);
void expect_int(struct scenario *s, const char *path, int64_t n);
void expect_null(struct scenario *s, const char *path);
void expect_size(struct scenario *s, const char *path, int n);
/* The refusal is of this status and names this code, as its own or among its errors, with this pointer ("/fields/days") when it is not NULL. */
void expect_refused(struct scenario *s, int status, const char *code, const char *pointer);
/* The reply is a PDF in which this can be read, whatever breaks its lines. */
void expect_pdf(struct scenario *s, const char *phrase);
/* The newest clock of the case with this key, as somebody who sees everything. */
void expect_clock(struct scenario *s, const char *clock, const char *due_on, const char *status);
/* How many notices this person has in whose Chinese or English text this occurs. */
int notices(struct scenario *s, const char *login, const char *text);
/* 1 when this occurs anywhere in the last reply. */
int says(struct scenario *s, const char *text);
/* 1 when the last reply is these bytes. */
int is_bytes(struct scenario *s, const void *bytes, size_t size);
/* A header field of the last reply; NULL when it did not come. */
const char *header(struct scenario *s, const char *name);
/* The number that a query of a stopped folder's database gives. */
int count_rows(const char *folder, const char *sql);
/* Text or number of the last reply as text in storage of the scenario; "" when it is not there. */
const char *value(struct scenario *s, const char *path);
const char *case_id(struct scenario *s);
const char *case_number(struct scenario *s);
const char *query_code(struct scenario *s);
/* Finds archived cases whose term is over, as a running server does once a day. */
void look_through_archive(struct scenario *s);
/* Signs the heads of all journals, as a running server does once a minute. */
void make_checkpoint(struct scenario *s);
/* Takes up a new ring of keys and renews some of what older ones sealed; 1 when there is more to do. */
int rekey_step(struct scenario *s);
/* Stops the server and starts it with another setting. */
void change_setting(struct scenario *s, const char *name, const char *text);
/* Removes contents of files that nobody knows and that are this old; how many went. */
int sweep_files(struct scenario *s, int64_t age_s);
/* The header lines of a signed-in account, for requests that no client sends. */
const char *headers_of(struct scenario *s, const char *login);
const char *server_url(const struct scenario *s);
const char *data_folder(const struct scenario *s);
/* The data folder, with the server stopped. */
const char *stop_server(struct scenario *s);
void restart_server(struct scenario *s);

#endif
