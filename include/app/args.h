/*
 * args.h - flags of the small subcommands, with --help from the same table.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include <stddef.h>

struct arg {
    const char *name;   /* "--data"; or "FILE" for what stands without a flag, in order */
    const char **value; /* takes a value; NULL: a switch */
    int *is_set;        /* switches only */
    int is_required;
    const char *prose;
};

enum { ARGS_GO = -1, EXIT_GOOD = 0, EXIT_FOUND = 1, EXIT_USAGE = 2 };

/* ARGS_GO when the command may run; else the exit code: 0 after --help, 2 with a message after a mistake. `head` is the line of
 * usage and what the command does. */
int args_parse(int argc, char **argv, const char *head, const struct arg *args, size_t count);

#endif
