/*
 * endpoint.h - one row per endpoint, one row per field; everything else comes out of these rows.
 *
 * From an endpoint row come the route, 405 and Allow, the permission gate, limits, decoding and validation (every bad field
 * reported with its JSON Pointer), encoding, OpenAPI 3.1, metrics and audit labels, the typed browser client, and generated
 * tests. http knows these rows and not one noun of the domain.
 *
 * Handlers never see the connection, so they cannot answer twice, block or leak.
 */
#ifndef HTTP_ENDPOINT_H
#define HTTP_ENDPOINT_H

#include "base/ctx.h"
#include "base/rc.h"
#include "base/value.h"

#include <stddef.h>
#include <stdint.h>

struct buf;
struct form;
struct tx;

/* NULL of an integer, time or boolean field; the same value as SQL_NULL. */
#define FIELD_NULL INT64_MIN

enum field_type {
    FIELD_TEXT,   /* const char *; min..max characters; one line */
    FIELD_LONG,   /* const char *; newline and tab allowed */
    FIELD_ID,     /* const char *; 26 character identifier */
    FIELD_DATE,   /* const char *; "YYYY-MM-DD" of a day that exists */
    FIELD_INT,    /* int64_t; min..max */
    FIELD_BOOL,   /* int64_t 0 or 1 */
    FIELD_STAMP,  /* int64_t ms; RFC 3339 in JSON */
    FIELD_ENUM,   /* const char *; one of `choices` */
    FIELD_OBJECT, /* embedded struct of `of` at the offset (reply) or pointer to one (is_pointer; NULL is null) */
    FIELD_ARRAY,  /* pointer to `of->size`d items at offset, size_t count at count_offset; min..max items */
    FIELD_TEXTS,  /* const char **: array of texts; max_chars each; count at count_offset */
    FIELD_VALUE,  /* const struct value *; any JSON within depth and token limits; for inputs whose shape is data */
    FIELD_RAW     /* const char *; already valid JSON, reply only; NULL is null */
};

struct field_set;

struct field {
    const char *name;
    enum field_type type;
    size_t offset;
    int is_required;  /* body, query, path: must be there and not null. Reply: never null */
    int is_pointer;   /* FIELD_OBJECT only */
    int64_t min, max; /* text: characters; INT: value; ARRAY, TEXTS: items. max 0: the type's default maximum */
    const char *const *choices; /* FIELD_ENUM; NULL-terminated */
    const char *pattern;        /* text: a tiny pattern, see codec.h; NULL: any */
    const struct field_set *of; /* OBJECT, ARRAY */
    size_t count_offset;        /* ARRAY, TEXTS */
    const char *doc;            /* one English sentence for OpenAPI; required */
};

struct field_set {
    const char *schema; /* component name in OpenAPI: "Case" */
    const struct field *fields;
    int count;
    size_t size;           /* of the C struct */
    size_t present_offset; /* uint64_t bit set of the members that came (bit i = field i); FIELDS_NO_PRESENT: none */
};
#define FIELDS_NO_PRESENT SIZE_MAX

