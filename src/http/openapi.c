/*
 * openapi.c - the document around the schemas: paths, parameters, responses, security.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "http/openapi.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/rc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { SETS_MAX = 1024 };

struct use {
    const struct field_set *set;
    int is_reply;
};

struct sets {
    struct use uses[SETS_MAX];
    int count;
};

/* Inputs carry their own suffix, because the same shape is strict on the way in and complete on the way out. */
void openapi_schema_name(struct buf *out, const struct field_set *set, int is_reply)
{
    buf_puts(out, set->schema);
    buf_puts(out, is_reply ? "" : "Input");
}

static void gather(struct sets *sets, const struct field_set *set, int is_reply)
{
    if (set == NULL || sets->count == SETS_MAX) {
        return;
    }
    for (int i = 0; i < sets->count; i++) {
        if (sets->uses[i].is_reply == is_reply && strcmp(sets->uses[i].set->schema, set->schema) == 0) {
            return;
        }
    }
    sets->uses[sets->count++] = (struct use){set, is_reply};
    for (int i = 0; i < set->count; i++) {
        gather(sets, set->fields[i].of, is_reply);
    }
}

static void put_parameter(struct buf *out, const struct field *f, const char *where, int is_required)
{
    buf_puts(out, "{\"name\":");
    buf_put_json(out, f->name);
    buf_puts(out, ",\"in\":");
    buf_put_json(out, where);
    buf_puts(out, is_required ? ",\"required\":true" : ",\"required\":false");
    buf_puts(out, ",\"description\":");
    buf_put_json(out, f->doc);
    buf_puts(out, ",\"schema\":");
    openapi_schema_field(out, f, 0, 0);
    buf_putc(out, '}');
}

static void put_parameters(struct buf *out, const struct endpoint *ep)
{
    int count = 0;
    buf_puts(out, ",\"parameters\":[");
    for (int i = 0; ep->params != NULL && i < ep->params->count; i++) {
        buf_puts(out, count++ == 0 ? "" : ",");
        put_parameter(out, &ep->params->fields[i], "path", 1);
    }
    for (int i = 0; ep->query != NULL && i < ep->query->count; i++) {
        buf_puts(out, count++ == 0 ? "" : ",");
        put_parameter(out, &ep->query->fields[i], "query", ep->query->fields[i].is_required);
    }
    if (ep->mode == ENDPOINT_READ && ep->reply != NULL) {
        buf_puts(out, count++ == 0 ? "" : ",");
        buf_puts(out, "{\"$ref\":\"#/components/parameters/IfNoneMatch\"}");
    }
    if (ep->needs_version) {
        buf_puts(out, count++ == 0 ? "" : ",");
        buf_puts(out, "{\"$ref\":\"#/components/parameters/IfMatch\"}");
    }
    if (ep->takes_key) {
        buf_puts(out, count++ == 0 ? "" : ",");
        buf_puts(out, "{\"$ref\":\"#/components/parameters/IdempotencyKey\"}");
    }
    if (ep->upload != NULL) {
        buf_puts(out, count++ == 0 ? "" : ",");
        buf_puts(out, "{\"name\":\"Content-Disposition\",\"in\":\"header\",\"required\":true,\"description\":"
                      "\"attachment; filename*=UTF-8'' and the name of the file, percent-encoded (RFC 8187); a name in "
                      "ASCII may stand in "
                      "quotes behind filename=\","
                      "\"schema\":{\"type\":\"string\"}}");
    }
    if (ep->upload != NULL && ep->need == ENDPOINT_PUBLIC) {
        buf_puts(out, ",{\"name\":\"X-Code\",\"in\":\"header\",\"required\":true,\"description\":"
                      "\"The code that opens it for a caller without account; never in an address\","
                      "\"schema\":{\"type\":\"string\"}}");
    }
    buf_putc(out, ']');
}

