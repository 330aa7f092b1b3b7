/*
 * key_cmd.c - `petitiond key status|rotate|forget --data DIR`: the ring of data keys, also while a server runs.
 *
 * Only keys/ring is written, never the database: a server that runs sees the new ring and does the rest, one that starts later
 * finds it. An epoch is forgotten only when nothing lies under it any more and repeats of requests cannot ask for it either.
 *
 * Runs on: the main thread. Owns: the ring for the length of the run, wiped at the end.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/offline.h"
#include "domain/rekey.h"
#include "domain/replay.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct key_work {
    const char *data, *purpose, *epoch;
    struct folder *folder;
    int keys_fd; /* locked against a second `petitiond key` */
    uint8_t master[CRYPTO_KEY_SIZE];
    struct ring ring;
    int64_t now_ms;
};

static int key_refuse(const char *text, int code)
{
    fprintf(stderr, "petitiond: %s\n", text);
    return code;
}

/* 0, or the exit code after a message. */
static int key_open(struct key_work *w)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/keys", w->data);
    w->keys_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (w->keys_fd < 0 || folder_peek(w->data, &w->folder) != RC_OK) {
        return key_refuse("there is no data folder with keys", EXIT_USAGE);
    }
    if (flock(w->keys_fd, LOCK_EX | LOCK_NB) != 0) {
        return key_refuse("another petitiond key is at work in this folder", EXIT_FOUND);
    }
    enum rc rc = crypto_init();
    rc = rc != RC_OK ? rc : folder_master_key(w->folder, 0, w->master);
    rc = rc != RC_OK ? rc : ring_read(folder_ring_path(w->folder), w->master, &w->ring);
    return rc == RC_OK ? 0 : key_refuse("the keys cannot be read; see the log line above", EXIT_FOUND);
}

static void key_close(struct key_work *w)
{
    crypto_wipe(w->master, sizeof w->master);
    ring_wipe(&w->ring);
    folder_close(w->folder);
    if (w->keys_fd >= 0) {
        close(w->keys_fd);
    }
}

/* Rows under each epoch. 0, or the exit code after a message. */
static int key_count(struct key_work *w, enum ring_purpose purpose, int64_t *counts)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    if (offline_open(w->data, 1, &o, message) != RC_OK) {
        return key_refuse(message, EXIT_FOUND);
    }
    enum rc rc = rekey_count(&o.ctx, &o.tx, purpose, counts, RING_EPOCH_MAX + 1);
    offline_close(&o);
    return rc == RC_OK ? 0 : key_refuse("the database cannot be read", EXIT_FOUND);
}

static void key_print_public(const struct ring_key *k)
{
    uint8_t bytes[CRYPTO_KEY_SIZE];
    char hex[2 * CRYPTO_KEY_SIZE + 1];
    crypto_sign_public(k->key, bytes);
    crypto_hex(bytes, sizeof bytes, hex);
    printf(", public key %s", hex);
}

static int key_status(struct key_work *w)
{
    int code = 0;
    int64_t *counts = calloc(RING_EPOCH_MAX + 1, sizeof *counts);
    for (int p = 0; counts != NULL && code == 0 && p < RING_PURPOSES; p++) {
        enum ring_purpose purpose = (enum ring_purpose)p;
        memset(counts, 0, (RING_EPOCH_MAX + 1) * sizeof *counts);
        code = purpose >= RING_INDEX ? 0 : key_count(w, purpose, counts);
        for (int i = 0; code == 0 && i < w->ring.count; i++) {
            const struct ring_key *k = &w->ring.keys[i];
            char day[CLOCK_STAMP_SIZE];
            if (k->purpose != purpose) {
                continue;
            }
            clock_format_stamp(k->created_ms, day);
            printf("%-7s epoch %d, made %.10s", ring_purpose_name(purpose), k->epoch, day);
            if (purpose < RING_INDEX) {
                printf(", %lld rows%s", (long long)counts[k->epoch],
                       k == ring_newest(&w->ring, purpose) ? ", in use" : "");
            } else if (purpose == RING_SIGN) {
                key_print_public(k);
            }
            printf("\n");
        }
    }
    free(counts);
    return code;
}

/* The purposes that were asked for: both that can change, without a word. */
static int key_is_asked(const struct key_work *w, enum ring_purpose purpose)
{
    return purpose < RING_INDEX && (w->purpose == NULL || strcmp(w->purpose, ring_purpose_name(purpose)) == 0);
}