/* FIELD_SET(case_out_set, "Case", struct case_out, rows...) declares a constant set. */
#define FIELD_SET(var, schema_name, type, ...)                                                                         \
    static const struct field var##_fields[] = {__VA_ARGS__};                                                          \
    static const struct field_set var = {.schema = (schema_name),                                                      \
                                         .fields = var##_fields,                                                       \
                                         .count = (int)(sizeof var##_fields / sizeof var##_fields[0]),                 \
                                         .size = sizeof(type),                                                         \
                                         .present_offset = FIELDS_NO_PRESENT}

/* The same with external linkage, for a set that several files use; declare it `extern const struct field_set var;`. */
#define FIELD_SET_SHARED(var, schema_name, type, ...)                                                                  \
    static const struct field var##_fields[] = {__VA_ARGS__};                                                          \
    const struct field_set var = {.schema = (schema_name),                                                             \
                                  .fields = var##_fields,                                                              \
                                  .count = (int)(sizeof var##_fields / sizeof var##_fields[0]),                        \
                                  .size = sizeof(type),                                                                \
                                  .present_offset = FIELDS_NO_PRESENT}

enum endpoint_mode { ENDPOINT_READ, ENDPOINT_WRITE };

/* `need` is a permission number of the domain (> 0) or one of these. Zero is refused at start: nobody may forget it. */
enum { ENDPOINT_PUBLIC = -1, ENDPOINT_SIGNED_IN = -2 };

enum { CALL_NO_VERSION = -1, CALL_ANY_VERSION = -2 };

/* A reply that is read while it is sent. */
struct endpoint_stream {
    size_t (*read)(void *arg, void *out, size_t max); /* worker; how many bytes came, 0 when no more can be read */
    void (*close)(void *arg); /* once, on whatever thread lets go last; NULL: there is no stream */
    void *arg;
    uint64_t size;
};

/* One call of an endpoint. Owned by the request; lives on its arena. */
struct call {
    const struct endpoint *endpoint;
    void *in;                     /* endpoint->in_size zeroed bytes, filled from path, query and body */
    void *out;                    /* endpoint->out_size zeroed bytes for the handler */
    int64_t if_match;             /* version from If-Match, CALL_NO_VERSION, or CALL_ANY_VERSION for "*" */
    const char *idempotency_key;  /* NULL when none came */
    const char *address_prefix;   /* of the peer: IPv4 /32 or IPv6 /64 as text; for throttles */
    const char *user_agent_class; /* coarse: "browser", "script" */
    uint8_t fingerprint
        [32]; /* of method, path and body; for idempotency. Of an upload without the body: its craft step adds that */
    int64_t body_size; /* of an upload: bytes that were announced; of a page's the whole form, so at most as many */
    const char *last_event;  /* of a live endpoint: Last-Event-ID; NULL when none came */
    const char *upload_name; /* of an upload: the name in Content-Disposition, any text; NULL when none came */
    const char *
        upload_code; /* of an upload: X-Code, the secret of a caller without account, whose body is the file. Any text; never logged;
                              * NULL when none came */
    const struct form
        *form; /* of a page: what was typed, see http/form.h; never NULL there, without pairs when nothing was read */
    /* set by the load step: */
    void *upload;                  /* of an upload: what endpoint->upload works on, until its `end` */
    struct endpoint_stream stream; /* of an endpoint with `file`: the reply in place of the bytes below */
    int64_t progress; /* of a write in several jobs: what `goes_on` was in the job before; 0 in the first */
    /* set by the handler: */
    int64_t
        goes_on; /* > 0: commit what was done so far and call `run` again in a job of its own, so that nobody waits long for the
                      * writer. `out` keeps its bytes from one such job to the next. Not together with takes_key. */
    int status;             /* 0: endpoint->ok */
    int64_t etag;           /* version for ETag; CALL_NO_VERSION: none */
    const char *location;   /* for 201 */
    const char *set_cookie; /* value of one Set-Cookie line; never logged */
    int clear_site_data;    /* sign-out: tell the browser to forget */
    const char *body;       /* JSON text that is sent as it is; NULL: encode `out` */
    const void *file;       /* of an endpoint with `file`: the bytes, on the arena */
    size_t file_size;
    const char *file_name;  /* ASCII, without quotes; what a browser keeps it as */
    const char *file_title; /* of a stream or a flow: the same in any script; NULL: none */
    const char *file_type;  /* of a stream or a flow: its media type */
    int is_replayed;
};

typedef enum rc endpoint_handler(struct ctx *ctx, struct tx *tx, struct call *call);
typedef enum rc endpoint_craft(struct ctx *ctx, struct call *call);

/* A body that is a file and no JSON. It is handed on piece by piece and never whole in memory. */
struct endpoint_upload {
    enum rc (*take)(struct ctx *ctx, struct call *call, const void *bytes, size_t n); /* worker */
    void (*end)(void *upload); /* once, on whatever thread lets go last, also when the client went away */
};

struct endpoint {
    const char *method;    /* GET, POST, PUT, PATCH, DELETE; HEAD and OPTIONS come by themselves */
    const char *path;      /* "/api/v1/cases/{id}/transitions"; the name in braces is a field of `params` */
    const char *operation; /* operationId, also metrics and audit label: "transitionCase" */
    const char *tag;       /* group in OpenAPI: "cases" */
    const char *summary;   /* one English line */
    int need;              /* permission, ENDPOINT_PUBLIC or ENDPOINT_SIGNED_IN */
    enum endpoint_mode mode;
    const struct field_set *params; /* path parameters, all required */
    const struct field_set *query;
    const struct field_set *body; /* NULL: no body allowed */
    const struct endpoint_upload *
        upload; /* in place of `body`: its load step runs before the first byte, craft and run after the last. Of a page beside `body`: the
                  * form is multipart/form-data, with the controls of `body` first and one file, called "file", last (http/multipart.h) */
    const struct field_set *reply; /* NULL: 204 */
    const char *file;              /* media type of a reply that is a file instead */
    size_t in_size;                /* params, query and body are decoded into ONE struct of this size */
    size_t out_size;
    int ok; /* 200, 201, 204 */
    /* Of a reply that goes on (`file` names its type): called again after every commit, on a worker with a read transaction, when `run` was
     * content. Appends what came meanwhile; what it remembers lies in call->out. Anything but RC_OK ends the reply. */
    enum rc (*live)(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out);
    int flows; /* of a reply with `live` that is a file: asked again as soon as the last piece was sent, and over when it appends
                * nothing; `run` sets file_type, file_name and file_title. Any length in the memory of one piece. */
    /* Of a page for people, which works without scripts: the body is a form and not JSON, and every answer is HTML, refusals included. Called
     * last, on a worker with a read transaction. Appends the whole page: ctx->fault says what was refused, if anything, call->form what was
     * typed, call->out what `run` made (also when the same key came again). Another site's page cannot send here. A control called _key is the
     * idempotency key, _lang or the parameter `lang` the language (zh, en). Anything but RC_OK: nothing but a short refusal is sent. */
    enum rc (*page)(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out);
    const enum rc *may; /* codes that it may return beside the general ones, ended by RC_OK */
    size_t body_max;    /* bytes; 0: 256 KiB */
    int cost;           /* tokens of the rate bucket: read 1, search 5, export 100, sign-in 10, public submit 50 */
    int needs_version;  /* If-Match required (428) */
    int takes_key;      /* Idempotency-Key honoured */
    int no_csrf;        /* sign-in only: there is no session yet */
    int fresh;          /* only for who gave password or code within the last minutes; the permit hook knows how many */
    int passive;        /* an open page says something by itself: no use of the session, which may end by idleness */
    int is_quiet;       /* neither the log nor the metrics name it: its use tells that something is there */
    int unfinished;     /* also for who may do nothing else before their account is set up; the permit hook knows who */
    /* Steps in this order; each may be NULL except the last that applies:
     *   load  worker thread, read transaction: looks things up for the craft step
     *   craft craft thread, no store: slow work (password hashing)
     *   run   worker with a read transaction (ENDPOINT_READ) or writer with the batch's transaction (ENDPOINT_WRITE) */
    endpoint_handler *load;
    endpoint_craft *craft;
    endpoint_handler *run;
};

struct endpoint_table {
    const struct endpoint *rows;
    int count;
};
#define ENDPOINT_TABLE(var, ...)                                                                                       \
    static const struct endpoint var##_rows[] = {__VA_ARGS__};                                                         \
    const struct endpoint_table var = {var##_rows, (int)(sizeof var##_rows / sizeof var##_rows[0])}

#endif
