/*
 * test_sweep.c - lets single calls of the real server fail while clients write: a disk with errors, a full one, no memory.
 *
 * Each point: serve a fresh copy with one call that will fail (once, or from then on), let the crowd write until it has struck, stop,
 * serve again on a good machine, ask every unanswered key once more, and hold the folder against what was answered. The server may
 * refuse, answer that nobody knows, or end with a message; it may not crash, hang, or have told something that is not so.
 *
 *   test_fault_sweep [--points N] [--seed HEX]      $FAULT_POINTS or 24 points
 *
 * Runs on: the main thread; clients on their own. Owns: the server process, the book of calls and all folders.
 */
#include "fault.h"
#include "preload/faulty.h"

#include "support/program.h"
#include "support/support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 4, READY_MS = 30000, WORK_MS = 1500, AFTER_MS = 150, STOP_MS = 20000, LIE = 0 };

static const char *const kind_names[] = {FAULTY_NAMES};
static const struct fault_kind {
    enum faulty_kind kind;
    int number; /* errno */
    int share;  /* of the points */
} faults[] = {
    {FAULTY_PWRITE, ENOSPC, 5}, {FAULTY_PWRITE, EIO, 4},  {FAULTY_SYNC, EIO, 6},      {FAULTY_TRUNCATE, EIO, 1},
    {FAULTY_PREAD, EIO, 4},     {FAULTY_OPEN, EMFILE, 1}, {FAULTY_MALLOC, ENOMEM, 9},
};
enum { FAULTS = sizeof faults / sizeof faults[0] };

struct sweep {
    int points;
    uint64_t seed, chance;
    struct bureau bureau;
    const char *prepared, *log_path, *book_path;
    struct faulty_book *book;
    char data[256];
    FILE *history;
    struct script checks;
    long counted[FAULTY_KINDS], usual[FAULTY_KINDS]; /* calls of the last run, and of one in which nothing fails */
    struct tally total;
    int violations, struck, ended, refused_to_start;
};

static void violate(struct sweep *s, const char *fault, const char *what, int code)
{
    fprintf(stderr, "VIOLATION: %s: %s (%d)\n", fault, what, code);
    s->violations++;
}

static void serve(struct sweep *s, struct program *p, const char *fault)
{
    static const char *const flags[] = {"--rate-per-minute",  "0",   "--log-level", "warn", "--threads", "2",
                                        "--checkpoint-pages", "100", NULL};
    memset(s->book, 0, sizeof *s->book);
    if (fault != NULL) {
        setenv("LD_PRELOAD", TEST_FAULTY, 1);
        setenv("FAULTY_BOOK", s->book_path, 1);
        setenv("FAULTY", fault, 1);
    }
    program_serve(p, s->data, flags, NULL, s->log_path);
    unsetenv("LD_PRELOAD");
    unsetenv("FAULTY_BOOK");
    unsetenv("FAULTY");
}

static int wait_for_end(const struct program *p, int ms)
{
    int64_t until = now_steady_ms() + ms;
    while (!program_has_ended(p) && now_steady_ms() < until) {
        usleep(2000);
    }
    return program_has_ended(p);
}

/* Clients write until the fault has struck and a little longer, or nothing strikes any more. */
static void work(struct sweep *s, struct crowd *crowd, const struct program *p)
{
    int64_t until = now_steady_ms() + WORK_MS;
    int is_late = 0;
    crowd_work(crowd, p->port);
    while (!program_has_ended(p) && now_steady_ms() < until) {
        if (!is_late && __atomic_load_n(&s->book->has_struck, __ATOMIC_RELAXED)) {
            until = now_steady_ms() + AFTER_MS;
            is_late = 1;
        }
        usleep(2000);
    }
    crowd_halt(crowd);
}

/* The server is told to stop unless it has done so; how it ended is held against what is allowed. */
static void stop(struct sweep *s, struct program *p, const char *fault)
{
    s->ended += program_has_ended(p);
    kill(p->pid, SIGTERM);
    if (!wait_for_end(p, STOP_MS)) {
        violate(s, fault, "hangs when it is told to stop", 0);
        kill(p->pid, SIGKILL);
    }
    int code = program_end(p, 0);
    if (code >= PROGRAM_SIGNALLED && code != PROGRAM_SIGNALLED + SIGKILL) {
        violate(s, fault, "crashed with signal", code - PROGRAM_SIGNALLED);
    }
}

/* A healthy server on the same folder, and everything that was answered is there. */
static void settle(struct sweep *s, struct crowd *crowd, const char *fault)
{
    struct program p;
    serve(s, &p, NULL);
    if (!program_ready(&p, READY_MS)) {
        violate(s, fault, "cannot be served afterwards", program_end(&p, SIGKILL));
        return;
    }
    crowd_settle(crowd, p.port);
    int code = program_end(&p, SIGTERM);
    if (code != 0) {
        violate(s, fault, "ended badly afterwards", code);
    }
    int found = check_folder(&s->checks, s->data, crowd, stderr);
    if (found > 0) {
        violate(s, fault, "the folder is not what was answered", found);
    }
}

/* What the server said in this point, its end at least. */
static void show_log(const struct sweep *s, size_t from)
{
    enum { SHOWN = 4000 };
    size_t size;
    char *text = support_read(s->log_path, &size);
    from = size > from + SHOWN ? size - SHOWN : from;
    fprintf(stderr, "%s\n", text + (from < size ? from : size));
    free(text);
}

