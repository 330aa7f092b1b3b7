/*
 * workflow_cmd.c - `petitiond workflow check|draw|show`: the same checker and drawer as the server's; `profile` is in profile_cmd.c.
 *
 * Runs on: the main thread. Owns: an arena or an open folder for the length of the run.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/file.h"
#include "app/offline.h"
#include "base/buf.h"
#include "base/embed.h"
#include "domain/reference.h"
#include "domain/vocabulary.h"
#include "domain/workflow_compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORKFLOW_MEMORY = 64 * 1024 * 1024, WORKFLOW_FILE_MAX = 1024 * 1024 };

static void workflow_print_problems(struct arena *arena, const char *file, const struct workflow_problem *problems,
                                    size_t n, int is_json)
{
    struct buf b;
    buf_init(&b, arena);
    for (size_t i = 0; i < n; i++) {
        if (is_json) {
            buf_puts(&b, i > 0 ? ",{\"pointer\":" : "[{\"pointer\":");
            buf_put_json(&b, problems[i].pointer);
            buf_puts(&b, ",\"code\":");
            buf_put_json(&b, problems[i].code);
            buf_puts(&b, ",\"text\":");
            buf_put_json(&b, problems[i].text);
            buf_puts(&b, ",\"text_zh\":");
            buf_put_json(&b, problems[i].text_zh);
            buf_putc(&b, '}');
        } else {
            buf_printf(&b, "%s#%s: %s (%s)\n", file, problems[i].pointer ? problems[i].pointer : "", problems[i].text,
                       problems[i].code);
        }
    }
    if (is_json) {
        buf_puts(&b, n > 0 ? "]\n" : "[]\n");
    }
    const char *text = buf_cstr(&b);
    fputs(text != NULL ? text : "", stdout);
}

static int workflow_check(int argc, char **argv)
{
    const char *path = NULL;
    int is_json = 0;
    char *json;
    size_t n;
    const struct arg args[] = {{"FILE", &path, NULL, 1, "Definition as JSON"},
                               {"--json", NULL, &is_json, 0, "Machine output"}};
    int go = args_parse(argc, argv, "workflow check FILE [--json]\n\nTells everything that is wrong with a definition.",
                        args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    if (file_read(path, WORKFLOW_FILE_MAX, &json, &n) != RC_OK) {
        fprintf(stderr, "petitiond: %s cannot be read (at most 1 MiB)\n", path);
        return EXIT_USAGE;
    }
    const struct workflow *w;
    struct workflow_problem *problems = NULL;
    size_t count = 0;
    struct arena *arena = arena_new(WORKFLOW_MEMORY);
    const char *whole = json, *why = NULL;
    enum rc rc = arena ? workflow_compose(arena, &embed_sql, json, n, &whole, &why) : RC_UNAVAILABLE;
    if (why != NULL) {
        fprintf(stderr, "petitiond: %s: %s\n", path, why);
    }
    rc = rc == RC_OK ? workflow_load(arena, whole, strlen(whole), vocabulary(), &w, &problems, &count) : rc;
    if (arena != NULL && (rc != RC_OK || is_json)) {
        workflow_print_problems(arena, path, problems, count, is_json);
    } else if (rc == RC_OK) {
        printf("good: %s version %d, %zu states, %zu events, %zu clocks\n", w->key, w->version, w->state_count,
               w->edge_count, w->clock_count);
    }
    arena_free(arena);
    free(json);
    return rc == RC_OK ? EXIT_GOOD : EXIT_FOUND;
}

static int workflow_print(struct arena *arena, const struct workflow *w, const char *key, int is_dot, int is_en)
{
    const char *text = w != NULL ? workflow_draw(arena, w, is_dot, !is_en) : NULL;
    if (text == NULL) {
        fprintf(stderr, "petitiond: there is no current definition \"%s\"\n", key);
        return EXIT_FOUND;
    }
    puts(text);
    return EXIT_GOOD;
}

/* The definition that the program brings with it, made whole; NULL when there is none. */
static const char *workflow_built_in(struct arena *arena, const char *key)
{
    char path[128];
    const char *whole = NULL, *why;
    snprintf(path, sizeof path, "seed/workflows/%.80s.json", key);
    const struct embed_file *f = embed_find(&embed_sql, path);
    enum rc rc =
        f != NULL ? workflow_compose(arena, &embed_sql, (const char *)f->data, f->size, &whole, &why) : RC_NOT_FOUND;
    return rc == RC_OK ? whole : NULL;
}

