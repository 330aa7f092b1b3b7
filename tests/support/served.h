/*
 * served.h - a whole office in this process: a fresh data folder and the real server on 127.0.0.1, with a clock that tests move.
 *
 * Runs on: the test's main thread. Owns: folder, clock, settings and the running server, until served_stop.
 */
#ifndef SUPPORT_SERVED_H
#define SUPPORT_SERVED_H

#include "app/runtime.h"

#define SERVED_ADMIN    "admin"
#define SERVED_PASSWORD "correct horse battery"

struct client;

struct served {
    struct config config;
    struct clock *clock;
    struct runtime *rt;
    const char *folder;
};

/* Makes the folder as `petitiond init` does (the first call in a program; later ones copy it) and serves it from `stamp` (RFC 3339)
 * on, which is no earlier than that of the first call. No rate limit, no ticker thread: call runtime_tick. Aborts when it cannot. */
void served_start(struct served *s, const char *stamp);
void served_stop(struct served *s);
/* Stops the server and starts it again on the same folder and clock. */
void served_restart(struct served *s);
const char *served_url(const struct served *s);
/* A new client, signed in as the administrator. */
struct client *served_admin(const struct served *s);
/* Makes an account whose owner chose SERVED_PASSWORD with a code from `admin`; it may do nothing yet. `unit_id` may be NULL. */
void served_person(struct client *admin, const char *login, const char *unit_id, char id[27]);
/* Makes an account with the password SERVED_PASSWORD and one grant at the county (or at `unit_id`); its id is written to `id`
 * (27 bytes, may be NULL). `admin` is signed in as an administrator. */
void served_account(struct client *admin, const char *login, const char *role, const char *unit_id, const char *scope,
                    char id[27]);
/* Id of the unit with this code (27 bytes). */
void served_unit(struct client *admin, const char *code, char id[27]);

#endif
