/*
 * env.h - what the rules need for the whole life of the process. Reached as `(struct env *)ctx->env`.
 *
 * Runs on: any thread; immutable after start but for the locked caches. Owner: app/runtime.
 */
#ifndef DOMAIN_ENV_H
#define DOMAIN_ENV_H

#include <stddef.h>
#include <stdint.h>

struct reference_cache;
struct workflow_names;
struct writer;
struct embed_table;
struct version_cache;
struct file_store;
struct media;
struct presence;
struct demonstration;
struct password_list;

/* A setting of the running server as it holds, for administrators to read. */
struct env_setting {
    const char *name, *value, *unit; /* unit NULL: none */
    const char *from;                /* where it was read; NULL: as delivered */
    const char *prose;               /* what it is, in English */
};

struct env {
    struct reference_cache *references;
    const struct workflow_names *workflow_names; /* what definitions may name: roles, guards, effects ... */
    struct writer
        *writer; /* for session_touch_later and print_journal; NULL: sessions are not touched, nothing is printed */
    const struct embed_table *seeds;  /* sql/schema and sql/seed as embedded files */
    struct version_cache *case_texts; /* encoded cases by version; NULL: none are kept */
    uint8_t cursor_key[32];
    int64_t session_idle_ms, session_max_ms;
    struct file_store *files;                  /* contents of files; NULL in tools that take none */
    struct media *media;                       /* what they are */
    const char *clamd;                         /* socket of the virus scanner; NULL: none */
    struct presence *presence;                 /* who is at which case now; NULL: nobody is told */
    int64_t file_max;                          /* bytes of one file */
    int64_t file_case_max;                     /* of the files of one case together */
    int64_t file_day_max;                      /* that one account sends within 24 hours */
    int64_t file_day_count;                    /* the same, by number */
    const struct password_list *password_deny; /* passwords that became known; NULL: no list is kept */
    const struct env_setting *settings;        /* of the running server; the rules read none of them */
    size_t setting_count;
    int is_secure;                       /* cookies with Secure and the __Host- prefix */
    int is_demo;                         /* people and matters of this office are invented, and every page says so */
    struct demonstration *demonstration; /* the bell to who serves; NULL: none can be asked for (demonstration.h) */
};

#endif