static void put_body(struct buf *out, const struct endpoint *ep)
{
    if (ep->upload != NULL) {
        buf_puts(out, ",\"requestBody\":{\"required\":true,\"content\":{\"application/octet-stream\":{}}}");
        return;
    }
    if (ep->body == NULL) {
        return;
    }
    int is_patch = strcmp(ep->method, "PATCH") == 0;
    int is_required = 0;
    for (int i = 0; i < ep->body->count; i++) {
        is_required |= ep->body->fields[i].is_required;
    }
    buf_puts(out, is_required ? ",\"requestBody\":{\"required\":true" : ",\"requestBody\":{\"required\":false");
    buf_puts(out, ",\"content\":{");
    const char *const types[] = {"application/json", "application/merge-patch+json"};
    for (int i = 0; i <= is_patch; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        buf_put_json(out, types[i]);
        buf_puts(out, ":{\"schema\":{\"$ref\":\"#/components/schemas/");
        openapi_schema_name(out, ep->body, 0);
        buf_puts(out, "\"}}");
    }
    buf_puts(out, "}}");
}

/* The system's own rows have no field tables; their type follows from the path. */
static const char *plain_type(const struct endpoint *ep)
{
    return ep->file != NULL ? ep->file : strstr(ep->path, ".json") != NULL ? "application/json" : "text/plain";
}

static void put_success(struct buf *out, const struct endpoint *ep)
{
    buf_putc(out, '"');
    buf_put_i64(out, ep->ok);
    buf_puts(out, "\":{\"description\":");
    buf_put_json(out, rc_title(RC_OK, 0));
    if (ep->ok == 201) {
        buf_puts(out,
                 ",\"headers\":{\"Location\":{\"schema\":{\"type\":\"string\"},\"description\":\"Address of what was "
                 "made.\"}}");
    }
    if (ep->reply != NULL) {
        buf_puts(out, ",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/");
        openapi_schema_name(out, ep->reply, 1);
        buf_puts(out, "\"}}}");
    } else if (ep->ok == 200) {
        buf_puts(out, ",\"content\":{");
        buf_put_json(out, plain_type(ep));
        buf_puts(out, ":{\"schema\":{}}}");
    }
    buf_putc(out, '}');
    if (ep->mode == ENDPOINT_READ && ep->reply != NULL) {
        buf_puts(out, ",\"304\":{\"description\":\"Not changed since the version in If-None-Match\"}");
    }
}

/* Which failures the row can have, by HTTP status; the slug of the first code of a status describes it. */
static void gather_failures(const struct endpoint *ep, enum rc *list, int *count)
{
    list[(*count)++] = RC_MALFORMED;
    if (ep->need != ENDPOINT_PUBLIC) {
        list[(*count)++] = RC_UNAUTHENTICATED;
        list[(*count)++] = RC_FORBIDDEN;
    }
    if (ep->params != NULL) {
        list[(*count)++] = RC_NOT_FOUND;
    }
    if (ep->upload != NULL) {
        list[(*count)++] = RC_LENGTH;
    }
    if (ep->body != NULL || ep->upload != NULL) {
        list[(*count)++] = RC_TOO_LARGE;
        list[(*count)++] = RC_MEDIA_TYPE;
    }
    if (ep->body != NULL || ep->upload != NULL || ep->query != NULL) {
        list[(*count)++] = RC_INVALID;
    }
    if (ep->needs_version) {
        list[(*count)++] = RC_STALE;
        list[(*count)++] = RC_PRECONDITION;
    }
    list[(*count)++] = RC_LIMITED;
    list[(*count)++] = RC_BUSY;
    for (const enum rc *may = ep->may; may != NULL && *may != RC_OK && *count < 40; may++) {
        list[(*count)++] = *may;
    }
}

static void put_failures(struct buf *out, const struct endpoint *ep)
{
    enum rc list[48];
    int count = 0;
    gather_failures(ep, list, &count);
    for (int i = 0; i < count; i++) {
        int is_new = 1;
        for (int j = 0; j < i; j++) {
            is_new &= rc_status(list[j]) != rc_status(list[i]);
        }
        if (is_new) {
            buf_puts(out, ",\"");
            buf_put_i64(out, rc_status(list[i]));
            buf_puts(out, "\":{\"$ref\":\"#/components/responses/");
            buf_puts(out, rc_slug(list[i]));
            buf_puts(out, "\"}");
        }
    }
}

