/*
 * reset_cmd.c - `petitiond reset LOGIN --data DIR`: a one-time code for whoever nobody else can give one, the only administrator say.
 *
 * Runs on: the main thread, while no server runs on the folder. Owns: the open folder for the length of the run.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/offline.h"
#include "domain/account.h"
#include "domain/office_proof.h"
#include "domain/reset.h"

#include <stdio.h>

static enum rc reset_cmd_make(struct offline *o, const char *login, struct reset_made *made, int *was_changed)
{
    struct account_row account;
    sql_rollback(&o->tx);
    enum rc rc = sql_begin(o->db, 1, &o->tx);
    if (rc == RC_OK) {
        rc = account_rows_get_by_login(&o->tx, o->arena,
                                       &(struct account_get_by_login_in){account_login(&o->ctx, login)}, &account);
    }
    if (rc == RC_OK) {
        rc = office_proof_take_up(&o->ctx, &o->tx, account.id, was_changed);
    }
    if (rc == RC_OK) {
        rc = reset_make(&o->ctx, &o->tx, account.id, "command line", made);
    }
    if (rc != RC_OK) {
        return rc; /* offline_close takes it back */
    }
    rc = sql_commit(&o->tx);
    o->tx = (struct tx){0};
    return rc;
}

int reset_cmd_main(int argc, char **argv)
{
    struct offline o;
    struct reset_made made;
    char message[OFFICE_MESSAGE_SIZE], until[CLOCK_STAMP_SIZE];
    const char *login = NULL, *data = NULL;
    const struct arg args[] = {{"LOGIN", &login, NULL, 1, "Login of the account"},
                               {"--data", &data, NULL, 1, "Data folder; no server may run on it"}};
    int go =
        args_parse(argc, argv,
                   "reset LOGIN --data DIR\n\n"
                   "Makes a one-time code with which the owner of the account chooses a new password on the page for\n"
                   "signing in. It holds for 15 minutes. Administrators make codes for others while the server runs.\n"
                   "An account that was changed past the system is taken as it stands; the journal keeps that it was.",
                   args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    if (offline_open(data, 0, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    int was_changed = 0;
    enum rc rc = reset_cmd_make(&o, login, &made, &was_changed);
    if (rc == RC_OK) {
        if (was_changed) {
            fprintf(stderr, "petitiond: the account, its roles or its second factor had been changed past the system; "
                            "they now hold as "
                            "they stand: look at them, and run petitiond verify\n");
        }
        clock_format_stamp(made.ends_ms, until);
        printf("code %s, until %s\n", made.code, until);
    } else if (rc == RC_NOT_FOUND) {
        fprintf(stderr, "petitiond: there is no account \"%s\"\n", login);
    } else {
        fprintf(stderr, "petitiond: no code was made: %s\n",
                rc == RC_REFUSED ? "the account is disabled" : "see the log line above");
    }
    offline_close(&o);
    return rc == RC_OK ? EXIT_GOOD : rc == RC_NOT_FOUND ? EXIT_USAGE : EXIT_FOUND;
}
