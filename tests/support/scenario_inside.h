/*
 * scenario_inside.h - what the parts of the scenario harness share.
 *
 * Runs on: the test's main thread. Owns: nothing by itself.
 */
#ifndef SUPPORT_SCENARIO_INSIDE_H
#define SUPPORT_SCENARIO_INSIDE_H

#include "app/runtime.h"
#include "support/client.h"
#include "support/scenario.h"

enum { SCENARIO_NAMES_MAX = 64, SCENARIO_TEXTS_MAX = 4096, SCENARIO_DEMANDS_MAX = 20, SCENARIO_ID_SIZE = 27 };

struct scenario_name {
    char key[40], id[SCENARIO_ID_SIZE];
};

/* Ids of the prepared folder, the same in every copy. */
struct scenario_office {
    const char *folder;
    struct scenario_name units[SCENARIO_NAMES_MAX], accounts[SCENARIO_NAMES_MAX];
    int unit_count, account_count;
};
extern struct scenario_office scenario_office;

void scenario_office_know(struct scenario_name *names, int *count, const char *key, const char *id);

/* A signed-in account; secret NULL: none yet. */
struct scenario_seat {
    int64_t made_ms;
    char *secret, *csrf;
};

struct scenario {
    const char *folder;
    struct config config;
    struct clock *clock;
    struct runtime *rt;
    struct client *client; /* NULL: not connected */
    const struct client_reply *reply;
    char login[40]; /* "": nobody */
    struct scenario_seat seats[SCENARIO_NAMES_MAX];
    char key[80], version[24], language[16], code[80]; /* for the next call */
    char case_id[SCENARIO_ID_SIZE], case_number[48], query_code[64];
    char demands[SCENARIO_DEMANDS_MAX][SCENARIO_ID_SIZE];
    char *texts[SCENARIO_TEXTS_MAX]; /* handed out by value() */
    int text_count;
};

__attribute__((noreturn)) void scenario_give_up(const char *what, const char *why);
/* "2026-03-09 09:12", office time. */
int64_t scenario_instant(const char *text);
/* A session of the account that has just been proved. Borrowed until the next call. */
const struct scenario_seat *scenario_seat(struct scenario *s, const char *login);
void scenario_seats_free(struct scenario *s);
/* Keeps a copy until the test ends. */
char *scenario_keep(struct scenario *s, const char *text);
void scenario_hang_up(struct scenario *s);
void scenario_start_server(struct scenario *s);
/* Text with its @references put in; single quotes become double ones when `is_json`. Free with free(). */
char *scenario_put_in(struct scenario *s, const char *text, int is_json);
/* Sends as whoever acts now; the reply stays until the next call. */
void scenario_call(struct scenario *s, const char *method, const char *path, const char *json);
json_t *scenario_find(struct scenario *s, const char *path);

#endif