static void put_operation(struct buf *out, const struct endpoint *ep, const char *(*permission_name)(int need))
{
    buf_puts(out, "\"");
    for (const char *p = ep->method; *p != '\0'; p++) {
        buf_putc(out, (char)tolower((unsigned char)*p));
    }
    buf_puts(out, "\":{\"operationId\":");
    buf_put_json(out, ep->operation);
    buf_puts(out, ",\"summary\":");
    buf_put_json(out, ep->summary);
    buf_puts(out, ",\"tags\":[");
    buf_put_json(out, ep->tag);
    buf_putc(out, ']');
    const char *permission = ep->need > 0 && permission_name != NULL ? permission_name(ep->need) : NULL;
    if (ep->need == ENDPOINT_PUBLIC) {
        buf_puts(out, ",\"security\":[]");
    } else if (permission != NULL) {
        buf_puts(out, ",\"x-permission\":");
        buf_put_json(out, permission);
    }
    if (ep->fresh) {
        buf_puts(out, ",\"x-fresh\":true");
    }
    put_parameters(out, ep);
    put_body(out, ep);
    buf_puts(out, ",\"responses\":{");
    put_success(out, ep);
    put_failures(out, ep);
    buf_puts(out, "}}");
}

/* The n-th row of all tables, or NULL. Pages are for people and not described: each does what some other row does. */
static const struct endpoint *row_at(const struct endpoint_table *const *tables, int n)
{
    for (int t = 0; tables[t] != NULL; t++) {
        for (int i = 0; i < tables[t]->count; i++) {
            const struct endpoint *ep = &tables[t]->rows[i];
            if (ep->page == NULL && n-- == 0) {
                return ep;
            }
        }
    }
    return NULL;
}

static void put_paths(struct buf *out, const struct endpoint_table *const *tables,
                      const char *(*permission_name)(int need))
{
    const struct endpoint *ep = NULL;
    int paths = 0;
    for (int i = 0; (ep = row_at(tables, i)) != NULL; i++) {
        int is_seen = 0;
        for (int j = 0; j < i && !is_seen; j++) {
            is_seen = strcmp(row_at(tables, j)->path, ep->path) == 0;
        }
        if (is_seen) {
            continue;
        }
        buf_puts(out, paths++ == 0 ? "" : ",");
        buf_put_json(out, ep->path);
        buf_puts(out, ":{");
        int operations = 0;
        const struct endpoint *other = NULL;
        for (int j = i; (other = row_at(tables, j)) != NULL; j++) {
            if (strcmp(other->path, ep->path) == 0) {
                buf_puts(out, operations++ == 0 ? "" : ",");
                put_operation(out, other, permission_name);
            }
        }
        buf_putc(out, '}');
    }
}

static void put_tags(struct buf *out, const struct endpoint_table *const *tables)
{
    const struct endpoint *ep = NULL;
    int count = 0;
    for (int i = 0; (ep = row_at(tables, i)) != NULL; i++) {
        int is_seen = 0;
        for (int j = 0; j < i && !is_seen; j++) {
            is_seen = strcmp(row_at(tables, j)->tag, ep->tag) == 0;
        }
        if (!is_seen) {
            buf_puts(out, count++ == 0 ? "" : ",");
            buf_puts(out, "{\"name\":");
            buf_put_json(out, ep->tag);
            buf_puts(out, ",\"description\":\"Calls about ");
            buf_puts(out, ep->tag);
            buf_puts(out, ".\"}");
        }
    }
}

static void put_schemas(struct buf *out, const struct endpoint_table *const *tables)
{
    struct sets sets = {.count = 0};
    const struct endpoint *ep = NULL;
    for (int i = 0; (ep = row_at(tables, i)) != NULL; i++) {
        gather(&sets, ep->body, 0);
        gather(&sets, ep->reply, 1);
    }
    for (int i = 0; i < sets.count; i++) {
        buf_putc(out, '"');
        openapi_schema_name(out, sets.uses[i].set, sets.uses[i].is_reply);
        buf_puts(out, "\":");
        openapi_schema_write(out, sets.uses[i].set, sets.uses[i].is_reply);
        buf_putc(out, ',');
    }
    buf_puts(
        out,
        "\"Problem\":{\"type\":\"object\",\"description\":\"RFC "
        "9457\",\"required\":[\"type\",\"title\",\"status\",\"code\"],"
        "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":"
        "\"integer\"},"
        "\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\"},\"code\":{\"type\":\"string\","
        "\"description\":"
        "\"Machine name of the reason; never changes.\"},\"trace_id\":{\"type\":\"string\"},\"more_errors\":{\"type\":"
        "\"integer\"},\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"code\",\"detail\"],"
        "\"properties\":{\"pointer\":{\"type\":[\"string\",\"null\"]},\"code\":{\"type\":\"string\"},\"detail\":{"
        "\"type\":"
        "\"string\"},\"rule\":{\"type\":\"string\",\"description\":\"Article or practice behind a refusal.\"}}}}}}");
}

