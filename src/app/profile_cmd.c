/*
 * profile_cmd.c - `petitiond workflow profile [NAME|none] --data DIR`: shows or switches the local profile.
 *
 * Runs on: the main thread; switching only while no server runs. Owns: the open folder for the length of the run.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/offline.h"
#include "base/embed.h"
#include "domain/profile.h"
#include "domain/reference.h"

#include <stdio.h>
#include <string.h>

static int profile_show(const char *data)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    const char *name = NULL;
    if (offline_open(data, 1, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    o.office.env.seeds = &embed_sql; /* not set when a server has the folder */
    int is_read = profile_current(&o.ctx, &o.tx, &name) == RC_OK;
    if (is_read) {
        printf("%s (there are: %s)\n", name != NULL ? name : PROFILE_NONE, profile_known(&o.ctx));
    }
    offline_close(&o);
    return is_read ? EXIT_GOOD : EXIT_FOUND;
}

static enum rc profile_write(struct offline *o, const char *name, size_t *published)
{
    sql_rollback(&o->tx);
    enum rc rc = sql_begin(o->db, 1, &o->tx);
    if (rc == RC_OK) {
        rc = reference_use(&o->ctx, &o->tx);
    }
    if (rc == RC_OK) {
        rc = profile_set(&o->ctx, &o->tx, name, published);
    }
    if (rc == RC_OK) {
        rc = reference_use(&o->ctx, &o->tx); /* what is published can be read again */
    }
    if (rc != RC_OK) {
        return rc; /* offline_close takes it back */
    }
    rc = sql_commit(&o->tx);
    o->tx = (struct tx){0};
    return rc;
}

static int profile_switch(const char *data, const char *name)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    size_t published = 0;
    if (offline_open(data, 0, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    enum rc rc = profile_write(&o, name, &published);
    if (rc == RC_OK) {
        printf("the profile is %s; %zu definitions have a new version, cases in hand stay on theirs\n", name,
               published);
    } else if (rc == RC_NOT_FOUND) {
        fprintf(stderr, "petitiond: there is no profile \"%s\"; there are: %s\n", name, profile_known(&o.ctx));
    } else {
        fprintf(stderr, "petitiond: the profile could not be switched; see the log line above; nothing was changed\n");
    }
    offline_close(&o);
    return rc == RC_OK ? EXIT_GOOD : rc == RC_NOT_FOUND ? EXIT_USAGE : EXIT_FOUND;
}

int profile_cmd_main(int argc, char **argv)
{
    const char *data = NULL, *name = NULL;
    const struct arg args[] = {{"NAME", &name, NULL, 0, "Profile such as zhejiang_2016, or none; left out: shows it"},
                               {"--data", &data, NULL, 1, "Data folder; to switch, no server may run on it"}};
    int go = args_parse(argc, argv,
                        "workflow profile [NAME|none] --data DIR\n\n"
                        "Shows or switches the local profile of the definitions.",
                        args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    return name != NULL ? profile_switch(data, name) : profile_show(data);
}
