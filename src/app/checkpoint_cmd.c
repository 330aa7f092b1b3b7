/*
 * checkpoint_cmd.c - `petitiond checkpoints --data DIR`: the signed checkpoints of the journals as lines of JSON.
 *
 * Kept outside the house they show later that nothing before them was altered (petitiond-verify --checkpoints).
 *
 * Runs on: the main thread. Owns: the open folder for the length of the run.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/offline.h"
#include "domain/checkpoint.h"
#include "store/ring.h"
#include "store/vault.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHECKPOINT_PAGE = 500 };

/* A server has the folder: the public keys come from the ring all the same. */
static enum rc checkpoint_borrow_vault(const char *data, struct offline *o)
{
    struct folder *folder = NULL;
    struct ring ring;
    enum rc rc = crypto_init();
    rc = rc != RC_OK ? rc : folder_peek(data, &folder);
    rc = rc != RC_OK ? rc : folder_read_ring(folder, &ring);
    if (rc == RC_OK) {
        rc = vault_new(&ring, &o->office.vault);
        ring_wipe(&ring);
    }
    folder_close(folder);
    o->ctx.vault = o->office.vault;
    return rc;
}

/* So that doctor can say when a list was last taken out. That it cannot be written is no reason not to hand out the list. */
static void checkpoint_note_taken(const char *data, int64_t last)
{
    char path[PATH_MAX];
    char text[32];
    int n = snprintf(path, sizeof path, "%s/" CHECKPOINTS_TAKEN, data);
    int fd =
        n > 0 && n < (int)sizeof path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;
    if (fd >= 0) {
        n = snprintf(text, sizeof text, "%lld\n", (long long)last);
        (void)!write(fd, text, (size_t)n);
        close(fd);
    }
}

/* `*last`: the number of the last one printed, or `after`. */
static enum rc checkpoint_print(struct offline *o, int64_t after, int64_t *last)
{
    struct checkpoint_row *rows;
    size_t count = 0;
    enum rc rc = RC_OK;
    do {
        struct arena_mark mark = arena_mark(o->arena);
        rc =
            checkpoint_rows_list(&o->tx, o->arena, &(struct checkpoint_list_in){after, CHECKPOINT_PAGE}, &rows, &count);
        for (size_t i = 0; rc == RC_OK && i < count; i++) {
            const char *line = checkpoint_line(&o->ctx, &rows[i]);
            rc = line != NULL && puts(line) >= 0 ? RC_OK : RC_UNAVAILABLE;
            after = rows[i].seq;
        }
        arena_reset_to(o->arena, mark);
    } while (rc == RC_OK && count == CHECKPOINT_PAGE);
    *last = after;
    return rc;
}

int checkpoint_cmd_main(int argc, char **argv)
{
    const char *data = NULL;
    const char *after = "0";
    char message[OFFICE_MESSAGE_SIZE];
    struct offline o;
    const struct arg args[] = {{"--data", &data, NULL, 1, "Data folder; a server may run on it"},
                               {"--after", &after, NULL, 0, "Only those behind this number"}};
    int go = args_parse(
        argc, argv,
        "checkpoints --data DIR [--after N]\n\nPrints the signed checkpoints of the journals, a line of JSON "
        "each, for keeping\noutside and for petitiond-verify --checkpoints.",
        args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    if (offline_open(data, 1, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    int64_t last = 0;
    enum rc rc = o.is_shared ? checkpoint_borrow_vault(data, &o) : RC_OK;
    rc = rc != RC_OK ? rc : checkpoint_print(&o, strtoll(after, NULL, 10), &last);
    if (rc == RC_OK && fflush(stdout) == 0 && last > strtoll(after, NULL, 10)) {
        checkpoint_note_taken(data, last);
    }
    if (rc != RC_OK) {
        fprintf(stderr, "petitiond: the checkpoints cannot be read (%s)\n", rc_slug(rc));
    }
    if (o.is_shared) {
        vault_free(o.office.vault);
        o.office.vault = NULL;
    }
    offline_close(&o);
    return rc == RC_OK ? EXIT_GOOD : EXIT_FOUND;
}
