/*
 * server_check.c - the rules of endpoint.h, checked over all tables before the server listens.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "base/log.h"
#include "http/router.h"
#include "http/server_inside.h"

#include <string.h>

static enum rc refuse(const struct endpoint *ep, const char *why, const char *name)
{
    LOG(LOG_ERROR, "http.table", LOG_S("operation", ep->operation == NULL ? ep->path : ep->operation),
        LOG_S("why", why), LOG_S("name", name));
    return RC_INVALID;
}

static int is_well_formed_pattern(const char *pattern)
{
    int depth = 0;
    for (const char *p = pattern; *p != '\0'; p++) {
        if (*p == '\\' && *++p == '\0') {
            return 0;
        }
        depth += *p == '{';
        depth -= *p == '}';
        if (depth < 0 || depth > 1) {
            return 0;
        }
    }
    return depth == 0 && *pattern != '\0';
}

static const char *fault_of_field(const struct field *f, const struct field_set *set, int is_reply)
{
    int has_items = f->type == FIELD_ARRAY || f->type == FIELD_TEXTS;
    if (f->name == NULL || f->doc == NULL) {
        return "a field without name or doc";
    }
    if (f->offset >= set->size || (has_items && f->count_offset >= set->size)) {
        return "an offset outside the struct";
    }
    if (f->type == FIELD_ENUM && f->choices == NULL) {
        return "an enum without choices";
    }
    if ((f->type == FIELD_OBJECT || f->type == FIELD_ARRAY) && f->of == NULL) {
        return "an object or array without its set";
    }
    if (f->type == FIELD_RAW && !is_reply) {
        return "raw JSON in an input";
    }
    if (f->pattern != NULL && !is_well_formed_pattern(f->pattern)) {
        return "a broken pattern";
    }
    return NULL;
}

static enum rc check_set(const struct endpoint *ep, const struct field_set *set, int is_reply, int depth)
{
    if (set == NULL) {
        return RC_OK;
    }
    if (set->count > 64 || depth > 8 || set->schema == NULL) {
        return refuse(ep, "more than 64 fields, a set without name, or sets too deep", set->schema);
    }
    for (int i = 0; i < set->count; i++) {
        const struct field *f = &set->fields[i];
        const char *why = fault_of_field(f, set, is_reply);
        if (why != NULL) {
            return refuse(ep, why, f->name);
        }
        for (int j = 0; j < i; j++) {
            if (strcmp(set->fields[j].name, f->name) == 0) {
                return refuse(ep, "two fields with this name", f->name);
            }
        }
        enum rc rc = f->of == NULL ? RC_OK : check_set(ep, f->of, is_reply, depth + 1);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

/* Query and path parameters are texts on the wire. */
static enum rc check_flat(const struct endpoint *ep, const struct field_set *set, int takes_lists)
{
    for (int i = 0; set != NULL && i < set->count; i++) {
        enum field_type type = set->fields[i].type;
        if (type == FIELD_OBJECT || type == FIELD_ARRAY || type == FIELD_VALUE ||
            (type == FIELD_TEXTS && !takes_lists)) {
            return refuse(ep, "a parameter that is no single text", set->fields[i].name);
        }
    }
    return RC_OK;
}

static enum rc check_params(const struct endpoint *ep)
{
    int count = 0;
    for (const char *p = strchr(ep->path, '{'); p != NULL; p = strchr(p + 1, '{')) {
        int is_known = 0;
        size_t size = strcspn(p + 1, "}");
        for (int i = 0; ep->params != NULL && i < ep->params->count; i++) {
            const char *name = ep->params->fields[i].name;
            is_known |= strlen(name) == size && strncmp(name, p + 1, size) == 0;
        }
        if (!is_known) {
            return refuse(ep, "a path parameter without a field", ep->path);
        }
        count++;
    }
    if (ep->params != NULL && ep->params->count != count) {
        return refuse(ep, "a parameter that is not in the path", ep->path);
    }
    return RC_OK;
}

