/*
 * demo_inside.h - what the parts of the demo share: the run, its accounts, its stories.
 *
 * Texts of sql/seed/demo may refer to what only gets its id in the run: "@unit:CODE", "@account:LOGIN", "@case:STORY",
 * "@demand:N" (of the story's case), "@today" (day of the step), "@day:N" (N days from the demo's today).
 *
 * Runs on: the thread that tells the stories. Owns: struct demo owns everything it points to.
 */
#ifndef APP_DEMO_INSIDE_H
#define APP_DEMO_INSIDE_H

#include "app/demo.h"
#include "app/demo_client.h"
#include "app/runtime.h"
#include "base/value.h"

struct buf;

struct demo_name {
    const char *key, *id;
};

struct demo_account {
    const char *login, *name, *id;
    const char *roles;   /* for people to read */
    const char *token;   /* NULL: none yet */
    int32_t token_until; /* its last day */
    const char *cookie, *csrf;
    int64_t proved_ms; /* when they signed in */
};

struct demo_story {
    const char *key;
    const struct value *steps;
    const char *case_id, *number, *code,
        *title; /* NULL until it is registered; case_id is the case that it turned to last */
    const char *first_id;
    const char *demands[20];
    size_t demand_count;
};

struct demo {
    struct ctx ctx;     /* its arena is emptied after every step */
    struct arena *keep; /* what lives as long as the run */
    struct clock *clock;
    int64_t now_ms; /* where the clock ends */
    struct config config;
    struct runtime *runtime;
    struct demo_client *client;
    const atomic_int *stop; /* see demo.h */
    const char *zone;
    const char *password; /* of every account; NULL: accounts without one, nobody can sign in */
    struct demo_name *units;
    size_t unit_count;
    struct demo_account *accounts; /* the first is the administrator */
    size_t account_count;
    struct demo_story *stories;
    size_t story_count;
    int acts, left_out;
    char message[OFFICE_MESSAGE_SIZE];
};

/* demo.c: folder, server and office, nothing in it yet; the clock stands at `start_ms`. demo_close ends it in any case. */
RC_MUST enum rc demo_open(const char *data, int64_t start_ms, int64_t now_ms, struct demo *out);
void demo_close(struct demo *d);
/* RC_UNAVAILABLE when somebody asked it to end. */
RC_MUST enum rc demo_go_on(struct demo *d);
/* Sets the message; returns `rc`. */
enum rc demo_fail(struct demo *d, enum rc rc, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* An embedded file of sql/seed/demo as a tree on `keep`. */
RC_MUST enum rc demo_read(struct demo *d, const char *path, const struct value **out);

/* demo_office.c: units, accounts and grants of office.json, by the administrator. `has_passwords` 0: nobody else can sign in. */
RC_MUST enum rc demo_office(struct demo *d, int has_passwords);
struct demo_account *demo_find_account(struct demo *d, const char *login);
/* A call as somebody (NULL: nobody), in their session or by an API token of theirs; anything but `expected` fails with what was answered. */
RC_MUST enum rc demo_call(struct demo *d, const char *login, const struct demo_request *request, int expected,
                          const struct value **out);

/* demo_refs.c: appends a value as JSON with its references put in. `story` may be NULL. */
RC_MUST enum rc demo_put(struct demo *d, struct buf *out, const struct value *v, const struct demo_story *story);

/* demo_clock.c: moves the clock hour by hour, so that rungs fire when they are due. */
RC_MUST enum rc demo_move_clock(struct demo *d, int64_t to_ms);
/* "2026-03-09 09:12" or "-12 09:30" (days from the demo's today); an instant of the office zone. `*is_exact` 0: a day that was
 * counted from today and should be a working day. */
RC_MUST enum rc demo_parse_time(struct demo *d, const char *text, int64_t *out, int *is_exact);

/* demo_story.c: reads the stories; the instant of the first step. */
RC_MUST enum rc demo_plan(struct demo *d, int64_t *first_ms);
/* Tells them all, in the order of time. */
RC_MUST enum rc demo_tell(struct demo *d);

#endif
