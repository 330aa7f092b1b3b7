/*
 * args.c - flags of the small subcommands.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "app/args.h"

#include <stdio.h>
#include <string.h>

static int args_help(const char *head, const struct arg *args, size_t count)
{
    printf("usage: petitiond %s\n\n", head);
    for (size_t i = 0; i < count; i++) {
        printf("  %-20s %s%s\n", args[i].name, args[i].prose, args[i].is_required ? " (required)" : "");
    }
    printf("  %-20s %s\n", "--help", "This text");
    return EXIT_GOOD;
}

static int args_is_flag(const struct arg *arg)
{
    return strncmp(arg->name, "--", 2) == 0;
}

/* The row of "--name" or "--name=value"; for anything else the next free place. */
static const struct arg *args_find(const char *text, const struct arg *args, size_t count)
{
    size_t n = strcspn(text, "=");
    for (size_t i = 0; i < count; i++) {
        if (text[0] == '-') {
            if (args_is_flag(&args[i]) && strlen(args[i].name) == n && strncmp(args[i].name, text, n) == 0) {
                return &args[i];
            }
        } else if (!args_is_flag(&args[i]) && *args[i].value == NULL) {
            return &args[i];
        }
    }
    return NULL;
}

static int args_bad(const char *head, const char *what, const char *name)
{
    fprintf(stderr, "petitiond: %s %s\nusage: petitiond %s\n", what, name, head);
    return EXIT_USAGE;
}

/* Takes argv[*i], and the next one when it is the value. */
static int args_take(int argc, char **argv, int *i, const char *head, const struct arg *args, size_t count)
{
    const char *text = argv[*i];
    const struct arg *arg = args_find(text, args, count);
    if (arg == NULL) {
        return args_bad(head, "cannot use", text);
    }
    if (!args_is_flag(arg)) {
        *arg->value = text;
        return ARGS_GO;
    }
    const char *equals = strchr(text, '=');
    if (arg->value == NULL) {
        *arg->is_set = 1;
        return equals == NULL ? ARGS_GO : args_bad(head, "takes no value:", text);
    }
    if (equals == NULL && *i + 1 == argc) {
        return args_bad(head, "a value is missing after", text);
    }
    *arg->value = equals != NULL ? equals + 1 : argv[++*i];
    return ARGS_GO;
}

int args_parse(int argc, char **argv, const char *head, const struct arg *args, size_t count)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return args_help(head, args, count);
        }
        int go = args_take(argc, argv, &i, head, args, count);
        if (go != ARGS_GO) {
            return go;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (args[i].is_required && *args[i].value == NULL) {
            return args_bad(head, "please give", args[i].name);
        }
    }
    return ARGS_GO;
}