static int key_rotate(struct key_work *w)
{
    for (int p = 0; p < RING_PURPOSES; p++) {
        if (key_is_asked(w, (enum ring_purpose)p) && ring_add(&w->ring, (enum ring_purpose)p, w->now_ms) != RC_OK) {
            return key_refuse("the ring is full: forget an old epoch first", EXIT_FOUND);
        }
    }
    if (ring_write(folder_ring_path(w->folder), w->master, &w->ring) != RC_OK) {
        return key_refuse("the ring cannot be written; nothing was changed", EXIT_FOUND);
    }
    printf("the ring has a new epoch; keep a copy of keys/ring. A server that runs seals what is old anew from now on, "
           "else the "
           "next one does: petitiond key status --data %s\n",
           w->data);
    return EXIT_GOOD;
}

/* May this epoch go? 0, or the exit code after a message. */
static int key_may_forget(struct key_work *w, enum ring_purpose purpose, int epoch)
{
    const struct ring_key *newest = ring_newest(&w->ring, purpose);
    if (newest->epoch == epoch) {
        return key_refuse("this epoch is in use; make a newer one first: petitiond key rotate", EXIT_FOUND);
    }
    if (w->now_ms - newest->created_ms < REPLAY_KEEP_MS) {
        return key_refuse(
            "the newest epoch is younger than three days: replies that a repeated request may still ask for "
            "can lie under the old one",
            EXIT_FOUND);
    }
    int64_t *counts = calloc(RING_EPOCH_MAX + 1, sizeof *counts);
    int code = counts != NULL ? key_count(w, purpose, counts) : EXIT_FOUND;
    if (code == 0 && counts[epoch] > 0) {
        fprintf(stderr, "petitiond: %lld rows lie under this epoch; let a server run until they are sealed anew\n",
                (long long)counts[epoch]);
        code = EXIT_FOUND;
    }
    free(counts);
    return code;
}

static int key_forget(struct key_work *w)
{
    char *end = NULL;
    long epoch = w->epoch != NULL ? strtol(w->epoch, &end, 10) : 0;
    enum ring_purpose purpose = RING_FIELD;
    if (w->purpose == NULL || epoch < 1 || epoch > RING_EPOCH_MAX || *end != '\0') {
        return key_refuse("forget needs --purpose and --epoch, as `petitiond key status` shows them", EXIT_USAGE);
    }
    purpose = key_is_asked(w, RING_SEALED) ? RING_SEALED : RING_FIELD;
    int code = key_may_forget(w, purpose, (int)epoch);
    if (code != 0) {
        return code;
    }
    if (ring_drop(&w->ring, purpose, (int)epoch) != RC_OK) {
        return key_refuse("the ring has no such epoch", EXIT_FOUND);
    }
    if (ring_write(folder_ring_path(w->folder), w->master, &w->ring) != RC_OK) {
        return key_refuse("the ring cannot be written; nothing was changed", EXIT_FOUND);
    }
    printf("forgotten. Copies of the database from before the newest epoch open only with a copy of the ring of their "
           "time: "
           "destroy those copies of the ring when erasures must reach the backups too\n");
    return EXIT_GOOD;
}

int key_cmd_main(int argc, char **argv)
{
    static const char text[] =
        "key status|rotate|forget --data DIR [--purpose field|sealed] [--epoch N]\n\n"
        "The keys under which personal fields lie. status: epochs and what lies under them. rotate: a new epoch; what\n"
        "older ones sealed is sealed anew in the background, also while a server runs. forget: destroys an old epoch.";
    struct key_work w = {.keys_fd = -1, .now_ms = clock_wall_ms(clock_system())};
    const char *verb = NULL;
    const struct arg args[] = {{"VERB", &verb, NULL, 1, "status, rotate or forget"},
                               {"--data", &w.data, NULL, 1, "Data folder; a server may run on it"},
                               {"--purpose", &w.purpose, NULL, 0, "field (persons) or sealed (accusations)"},
                               {"--epoch", &w.epoch, NULL, 0, "Which one to forget"}};
    int go = args_parse(argc, argv, text, args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    static const struct {
        const char *verb;
        int (*run)(struct key_work *w);
    } verbs[] = {{"status", key_status}, {"rotate", key_rotate}, {"forget", key_forget}};
    int code = w.purpose != NULL && !key_is_asked(&w, RING_FIELD) && !key_is_asked(&w, RING_SEALED)
                   ? key_refuse("--purpose is field or sealed", EXIT_USAGE)
                   : key_open(&w);
    for (size_t i = 0; code == 0 && i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(verb, verbs[i].verb) == 0) {
            code = verbs[i].run(&w);
            key_close(&w);
            return code;
        }
    }
    key_close(&w);
    return code != 0 ? code : key_refuse("the verb is status, rotate or forget", EXIT_USAGE);
}
