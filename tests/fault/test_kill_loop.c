/*
 * test_kill_loop.c - kills the real server again and again while clients write, and looks for what was lost.
 *
 * A round: serve, let the crowd write, kill -9 (at a random moment, at a named point of the writer, in the middle of stopping;
 * every fifth time also while it recovers), serve again, ask every unanswered key once more, stop, check. A folder is used for
 * several rounds, so that what one crash spoiled is seen by later ones; then a fresh copy begins.
 *
 *   test_fault_kill_loop [--rounds N] [--seed N] [--clients N] [--control] [--keep]
 * Without --rounds: $FAULT_ROUNDS or 25. --control: two rounds, then only the planted faults. The seed is printed; the moment
 * of a kill still depends on the machine.
 *
 * Runs on: the main thread; clients on their own. Owns: the server process and all folders.
 */
#include "fault.h"

#include "support/program.h"
#include "support/support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    START_COMMITS = 3, /* of the server itself, before it listens: seeds, clocks, checkpoint */
    ROUNDS_PER_FOLDER = 12,
    READY_MS = 30000,
    KILL_MIN_MS = 20,
    KILL_MAX_MS = 1500,
    RECOVERY_MS = 100,
    INJECT_MS = 2500, /* when the named point is not passed often enough */
    SETTLE_MS = 30000
};

enum kill_kind { KILL_ANYTIME, KILL_AT_POINT, KILL_WHILE_STOPPING, KILL_KINDS };

struct loop {
    int rounds, clients, is_control, is_kept;
    uint64_t seed, chance;
    struct bureau bureau;
    const char *prepared, *log_path;
    char data[256];
    FILE *history;
    struct crowd *crowd;
    struct script checks, controls;
    struct tally total;
    int done, folders, violations, recoveries, by_kind[KILL_KINDS];
    int controls_planted, controls_unseen;
    int64_t started_ms, ready_max_ms;
};

static int add_tally(struct loop *l)
{
    int wrong = 0;
    struct tally t = crowd_tally(l->crowd, &wrong);
    l->total.acknowledged += t.acknowledged;
    l->total.refused += t.refused;
    l->total.repeats += t.repeats;
    l->total.unknown += t.unknown;
    l->total.unknown_done += t.unknown_done;
    l->total.not_sent += t.not_sent;
    return wrong;
}

static void sleep_ms(int ms)
{
    usleep((useconds_t)ms * 1000);
}

static void serve(struct loop *l, struct program *p, int small_log, const char *crash)
{
    const char *flags[] = {"--rate-per-minute", "0", "--log-level", "warn", "--threads", "2", NULL, NULL, NULL};
    if (small_log) {
        flags[6] = "--checkpoint-pages";
        flags[7] = "100";
    }
    program_serve(p, l->data, flags, crash, l->log_path);
}

/* Dies by itself at the point (1), or is killed when that does not happen. */
static int end_at_point(const struct program *p)
{
    int64_t until = now_steady_ms() + INJECT_MS;
    while (!program_has_ended(p) && now_steady_ms() < until) {
        sleep_ms(2);
    }
    return program_has_ended(p);
}

/* A log left long by the crash before is written back at the first commit, so the point may be met before it is ready. */
static int serve_ready(struct loop *l, struct program *p, int small_log, const char *crash)
{
    int64_t from_ms = now_steady_ms();
    serve(l, p, small_log, crash);
    if (!program_ready(p, READY_MS)) {
        int is_at_point = crash != NULL && end_at_point(p);
        int code = program_end(p, SIGKILL);
        if (!is_at_point || code != PROGRAM_SIGNALLED + SIGKILL) {
            fprintf(stderr, "VIOLATION: the server did not start after a crash (ended with %d)\n", code);
            l->violations++;
        }
        return 0;
    }
    int64_t took_ms = now_steady_ms() - from_ms;
    l->ready_max_ms = took_ms > l->ready_max_ms ? took_ms : l->ready_max_ms;
    return 1;
}

