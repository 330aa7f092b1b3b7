/*
 * client.c - an HTTP client on libcurl.
 *
 * Runs on: one thread per client. Owns: see client.h.
 */
#include "support/client.h"

#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct client_text {
    char *data;
    size_t size;
};

enum { CLIENT_LARGE = 256 * 1024 };

struct client {
    CURL *curl;
    char *base;
    char *csrf;
    char *bearer;
    struct curl_slist *extra;
    struct client_text body;
    struct client_text headers;
    struct client_reply reply;
    int is_patient;
};

__attribute__((noreturn)) static void give_up(const char *what)
{
    fprintf(stderr, "test client: %s\n", what);
    abort();
}

static size_t append(char *bytes, size_t size, size_t n, void *arg)
{
    struct client_text *t = arg;
    size_t more = size * n;
    char *data = realloc(t->data, t->size + more + 1);
    if (data == NULL) {
        give_up("no memory");
    }
    memcpy(data + t->size, bytes, more);
    t->data = data;
    t->size += more;
    t->data[t->size] = '\0';
    return more;
}

static void clear(struct client_text *t)
{
    free(t->data);
    t->data = NULL;
    t->size = 0;
}

struct client *client_new(const char *base_url)
{
    struct client *c = calloc(1, sizeof *c);
    if (c == NULL || (c->curl = curl_easy_init()) == NULL || (c->base = strdup(base_url)) == NULL) {
        give_up("cannot start");
    }
    curl_easy_setopt(c->curl, CURLOPT_COOKIEFILE, "");
    curl_easy_setopt(c->curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(c->curl, CURLOPT_WRITEDATA, &c->body);
    curl_easy_setopt(c->curl, CURLOPT_HEADERFUNCTION, append);
    curl_easy_setopt(c->curl, CURLOPT_HEADERDATA, &c->headers);
    curl_easy_setopt(c->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c->curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(c->curl, CURLOPT_NOPROXY, "*");
    return c;
}

void client_free(struct client *c)
{
    if (c == NULL) {
        return;
    }
    json_decref(c->reply.json);
    curl_slist_free_all(c->extra);
    curl_easy_cleanup(c->curl);
    clear(&c->body);
    clear(&c->headers);
    free(c->base);
    free(c->csrf);
    free(c->bearer);
    free(c);
}

void client_set_patient(struct client *c)
{
    c->is_patient = 1;
}

void client_set_cookies(struct client *c, int is_on)
{
    curl_easy_setopt(c->curl, CURLOPT_COOKIELIST, "ALL");
    curl_easy_setopt(c->curl, CURLOPT_COOKIEFILE, is_on ? "" : NULL);
}

static void keep(char **slot, const char *text)
{
    free(*slot);
    *slot = text != NULL ? strdup(text) : NULL;
}

void client_set_csrf(struct client *c, const char *csrf)
{
    keep(&c->csrf, csrf);
}

void client_set_bearer(struct client *c, const char *token)
{
    keep(&c->bearer, token);
}

void client_add_header(struct client *c, const char *line)
{
    c->extra = curl_slist_append(c->extra, line);
}

static void add_own_headers(struct client *c, const char *method, int has_body)
{
    char line[1024];
    int has_type = 0;
    for (const struct curl_slist *l = c->extra; l != NULL; l = l->next) {
        has_type |= strncasecmp(l->data, "Content-Type:", 13) == 0;
    }
    if (has_body && !has_type) {
        client_add_header(c, "Content-Type: application/json");
    }
    if (c->csrf != NULL && strcmp(method, "GET") != 0) {
        snprintf(line, sizeof line, "X-CSRF: %s", c->csrf);
        client_add_header(c, line);
    }
    if (c->bearer != NULL) {
        snprintf(line, sizeof line, "Authorization: Bearer %s", c->bearer);
        client_add_header(c, line);
    }
}

const struct client_reply *client_call(struct client *c, const char *method, const char *path, const char *body)
{
    return client_send(c, method, path, body, body != NULL ? strlen(body) : 0);
}

const struct client_reply *client_send(struct client *c, const char *method, const char *path, const void *body,
                                       size_t size)
{
    char url[4096];
    snprintf(url, sizeof url, "%s%s", c->base, path);
    json_decref(c->reply.json);
    memset(&c->reply, 0, sizeof c->reply);
    clear(&c->body);
    clear(&c->headers);
    add_own_headers(c, method, body != NULL);
    /* A large body waits for the server's word: one that is refused closes the connection, and its answer would be lost in sending. */
    client_add_header(c, size > CLIENT_LARGE ? "Expect: 100-continue" : "Expect:");
    curl_easy_setopt(c->curl, CURLOPT_EXPECT_100_TIMEOUT_MS, 60000L);
    curl_easy_setopt(c->curl, CURLOPT_URL, url);
    curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, c->extra);
    curl_easy_setopt(c->curl, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(c->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
    curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, body);
    if (body == NULL) {
        curl_easy_setopt(c->curl, CURLOPT_HTTPGET, 1L);
    }
    curl_easy_setopt(c->curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(c->curl, CURLOPT_NOBODY, strcmp(method, "HEAD") == 0 ? 1L : 0L);
    CURLcode code = curl_easy_perform(c->curl);
    curl_slist_free_all(c->extra);
    c->extra = NULL;
    if (code != CURLE_OK && c->is_patient) {
        c->reply.body = c->reply.headers = "";
        return &c->reply;
    }
    if (code != CURLE_OK) {
        fprintf(stderr, "test client: %s %s: %s\n", method, url, curl_easy_strerror(code));
        abort();
    }
    long status = 0;
    curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
    c->reply.status = (int)status;
    c->reply.body = c->body.data != NULL ? c->body.data : "";
    c->reply.size = c->body.size;
    c->reply.headers = c->headers.data != NULL ? c->headers.data : "";
    c->reply.json = json_loads(c->reply.body, JSON_REJECT_DUPLICATES, NULL);
    return &c->reply;
}

const struct client_reply *client_get(struct client *c, const char *path, ...)
{
    char text[4096];
    va_list args;
    va_start(args, path);
    vsnprintf(text, sizeof text, path, args);
    va_end(args);
    return client_call(c, "GET", text, NULL);
}

int client_sign_in(struct client *c, const char *login, const char *password)
{
    json_t *body = json_pack("{s:s,s:s}", "login", login, "password", password);
    char *text = json_dumps(body, 0);
    const struct client_reply *r = client_call(c, "POST", "/api/v1/sessions", text);
    client_set_csrf(c, client_text(r, "csrf"));
    free(text);
    json_decref(body);
    return r->status;
}

static const json_t *find(const struct client_reply *r, const char *path)
{
    const json_t *at = r->json;
    while (at != NULL && *path != '\0') {
        char name[128];
        size_t n = strcspn(path, ".");
        snprintf(name, sizeof name, "%.*s", (int)n, path);
        at = json_is_array(at) ? json_array_get(at, strtoul(name, NULL, 10)) : json_object_get(at, name);
        path += n + (path[n] == '.');
    }
    return at;
}

const char *client_text(const struct client_reply *r, const char *path)
{
    return json_string_value(find(r, path));
}

int64_t client_int(const struct client_reply *r, const char *path)
{
    const json_t *v = find(r, path);
    if (json_is_boolean(v)) {
        return json_is_true(v);
    }
    return json_is_integer(v) ? json_integer_value(v) : -1;
}

int client_size(const struct client_reply *r, const char *path)
{
    const json_t *v = find(r, path);
    return json_is_array(v) ? (int)json_array_size(v) : -1;
}

const char *client_header(const struct client_reply *r, const char *name, char *out, size_t size)
{
    size_t n = strlen(name);
    for (const char *line = r->headers; *line != '\0';) {
        size_t length = strcspn(line, "\r\n");
        if (length > n && strncasecmp(line, name, n) == 0 && line[n] == ':') {
            const char *value = line + n + 1 + strspn(line + n + 1, " ");
            snprintf(out, size, "%.*s", (int)(line + length - value), value);
            return out;
        }
        line += length + strspn(line + length, "\r\n");
    }
    return NULL;
}