/* One named response for each status that some row uses. */
static void put_responses(struct buf *out, const struct endpoint_table *const *tables)
{
    int is_done[RC_COUNT] = {0};
    int written = 0;
    const struct endpoint *ep = NULL;
    for (int i = 0; (ep = row_at(tables, i)) != NULL; i++) {
        enum rc list[48];
        int count = 0;
        gather_failures(ep, list, &count);
        for (int j = 0; j < count; j++) {
            int is_first = 1;
            for (int k = 0; k < j; k++) {
                is_first &= rc_status(list[k]) != rc_status(list[j]);
            }
            if (!is_first || is_done[list[j]]) {
                continue;
            }
            is_done[list[j]] = 1;
            buf_puts(out, written++ == 0 ? "" : ",");
            buf_put_json(out, rc_slug(list[j]));
            buf_puts(out, ":{\"description\":");
            buf_put_json(out, rc_title(list[j], 0));
            buf_puts(out, ",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":"
                          "\"#/components/schemas/Problem\"}}}}");
        }
    }
}

static void put_header_parameters(struct buf *out, const struct endpoint_table *const *tables)
{
    int has_version = 0;
    int has_key = 0;
    int has_tag = 0;
    const struct endpoint *ep = NULL;
    for (int i = 0; (ep = row_at(tables, i)) != NULL; i++) {
        has_version |= ep->needs_version;
        has_key |= ep->takes_key;
        has_tag |= ep->mode == ENDPOINT_READ && ep->reply != NULL;
    }
    const char *comma = "";
    if (has_version) {
        buf_puts(out,
                 "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,\"description\":\"The ETag "
                 "of the version that was seen, or *.\",\"schema\":{\"type\":\"string\"}}");
        comma = ",";
    }
    if (has_tag) {
        buf_puts(out, comma);
        buf_puts(out,
                 "\"IfNoneMatch\":{\"name\":\"If-None-Match\",\"in\":\"header\",\"required\":false,\"description\":"
                 "\"The ETag of the version that is there already.\",\"schema\":{\"type\":\"string\"}}");
        comma = ",";
    }
    if (has_key) {
        buf_puts(out, comma);
        buf_puts(out, "\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":false,"
                      "\"description\":\"Repeating a request with the same key has one effect and the same answer.\","
                      "\"schema\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":255}}");
    }
}

void openapi_write(struct buf *out, const struct endpoint_table *const *tables, const char *version,
                   const char *(*permission_name)(int need))
{
    buf_puts(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"petitiond\",\"version\":");
    buf_put_json(out, version);
    buf_puts(out, ",\"summary\":\"The whole product as calls; the browser uses nothing else.\",\"license\":{\"name\":"
                  "\"Apache License 2.0\",\"identifier\":\"Apache-2.0\"}},\"servers\":[{\"url\":\"/\"}],"
                  "\"security\":[{\"session\":[]},{\"token\":[]}],\"tags\":[");
    put_tags(out, tables);
    buf_puts(out, "],\"paths\":{");
    put_paths(out, tables, permission_name);
    buf_puts(out, "},\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":"
                  "\"__Host-sid\",\"description\":\"Cookie of a signed-in browser; unsafe calls also need X-CSRF.\"},"
                  "\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\"parameters\":{");
    put_header_parameters(out, tables);
    buf_puts(out, "},\"responses\":{");
    put_responses(out, tables);
    buf_puts(out, "},\"schemas\":{");
    put_schemas(out, tables);
    buf_puts(out, "}}}");
}

void openapi_tag(const char *text, size_t size, char *out, size_t n)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    crypto_digest(NULL, text, size, hash);
    crypto_hex(hash, sizeof hash, hex);
    (void)snprintf(out, n, "\"%.32s\"", hex);
}