static int workflow_draw_built_in(const char *key, int is_dot, int is_en)
{
    const struct workflow *w = NULL;
    struct workflow_problem *problems;
    size_t count;
    struct arena *arena = arena_new(WORKFLOW_MEMORY);
    const char *whole = arena != NULL ? workflow_built_in(arena, key) : NULL;
    if (whole != NULL && workflow_load(arena, whole, strlen(whole), vocabulary(), &w, &problems, &count) != RC_OK) {
        w = NULL;
    }
    int code = workflow_print(arena, w, key, is_dot, is_en);
    arena_free(arena);
    return code;
}

/* For who writes a definition of their own: the shipped one with all its parts in place. */
static int workflow_show(int argc, char **argv)
{
    const char *key = NULL;
    const struct arg args[] = {{"KEY", &key, NULL, 1, "Definition, such as appeal"}};
    int go = args_parse(argc, argv,
                        "workflow show KEY\n\nPrints the definition that the program brings, with its parts in place.",
                        args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    struct arena *arena = arena_new(WORKFLOW_MEMORY);
    const char *whole = arena != NULL ? workflow_built_in(arena, key) : NULL;
    if (whole != NULL) {
        puts(whole);
    } else {
        fprintf(stderr, "petitiond: there is no definition \"%s\"\n", key);
    }
    int code = whole != NULL ? EXIT_GOOD : EXIT_FOUND;
    arena_free(arena);
    return code;
}

static int workflow_draw_stored(const char *data, const char *key, int is_dot, int is_en)
{
    struct offline o;
    char message[OFFICE_MESSAGE_SIZE];
    if (offline_open(data, 1, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    int code = EXIT_FOUND;
    if (reference_use(&o.ctx, &o.tx) == RC_OK) {
        code = workflow_print(o.arena, reference_workflow_current(o.ctx.reference, key), key, is_dot, is_en);
    }
    offline_close(&o);
    return code;
}

static int workflow_draw_main(int argc, char **argv)
{
    const char *key = NULL;
    const char *data = NULL;
    int is_dot = 0;
    int is_en = 0;
    const struct arg args[] = {{"KEY", &key, NULL, 1, "Definition, such as appeal"},
                               {"--data", &data, NULL, 0, "Data folder; else the definition that the program brings"},
                               {"--dot", NULL, &is_dot, 0, "Graphviz instead of Mermaid"},
                               {"--en", NULL, &is_en, 0, "English titles"}};
    int go = args_parse(argc, argv,
                        "workflow draw KEY [--data DIR] [--dot] [--en]\n\nDraws a definition as a state diagram.", args,
                        sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    return data != NULL ? workflow_draw_stored(data, key, is_dot, is_en) : workflow_draw_built_in(key, is_dot, is_en);
}

int workflow_cmd_main(int argc, char **argv)
{
    static const char usage[] = "usage: petitiond workflow check FILE [--json]\n"
                                "       petitiond workflow draw KEY [--data DIR] [--dot] [--en]\n"
                                "       petitiond workflow show KEY\n"
                                "       petitiond workflow profile [NAME|none] --data DIR\n";
    if (argc > 0 && strcmp(argv[0], "check") == 0) {
        return workflow_check(argc - 1, argv + 1);
    }
    if (argc > 0 && strcmp(argv[0], "draw") == 0) {
        return workflow_draw_main(argc - 1, argv + 1);
    }
    if (argc > 0 && strcmp(argv[0], "show") == 0) {
        return workflow_show(argc - 1, argv + 1);
    }
    if (argc > 0 && strcmp(argv[0], "profile") == 0) {
        return profile_cmd_main(argc - 1, argv + 1);
    }
    int is_help = argc > 0 && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0);
    fputs(usage, is_help ? stdout : stderr);
    return is_help ? EXIT_GOOD : EXIT_USAGE;
}