/* The crowd writes until the server is dead. */
static void work_and_kill(struct loop *l, enum kill_kind kind, int small_log)
{
    static const char *const points[] = {"writer.before_commit", "writer.after_commit", "writer.before_done",
                                         "writer.checkpoint"};
    struct program p;
    char crash[64];
    snprintf(crash, sizeof crash, "%s:%d", points[l->by_kind[KILL_AT_POINT] % 4],
             1 + START_COMMITS + chance_below(&l->chance, 60 - START_COMMITS));
    if (kind == KILL_AT_POINT && strstr(crash, "checkpoint") != NULL) {
        small_log = 1;
        snprintf(crash, sizeof crash, "writer.checkpoint:%d", 1 + chance_below(&l->chance, 4));
    }
    l->by_kind[kind]++;
    if (!serve_ready(l, &p, small_log, kind == KILL_AT_POINT ? crash : NULL)) {
        return;
    }
    crowd_work(l->crowd, p.port);
    if (kind == KILL_AT_POINT) {
        end_at_point(&p);
    } else {
        sleep_ms(KILL_MIN_MS + chance_below(&l->chance, KILL_MAX_MS - KILL_MIN_MS));
    }
    if (kind == KILL_WHILE_STOPPING) {
        kill(p.pid, SIGTERM);
        sleep_ms(chance_below(&l->chance, 60));
    }
    program_end(&p, SIGKILL);
    crowd_halt(l->crowd);
}

static void kill_while_recovering(struct loop *l)
{
    struct program p;
    int times = 1 + chance_below(&l->chance, 3);
    for (int i = 0; i < times; i++) {
        serve(l, &p, 0, NULL);
        sleep_ms(chance_below(&l->chance, RECOVERY_MS));
        program_end(&p, SIGKILL);
        l->recoveries++;
    }
}

/* Every rung that was due before the server began to serve fires without anybody asking. */
static void wait_for_ladder(struct loop *l, int64_t due_ms)
{
    int64_t until = now_steady_ms() + SETTLE_MS;
    while (check_due_rungs(l->data, due_ms) != 0) {
        if (now_steady_ms() > until) {
            fprintf(stderr, "VIOLATION: rungs are due and do not fire\n");
            l->violations++;
            return;
        }
        sleep_ms(20);
    }
}

/* Some rounds leave the folder by SIGTERM, the others by another kill, so that both kinds of files are checked. */
static void settle(struct loop *l, int is_last)
{
    struct program p;
    int64_t due_ms = now_wall_ms();
    if (!serve_ready(l, &p, 0, NULL)) {
        return;
    }
    crowd_settle(l->crowd, p.port);
    if (is_last) {
        wait_for_ladder(l, due_ms);
    }
    int is_orderly = is_last || chance_below(&l->chance, 2);
    int code = program_end(&p, is_orderly ? SIGTERM : SIGKILL);
    if (is_orderly && code != 0) {
        fprintf(stderr, "VIOLATION: the server ended with %d when it was told to stop\n", code);
        l->violations++;
    }
}

static enum kill_kind kind_of(int round)
{
    return round % 4 == 2 ? KILL_AT_POINT : round % 11 == 7 ? KILL_WHILE_STOPPING : KILL_ANYTIME;
}

static void run_round(struct loop *l, int round, int is_last)
{
    work_and_kill(l, kind_of(round), round % 3 == 1);
    if (round % 5 == 4) {
        kill_while_recovering(l);
    }
    settle(l, is_last);
    l->violations += check_folder(&l->checks, l->data, l->crowd, stderr);
    fflush(l->history);
    l->done++;
}

static void new_folder(struct loop *l)
{
    snprintf(l->data, sizeof l->data, "%s", support_path(support_folder(), "data"));
    bureau_copy(l->prepared, l->data);
    l->crowd = crowd_new(&l->bureau, l->clients, l->seed + (uint64_t)l->folders, l->history);
    l->folders++;
}

static void end_folder(struct loop *l, int is_last)
{
    if (l->violations == 0 && is_last) {
        l->controls_planted = l->controls.count;
        l->controls_unseen = check_controls(&l->checks, &l->controls, l->data, l->crowd);
    }
    l->violations += add_tally(l);
    crowd_free(l->crowd);
    l->crowd = NULL;
}

static void run_all(struct loop *l)
{
    for (int round = 0; round < l->rounds && l->violations == 0; round++) {
        int in_folder = round % ROUNDS_PER_FOLDER;
        int is_last = in_folder == ROUNDS_PER_FOLDER - 1 || round == l->rounds - 1;
        if (in_folder == 0) {
            new_folder(l);
        }
        run_round(l, round, is_last);
        if (l->violations > 0) {
            printf("stopped in round %d\n", round + 1);
        }
        if (is_last || l->violations > 0) {
            end_folder(l, round == l->rounds - 1);
        }
    }
}