static void run_point(struct sweep *s, int number, const char *fault)
{
    struct program p;
    struct stat log = {0};
    int wrong = 0, before = s->violations;
    (void)stat(s->log_path, &log);
    snprintf(s->data, sizeof s->data, "%s", support_path(support_folder(), "data"));
    bureau_copy(s->prepared, s->data);
    struct crowd *crowd = crowd_new(&s->bureau, CLIENTS, s->seed + (uint64_t)number, s->history);
    serve(s, &p, fault);
    if (program_ready(&p, READY_MS)) {
        work(s, crowd, &p);
    } else {
        s->refused_to_start++;
    }
    stop(s, &p, fault);
    s->struck += s->book->has_struck;
    memcpy(s->counted, s->book->calls, sizeof s->counted);
    settle(s, crowd, fault);
    struct tally t = crowd_tally(crowd, &wrong);
    if (wrong > 0) {
        violate(s, fault, "wrong answers", wrong);
    }
    s->total.acknowledged += t.acknowledged;
    s->total.refused += t.refused;
    s->total.unknown += t.unknown;
    s->total.unknown_done += t.unknown_done;
    crowd_free(crowd);
    if (s->violations > before) {
        show_log(s, (size_t)log.st_size);
    }
}

/* How often each call is made when nothing fails. */
static void measure(struct sweep *s)
{
    run_point(s, 0, "pwrite:5:999999999");
    memcpy(s->usual, s->counted, sizeof s->usual);
}

static void choose(struct sweep *s, char *out, size_t size)
{
    int total = 0, at = 0;
    for (int i = 0; i < FAULTS; i++) {
        total += faults[i].share;
    }
    for (int dice = chance_below(&s->chance, total); dice >= faults[at].share; at++) {
        dice -= faults[at].share;
    }
    const struct fault_kind *f = &faults[at];
    long usual = s->usual[f->kind] > 0 ? s->usual[f->kind] : 1;
    snprintf(out, size, "%s:%d:%d%s", kind_names[f->kind], f->number,
             1 + chance_below(&s->chance, usual < 1000000 ? (int)usual : 1000000),
             chance_below(&s->chance, 3) == 0 ? "+" : "");
}

/* A disk that says that it has written and has not: if the checks do not find that, they find nothing. */
static int lie_is_found(struct sweep *s)
{
    int before = s->violations;
    char fault[64];
    snprintf(fault, sizeof fault, "pwrite:%d:%ld+", LIE, s->usual[FAULTY_PWRITE] / 3 + 1);
    fprintf(stderr, "-- planted: %s; the violations that follow are wanted\n", fault);
    run_point(s, s->points + 1, fault);
    fprintf(stderr, "-- end of what was planted\n");
    int found = s->violations - before;
    s->violations = before;
    return found > 0;
}

static int parse(struct sweep *s, int argc, char **argv)
{
    const char *points = getenv("FAULT_POINTS");
    s->points = points != NULL && points[0] != '\0' ? (int)strtol(points, NULL, 10) : 24;
    s->seed = (uint64_t)now_wall_ms() * 2654435761U & 0xffffff;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (value != NULL && strcmp(argv[i], "--points") == 0) {
            s->points = (int)strtol(argv[++i], NULL, 10);
        } else if (value != NULL && strcmp(argv[i], "--seed") == 0) {
            s->seed = strtoull(argv[++i], NULL, 16);
        } else {
            return 0;
        }
    }
    return s->points > 0;
}

static int set_up(struct sweep *s)
{
    const char *top = support_folder();
    s->chance = s->seed;
    s->prepared = support_path(top, "prepared");
    s->log_path = support_path(top, "log");
    s->book_path = support_path(top, "book");
    s->history = fopen(support_path(top, "history"), "w");
    int fd = open(s->book_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->history == NULL || fd < 0 || ftruncate(fd, sizeof *s->book) != 0) {
        return 0;
    }
    s->book = mmap(NULL, sizeof *s->book, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    script_read(&s->checks, "checks.sql");
    bureau_make(s->prepared, s->log_path, &s->bureau);
    return s->book != MAP_FAILED;
}

int main(int argc, char **argv)
{
    static struct sweep sweep;
    struct sweep *s = &sweep;
    char fault[64];
    if (!parse(s, argc, argv) || !set_up(s)) {
        fprintf(stderr, "usage: %s [--points N] [--seed HEX]\n", argv[0]);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("seed %llx, %s\n", (unsigned long long)s->seed, program_path());
    measure(s);
    for (int i = 0; i < FAULTY_KINDS; i++) {
        printf("%s %ld%s", kind_names[i], s->usual[i], i + 1 < FAULTY_KINDS ? ", " : " calls when nothing fails\n");
    }
    for (int i = 1; i <= s->points && s->violations == 0; i++) {
        choose(s, fault, sizeof fault);
        run_point(s, i, fault);
    }
    int is_seen = s->violations > 0 || lie_is_found(s);
    printf("%d points: %d struck, %d servers ended by themselves, %d did not start; acknowledged %ld, refused %ld, "
           "unknown %ld of "
           "which %ld had happened; violations %d; planted lie %s\n",
           s->points, s->struck, s->ended, s->refused_to_start, s->total.acknowledged, s->total.refused,
           s->total.unknown, s->total.unknown_done, s->violations, is_seen ? "found" : "NOT FOUND");
    fclose(s->history);
    script_free(&s->checks);
    return s->violations > 0 || !is_seen || s->struck == 0;
}