static const char *fault_of_row(const struct endpoint *ep)
{
    enum router_method method = ep->method == NULL ? ROUTER_UNKNOWN : router_method_of(ep->method);
    int takes_body = method == ROUTER_POST || method == ROUTER_PUT || method == ROUTER_PATCH;
    if (ep->operation == NULL || ep->tag == NULL || ep->summary == NULL || method >= ROUTER_METHODS) {
        return "method, operation, tag or summary is missing";
    }
    if (ep->need == 0) {
        return "need is missing; say ENDPOINT_PUBLIC if everybody may";
    }
    if (ep->run == NULL) {
        return "run is missing";
    }
    if (method == ROUTER_GET && ep->mode == ENDPOINT_WRITE) {
        return "a GET that writes";
    }
    if (takes_body != (ep->body != NULL || ep->upload != NULL)) {
        return "POST, PUT and PATCH have a body, the others have none";
    }
    if (ep->upload != NULL && ((ep->body != NULL) != (ep->page != NULL) || ep->load == NULL || ep->body_max == 0)) {
        return "an upload has a load step and a largest size, and no other body but the controls of a page";
    }
    if (ep->file != NULL && (ep->reply != NULL || ep->ok != 200)) {
        return "a file is the whole reply, with 200";
    }
    if (ep->live != NULL && (ep->file == NULL || ep->mode != ENDPOINT_READ || ep->need < 0)) {
        return "a reply that goes on is a read, has a type, and is for who has a permission";
    }
    if (ep->page != NULL && (ep->file != NULL || (ep->upload == NULL && ep->craft != NULL) || ep->ok != 200)) {
        return "a page is the whole reply, with 200, and its body is a form";
    }
    if (ep->file == NULL && ep->page == NULL && (ep->reply == NULL) != (ep->ok == 204)) {
        return "a reply without fields is 204, and the other way round";
    }
    if (ep->ok < 200 || ep->ok > 299) {
        return "ok is not a status of success";
    }
    return NULL;
}

static const char *fault_of_sizes(const struct endpoint *ep)
{
    const struct field_set *const ins[] = {ep->params, ep->query, ep->body};
    for (size_t i = 0; i < sizeof ins / sizeof ins[0]; i++) {
        if (ins[i] != NULL && ins[i]->size > ep->in_size) {
            return "in_size is smaller than an input struct";
        }
    }
    if (ep->reply != NULL && ep->reply->size > ep->out_size) {
        return "out_size is smaller than the reply struct";
    }
    return NULL;
}

static enum rc check_row(const struct endpoint *ep)
{
    const char *why = fault_of_row(ep);
    why = why != NULL ? why : fault_of_sizes(ep);
    if (why != NULL) {
        return refuse(ep, why, "");
    }
    enum rc rc = check_params(ep);
    rc = rc != RC_OK ? rc : check_set(ep, ep->params, 0, 0);
    rc = rc != RC_OK ? rc : check_set(ep, ep->query, 0, 0);
    rc = rc != RC_OK ? rc : check_set(ep, ep->body, 0, 0);
    rc = rc != RC_OK ? rc : check_set(ep, ep->reply, 1, 0);
    rc = rc != RC_OK ? rc : check_flat(ep, ep->params, 0);
    return rc != RC_OK ? rc : check_flat(ep, ep->query, 1);
}

/* An earlier row with the same operation? */
static int is_taken(const struct endpoint_table *const *tables, const struct endpoint *ep)
{
    for (int t = 0; tables[t] != NULL; t++) {
        for (int i = 0; i < tables[t]->count; i++) {
            const struct endpoint *other = &tables[t]->rows[i];
            if (other == ep) {
                return 0;
            }
            if (other->operation != NULL && strcmp(other->operation, ep->operation) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

enum rc server_check_tables(const struct endpoint_table *const *tables)
{
    for (int t = 0; tables[t] != NULL; t++) {
        for (int i = 0; i < tables[t]->count; i++) {
            const struct endpoint *ep = &tables[t]->rows[i];
            enum rc rc = check_row(ep);
            if (rc != RC_OK) {
                return rc;
            }
            if (is_taken(tables, ep)) {
                return refuse(ep, "two rows with this operation", "");
            }
        }
    }
    return RC_OK;
}