static void keep_text(const char *from, const char *to, const char *name)
{
    char path[600];
    size_t size;
    char *text = support_read(from, &size);
    snprintf(path, sizeof path, "%s/%s", to, name);
    support_write(path, text, size);
    free(text);
}

/* The folder of a failure, what the clients saw and what the server said outlive the program. */
static void keep(const struct loop *l)
{
    char to[512];
    snprintf(to, sizeof to, "%s/fault-%llx", TEST_BUILD_DIR, (unsigned long long)l->seed);
    if (access(to, F_OK) != 0) {
        bureau_copy(l->data, to);
        keep_text(support_path(l->prepared, "../history"), to, "history");
        keep_text(l->log_path, to, "log");
    }
    printf("the folder, the history of the clients and the log of the server are in %s\n", to);
}

static int report(const struct loop *l)
{
    const struct tally *t = &l->total;
    double share = t->unknown > 0 ? 100.0 * (double)t->unknown_done / (double)t->unknown : 0;
    int is_blind = t->unknown_done == 0;
    printf("rounds %d on %d folders in %.0f s: %d killed at any time, %d at a named point, %d while stopping; "
           "%d kills in recovery; slowest start %lld ms\n",
           l->done, l->folders, (double)(now_steady_ms() - l->started_ms) / 1000, l->by_kind[KILL_ANYTIME],
           l->by_kind[KILL_AT_POINT], l->by_kind[KILL_WHILE_STOPPING], l->recoveries, (long long)l->ready_max_ms);
    printf("acknowledged %ld, refused %ld, repeated %ld, never sent %ld\n", t->acknowledged, t->refused, t->repeats,
           t->not_sent);
    printf("unknown %ld, of which %ld (%.0f %%) had happened\n", t->unknown, t->unknown_done, share);
    if (l->controls_planted > 0) {
        printf("planted faults found %d of %d\n", l->controls_planted - l->controls_unseen, l->controls_planted);
    }
    printf("violations %d\n", l->violations);
    if (is_blind) {
        printf("no kill hit a commit: this run proves nothing\n");
    }
    return l->violations > 0 || l->controls_unseen > 0 || (is_blind && !l->is_control);
}

static int parse(struct loop *l, int argc, char **argv)
{
    const char *rounds = getenv("FAULT_ROUNDS");
    l->rounds = rounds != NULL && rounds[0] != '\0' ? (int)strtol(rounds, NULL, 10) : 25;
    l->clients = 12;
    l->seed = (uint64_t)now_wall_ms() * 2654435761U & 0xffffff;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--control") == 0) {
            l->is_control = 1;
            l->rounds = 2;
        } else if (strcmp(argv[i], "--keep") == 0) {
            l->is_kept = 1;
        } else if (value != NULL && strcmp(argv[i], "--rounds") == 0) {
            l->rounds = (int)strtol(argv[++i], NULL, 10);
        } else if (value != NULL && strcmp(argv[i], "--seed") == 0) {
            l->seed = strtoull(argv[++i], NULL, 16);
        } else if (value != NULL && strcmp(argv[i], "--clients") == 0) {
            l->clients = (int)strtol(argv[++i], NULL, 10);
        } else {
            return 0;
        }
    }
    return l->rounds > 0 && l->clients > 0 && l->clients < 100;
}

int main(int argc, char **argv)
{
    static struct loop loop;
    struct loop *l = &loop;
    if (!parse(l, argc, argv)) {
        fprintf(stderr, "usage: %s [--rounds N] [--seed HEX] [--clients N] [--control] [--keep]\n", argv[0]);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("seed %llx, %s\n", (unsigned long long)l->seed, program_path());
    l->started_ms = now_steady_ms();
    l->chance = l->seed;
    const char *top = support_folder();
    l->prepared = support_path(top, "prepared");
    l->log_path = support_path(top, "log");
    l->history = fopen(support_path(top, "history"), "w");
    if (l->history == NULL) {
        return 2;
    }
    script_read(&l->checks, "checks.sql");
    script_read(&l->controls, "controls.sql");
    bureau_make(l->prepared, l->log_path, &l->bureau);
    run_all(l);
    fflush(l->history);
    if (l->violations > 0 || l->is_kept) {
        keep(l);
    }
    int is_bad = report(l);
    fclose(l->history);
    script_free(&l->checks);
    script_free(&l->controls);
    return is_bad;
}
