/*
 * openapi_cmd.c - `petitiond openapi`: prints the document that the server serves at /api/v1/openapi.json.
 *
 * Runs on: the main thread. Owns: an arena.
 */
#include "api/api.h"
#include "app/args.h"
#include "app/commands.h"
#include "app/version.h"
#include "base/arena.h"
#include "http/server.h"

#include <stdio.h>

enum { OPENAPI_MEMORY = 64 * 1024 * 1024 };

int openapi_cmd_main(int argc, char **argv)
{
    int go = args_parse(argc, argv, "openapi\n\nPrints the OpenAPI 3.1 document of the API.", NULL, 0);
    if (go != ARGS_GO) {
        return go;
    }
    struct arena *arena = arena_new(OPENAPI_MEMORY);
    const char *text = arena ? server_openapi(arena, api_tables, PETITIOND_VERSION) : NULL;
    if (text != NULL) {
        puts(text);
    }
    arena_free(arena);
    return text != NULL ? EXIT_GOOD : EXIT_FOUND;
}
