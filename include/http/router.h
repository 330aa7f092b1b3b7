/*
 * router.h - method and path to endpoint row, through a tree of path segments.
 *
 * Matching is on the raw bytes of the path; a parameter's segment is decoded afterwards, on its own, so that an escape can
 * never change the shape of a path. Literals win over parameters.
 *
 * Runs on: any thread once built. Owns: its nodes. Invariant: immutable after router_new.
 */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/endpoint.h"

struct router;

enum { ROUTER_PARAMS_MAX = 8, ROUTER_PATH_MAX = 2048, ROUTER_SEGMENTS_MAX = 16 };

enum router_method {
    ROUTER_GET,
    ROUTER_POST,
    ROUTER_PUT,
    ROUTER_PATCH,
    ROUTER_DELETE,
    ROUTER_METHODS, /* rows have one of the above */
    ROUTER_HEAD = ROUTER_METHODS,
    ROUTER_OPTIONS,
    ROUTER_UNKNOWN
};

struct router_param {
    const char *name; /* of the template, name_size bytes */
    size_t name_size;
    const char *raw; /* slice of the path */
    size_t size;
};

struct router_match {
    const struct endpoint *endpoint; /* NULL: the path is there but not for this method, or not at all */
    int index;                       /* of the endpoint among all tables */
    unsigned allowed;                /* bit per router_method that the path takes; 0: no such path */
    struct router_param params[ROUTER_PARAMS_MAX];
    int param_count;
};

/* Exact upper-case names only. */
enum router_method router_method_of(const char *name);
/* "GET, HEAD, POST, OPTIONS" for a bit set; `out` holds 64 bytes. */
void router_allow_text(unsigned allowed, char *out);

/* Builds the tree; RC_INVALID with a log line for two rows with the same method and path, or a broken template. */
RC_MUST enum rc router_new(const struct endpoint_table *const *tables, struct router **out);
void router_free(struct router *r);
/* Number of endpoints, and the one with an index. */
int router_count(const struct router *r);
const struct endpoint *router_endpoint(const struct router *r, int index);
/* HEAD finds the GET row. The path has passed router_path_is_sound. */
void router_find(const struct router *r, enum router_method method, const char *path, struct router_match *out);

/* Begins with '/', printable ASCII, escapes well formed and none of %00 %2f %5c or a control byte, no '.' or '..' segment. */
int router_path_is_sound(const char *path);
/* Decodes one raw slice on `a`. NULL: a bad escape, a byte that may not be there, not UTF-8, or no memory. A plus is a space
 * only when `is_query`. */
const char *router_decode(struct arena *a, const char *raw, size_t n, int is_query);

#endif
