/*
 * main.c - finds the subcommand and runs it; nothing else.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/demo.h"
#include "app/version.h"

#include <stdio.h>
#include <string.h>

struct main_command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *prose;
};

static const struct main_command main_commands[] = {
#define COMMAND(name_text, function, prose_text) {name_text, function, prose_text},
#include "app/commands.def"
#undef COMMAND
};

static int main_help(FILE *out, int code)
{
    fprintf(out, "petitiond " PETITIOND_VERSION " - petition case management for a county petition bureau\n\n"
                 "usage: petitiond COMMAND [flags]; every command has --help\n\n");
    for (size_t i = 0; i < sizeof main_commands / sizeof main_commands[0]; i++) {
        fprintf(out, "  %-10s %s\n", main_commands[i].name, main_commands[i].prose);
    }
    fprintf(out, "\nexit codes: 0 good, 1 found something wrong, 2 used wrongly\n");
    return code;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return main_help(stderr, EXIT_USAGE);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        return main_help(stdout, EXIT_GOOD);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("petitiond " PETITIOND_VERSION "\n");
        return EXIT_GOOD;
    }
    for (size_t i = 0; i < sizeof main_commands / sizeof main_commands[0]; i++) {
        if (strcmp(argv[1], main_commands[i].name) == 0) {
            return main_commands[i].run(argc - 2, argv + 2);
        }
    }
    fprintf(stderr, "petitiond: there is no command \"%s\"\n\n", argv[1]);
    return main_help(stderr, EXIT_USAGE);
}
