/*
 * confirm_cmd.c - `petitiond confirm [ID] --data DIR`: the second person's yes from the machine, when nobody else can give it.
 *
 * Runs on: the main thread, while no server runs on the folder. Owns: the open folder for the length of the run.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/offline.h"
#include "base/clock.h"
#include "domain/confirmation.h"

#include <stdio.h>
#include <string.h>

#define CONFIRM_SINCE_MS (INT64_C(30) * 24 * 3600 * 1000)

enum { CONFIRM_MAX = 200 };

static enum rc confirm_list(struct offline *o)
{
    struct confirmation_row *rows;
    size_t n;
    char until[CLOCK_STAMP_SIZE];
    int shown = 0;
    enum rc rc = confirmation_rows_list(
        &o->tx, o->arena, 0, &(struct confirmation_list_in){o->ctx.now_ms - CONFIRM_SINCE_MS, NULL, CONFIRM_MAX}, &rows,
        &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        const struct confirmation_row *c = &rows[i];
        if (strcmp(c->state, "open") == 0 && c->ends_ms > o->ctx.now_ms) {
            clock_format_stamp(c->ends_ms, until);
            printf("%s  %s  %s  %s  asked by %s, until %s\n", c->id, c->kind, c->account_name,
                   c->role != NULL ? c->role : "-", c->asked_name, until);
            shown++;
        }
    }
    if (rc == RC_OK && shown == 0) {
        printf("nothing waits for a second person\n");
    }
    return rc;
}

static enum rc confirm_one(struct offline *o, const char *id, const char **code)
{
    struct confirmation_row row;
    sql_rollback(&o->tx);
    enum rc rc = sql_begin(o->db, 1, &o->tx);
    if (rc == RC_OK) {
        rc = confirmation_confirm(&o->ctx, &o->tx, id, "command line", &row, code);
    }
    if (rc != RC_OK) {
        return rc; /* offline_close takes it back */
    }
    rc = sql_commit(&o->tx);
    o->tx = (struct tx){0};
    return rc;
}

int confirm_cmd_main(int argc, char **argv)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    const char *id = NULL, *data = NULL, *code = NULL;
    const struct arg args[] = {{"ID", &id, NULL, 0, "What to confirm; without one, what waits is listed"},
                               {"--data", &data, NULL, 1, "Data folder; no server may run on it"}};
    int go =
        args_parse(argc, argv,
                   "confirm [ID] --data DIR\n\n"
                   "Confirms an act on a guarded account as the second person, when nobody who may do so in the\n"
                   "browser is left. Who has this machine has the keys too; the journal says that it was done here.",
                   args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    if (offline_open(data, 0, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    enum rc rc = id == NULL ? confirm_list(&o) : confirm_one(&o, id, &code);
    if (code != NULL) {
        printf("second half of the code: %s\n", code);
    } else if (rc == RC_OK && id != NULL) {
        printf("confirmed\n");
    } else if (rc != RC_OK) {
        fprintf(stderr, "petitiond: nothing was confirmed: %s\n",
                rc == RC_NOT_FOUND ? "there is no such entry"
                : rc == RC_REFUSED ? "it was decided already, is over, or can no longer be done"
                                   : "see the log line above");
    }
    offline_close(&o);
    return rc == RC_OK ? EXIT_GOOD : rc == RC_NOT_FOUND ? EXIT_USAGE : EXIT_FOUND;
}
