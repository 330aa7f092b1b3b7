/*
 * program.c - the real program as a child process.
 *
 * Runs on: see program.h. Owns: see program.h.
 * Invariant: a child never outlives the test program, however that ends.
 */
#include "support/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROGRAM_ARGS = 32 };

const char *program_path(void)
{
    const char *path = getenv("PETITIOND");
    return path != NULL && path[0] != '\0' ? path : TEST_PETITIOND;
}

__attribute__((noreturn)) static void give_up(const char *what)
{
    fprintf(stderr, "test program: %s\n", what);
    abort();
}

/* In the child: both ends are made so that only `out` stays open. */
static void child(const char *const *argv, int out, int err, const char *crash)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(out, 1);
    dup2(err, 2);
    if (crash != NULL) {
        setenv("PETITIOND_CRASH", crash, 1);
    } else {
        unsetenv("PETITIOND_CRASH");
    }
    execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

void program_serve(struct program *p, const char *data, const char *const *flags, const char *crash, const char *log)
{
    const char *argv[PROGRAM_ARGS] = {program_path(), "serve", "--data", data, "--listen", "127.0.0.1:0"};
    int n = 6;
    int ends[2];
    for (int i = 0; flags != NULL && flags[i] != NULL; i++) {
        if (n == PROGRAM_ARGS - 1) {
            give_up("too many flags");
        }
        argv[n++] = flags[i];
    }
    int err = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (err < 0 || pipe2(ends, O_CLOEXEC) != 0 || (p->pid = fork()) < 0) {
        give_up("cannot start the server");
    }
    if (p->pid == 0) {
        child(argv, ends[1], err, crash);
    }
    close(ends[1]);
    close(err);
    p->out = ends[0];
    p->port = 0;
}

static long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

int program_ready(struct program *p, int timeout_ms)
{
    char line[200];
    size_t size = 0;
    long until = now_ms() + timeout_ms;
    while (size < sizeof line - 1 && memchr(line, '\n', size) == NULL) {
        struct pollfd wait = {.fd = p->out, .events = POLLIN};
        long left = until - now_ms();
        if (left <= 0 || poll(&wait, 1, (int)left) <= 0) {
            return 0;
        }
        ssize_t k = read(p->out, line + size, sizeof line - 1 - size);
        if (k <= 0) {
            return 0;
        }
        size += (size_t)k;
    }
    line[size] = '\0';
    const char *colon = strrchr(line, ':');
    p->port = colon != NULL ? (int)strtol(colon + 1, NULL, 10) : 0;
    return p->port > 0;
}

static int wait_for(pid_t pid)
{
    int status;
    if (waitpid(pid, &status, 0) != pid) {
        give_up("no such child");
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : PROGRAM_SIGNALLED + WTERMSIG(status);
}

int program_has_ended(const struct program *p)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)p->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

int program_end(struct program *p, int signal_number)
{
    if (signal_number != 0) {
        kill(p->pid, signal_number);
    }
    int code = wait_for(p->pid);
    close(p->out);
    p->pid = 0;
    return code;
}

int program_run_other(char *output, size_t size, const char *const *argv)
{
    int ends[2];
    size_t got = 0;
    ssize_t more;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        give_up("no pipe");
    }
    pid_t pid = fork();
    if (pid < 0) {
        give_up("cannot start the program");
    }
    if (pid == 0) {
        child(argv, ends[1], ends[1], NULL);
    }
    close(ends[1]);
    while (got < size - 1 && (more = read(ends[0], output + got, size - 1 - got)) > 0) {
        got += (size_t)more;
    }
    output[got] = '\0';
    close(ends[0]);
    return wait_for(pid);
}

int program_run(char *output, size_t size, const char *const *arguments)
{
    const char *argv[PROGRAM_ARGS] = {program_path()};
    for (int n = 0; arguments[n] != NULL && n < PROGRAM_ARGS - 2; n++) {
        argv[n + 1] = arguments[n];
    }
    return program_run_other(output, size, argv);
}
