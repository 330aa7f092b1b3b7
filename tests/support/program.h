/*
 * program.h - the real program as a child process: one that serves, and one that runs to its end.
 *
 * Runs on: one thread at a time. Owns: the child, until program_end.
 */
#ifndef SUPPORT_PROGRAM_H
#define SUPPORT_PROGRAM_H

#include <stddef.h>
#include <sys/types.h>

enum { PROGRAM_SIGNALLED = 1000 }; /* of program_end */

struct program {
    pid_t pid;
    int out;  /* what it prints */
    int port; /* known when it is ready */
};

/* $PETITIOND, or the one of this build. */
const char *program_path(void);
/* Starts `serve --data DATA --listen 127.0.0.1:0` and returns at once. `flags` ends with NULL. `crash` is the value of
 * PETITIOND_CRASH (see store/inject.h) or NULL. What it logs goes to the file `log`. */
void program_serve(struct program *p, const char *data, const char *const *flags, const char *crash, const char *log);
/* Waits for the line that says that it is ready. 0: it ended, or it took longer. */
int program_ready(struct program *p, int timeout_ms);
/* 1: it has ended by itself, or by a signal; program_end still tells how. */
int program_has_ended(const struct program *p);
/* Sends the signal (0: none) and waits for the end. The exit code, or PROGRAM_SIGNALLED + the signal that ended it. */
int program_end(struct program *p, int signal_number);
/* Runs the program with these arguments (NULL at the end) and keeps the beginning of what it printed. The exit code. */
int program_run(char *output, size_t size, const char *const *argv);
/* The same of another program, which argv[0] names by its path. */
int program_run_other(char *output, size_t size, const char *const *argv);

#endif
