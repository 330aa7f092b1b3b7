/*
 * ctx.h - what a request or a job carries through all layers.
 *
 * The only way for rules to know the time (`now_ms`, fixed for the whole request or job attempt), who acts, in which
 * language to answer, and where to put memory and errors.
 *
 * Runs on: the thread that owns the request; ownership goes worker -> (craft) -> writer -> worker, never shared.
 */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/fault.h"

#include <stdint.h>

struct actor;     /* domain/perm.h */
struct vault;     /* store/vault.h: keys for personal fields */
struct reference; /* domain/reference.h: calendar and definitions as of this attempt */

enum { CTX_REQUEST_ID_SIZE = 27 };

struct ctx {
    struct arena *arena;
    struct fault fault;
    int64_t now_ms;                    /* wall time of this attempt */
    const struct actor *actor;         /* never NULL: anonymous and system are actors too */
    const char *account_id;            /* of the actor, for the log; NULL: none */
    const struct vault *vault;         /* NULL where personal fields are not needed */
    const struct reference *reference; /* set before any rule runs */
    void *env;                         /* the domain's process-lifetime environment (domain/env.h) */
    int is_zh;                         /* language of the answer */
    char request_id[CTX_REQUEST_ID_SIZE];
};

#endif
