/*
 * router.c - the tree of path segments behind router.h.
 *
 * Runs on: router_new on the main thread, the rest on workers. Owns: its nodes.
 */
#include "http/router.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

struct node {
    const char *text; /* literal segment (slice of a template), or NULL for the parameter child */
    size_t size;
    struct node *literals;    /* first child with a literal */
    struct node *param;       /* child for any segment */
    struct node *next;        /* sibling */
    int rows[ROUTER_METHODS]; /* endpoint index + 1; 0: none */
};

struct router {
    struct node root;
    const struct endpoint **endpoints;
    int count;
};

static const char *const method_names[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

enum router_method router_method_of(const char *name)
{
    for (int i = 0; i < ROUTER_UNKNOWN; i++) {
        if (strcmp(name, method_names[i]) == 0) {
            return (enum router_method)i;
        }
    }
    return ROUTER_UNKNOWN;
}

void router_allow_text(unsigned allowed, char *out)
{
    *out = '\0';
    for (int i = 0; i < ROUTER_UNKNOWN; i++) {
        if ((allowed >> i & 1) != 0) {
            strcat(out, *out == '\0' ? "" : ", ");
            strcat(out, method_names[i]);
        }
    }
}

static struct node *literal_child(const struct node *parent, const char *text, size_t size)
{
    for (struct node *n = parent->literals; n != NULL; n = n->next) {
        if (n->size == size && memcmp(n->text, text, size) == 0) {
            return n;
        }
    }
    return NULL;
}

/* The child for one segment of a template, made when needed. NULL when there is no memory. */
static struct node *child_of(struct node *parent, const char *text, size_t size)
{
    int is_param = size > 2 && text[0] == '{' && text[size - 1] == '}';
    struct node *child = is_param ? parent->param : literal_child(parent, text, size);
    if (child != NULL) {
        return child;
    }
    child = calloc(1, sizeof *child);
    if (child == NULL) {
        return NULL;
    }
    if (is_param) {
        parent->param = child;
    } else {
        child->text = text;
        child->size = size;
        child->next = parent->literals;
        parent->literals = child;
    }
    return child;
}

static enum rc refuse(const struct endpoint *ep, const char *why)
{
    LOG(LOG_ERROR, "router.refused", LOG_S("operation", ep->operation), LOG_S("path", ep->path), LOG_S("why", why));
    return RC_INVALID;
}

static enum rc add_row(struct router *r, int index)
{
    const struct endpoint *ep = r->endpoints[index];
    enum router_method method = router_method_of(ep->method);
    struct node *node = &r->root;
    int params = 0;
    int segments = 0;
    if (method >= ROUTER_METHODS) {
        return refuse(ep, "method");
    }
    if (ep->path[0] != '/' || !ep->path[1]) {
        return refuse(ep, "path");
    }
    for (const char *p = ep->path; *p == '/';) {
        p++;
        size_t size = strcspn(p, "/");
        params += *p == '{';
        segments++;
        if (size == 0 || params > ROUTER_PARAMS_MAX || segments > ROUTER_SEGMENTS_MAX) {
            return refuse(ep, "path");
        }
        node = child_of(node, p, size);
        if (node == NULL) {
            return RC_UNAVAILABLE;
        }
        p += size;
    }
    if (node->rows[method] != 0) {
        return refuse(ep, "two rows with this method and path");
    }
    node->rows[method] = index + 1;
    return RC_OK;
}

enum rc router_new(const struct endpoint_table *const *tables, struct router **out)
{
    struct router *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return RC_UNAVAILABLE;
    }
    int count = 0;
    for (int t = 0; tables[t] != NULL; t++) {
        count += tables[t]->count;
    }
    r->endpoints = calloc((size_t)count + 1, sizeof *r->endpoints);
    enum rc rc = r->endpoints == NULL ? RC_UNAVAILABLE : RC_OK;
    for (int t = 0; rc == RC_OK && tables[t] != NULL; t++) {
        for (int i = 0; rc == RC_OK && i < tables[t]->count; i++) {
            r->endpoints[r->count] = &tables[t]->rows[i];
            rc = add_row(r, r->count);
            r->count++;
        }
    }
    if (rc != RC_OK) {
        router_free(r);
        return rc;
    }
    *out = r;
    return RC_OK;
}

static void free_children(struct node *parent)
{
    struct node *next = NULL;
    for (struct node *n = parent->literals; n != NULL; n = next) {
        next = n->next;
        free_children(n);
        free(n);
    }
    if (parent->param != NULL) {
        free_children(parent->param);
        free(parent->param);
    }
}

void router_free(struct router *r)
{
    if (r != NULL) {
        free_children(&r->root);
        free(r->endpoints);
        free(r);
    }
}

int router_count(const struct router *r)
{
    return r->count;
}

const struct endpoint *router_endpoint(const struct router *r, int index)
{
    return r->endpoints[index];
}

static unsigned allowed_of(const struct node *n)
{
    unsigned allowed = 0;
    for (int i = 0; i < ROUTER_METHODS; i++) {
        if (n->rows[i] != 0) {
            allowed |= 1U << i;
        }
    }
    if ((allowed & 1U << ROUTER_GET) != 0) {
        allowed |= 1U << ROUTER_HEAD;
    }
    return allowed == 0 ? 0 : allowed | 1U << ROUTER_OPTIONS;
}

/* The node with rows for the rest of the path; literals first, then back to the parameter. Depth is bounded by the tree. */
static const struct node *walk(const struct node *n, const char *path, struct router_match *out)
{
    if (*path == '\0') {
        return allowed_of(n) != 0 ? n : NULL;
    }
    path++;
    size_t size = strcspn(path, "/");
    const struct node *child = literal_child(n, path, size);
    int before = out->param_count;
    if (child != NULL) {
        const struct node *end = walk(child, path + size, out);
        if (end != NULL) {
            return end;
        }
        out->param_count = before;
    }
    if (n->param == NULL || size == 0 || before == ROUTER_PARAMS_MAX) {
        return NULL;
    }
    out->params[before] = (struct router_param){.raw = path, .size = size};
    out->param_count = before + 1;
    const struct node *end = walk(n->param, path + size, out);
    if (end == NULL) {
        out->param_count = before;
    }
    return end;
}

/* Gives the slices the names of the row's own template (rows of one path may name a parameter differently). */
static void name_params(struct router_match *m)
{
    const char *p = m->endpoint->path;
    for (int i = 0; i < m->param_count; i++) {
        p = strchr(p, '{');
        if (p == NULL) {
            m->param_count = i;
            return;
        }
        m->params[i].name = ++p;
        m->params[i].name_size = strcspn(p, "}");
    }
}

void router_find(const struct router *r, enum router_method method, const char *path, struct router_match *out)
{
    out->endpoint = NULL;
    out->index = -1;
    out->allowed = 0;
    out->param_count = 0;
    const struct node *n = path[0] == '/' && path[1] != '\0' ? walk(&r->root, path, out) : NULL;
    if (n == NULL) {
        return;
    }
    out->allowed = allowed_of(n);
    enum router_method row = method == ROUTER_HEAD ? ROUTER_GET : method;
    if (row < ROUTER_METHODS && n->rows[row] != 0) {
        out->index = n->rows[row] - 1;
        out->endpoint = r->endpoints[out->index];
        name_params(out);
    }
}
