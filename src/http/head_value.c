/*
 * head_value.c - the grammars inside single header fields: cookies, credentials, tags, keys, languages, media types.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "base/arena.h"
#include "http/head.h"
#include "http/reasons.h"
#include "http/router.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *skip_blank(const char *p)
{
    return p + strspn(p, " \t");
}

/* Weight of one language range ("zh-CN;q=0.8") in thousandths. */
static int weight_of(const char *item, size_t n)
{
    const char *q = memmem(item, n, "q=", 2);
    if (q == NULL) {
        return 1000;
    }
    double v = strtod(q + 2, NULL);
    return v >= 0 && v <= 1 ? (int)(v * 1000) : 0;
}

int head_is_zh(const struct head *h)
{
    const char *p = h->values[HEAD_ACCEPT_LANGUAGE];
    int zh = 0;
    int en = 0;
    while (p != NULL && *p != '\0') {
        p = skip_blank(p);
        size_t n = strcspn(p, ",");
        int *best = strncasecmp(p, "zh", 2) == 0 ? &zh : (strncasecmp(p, "en", 2) == 0 ? &en : NULL);
        int weight = best == NULL ? 0 : weight_of(p, n);
        if (best != NULL && weight > *best) {
            *best = weight;
        }
        p += n;
        p += *p == ',';
    }
    return zh >= en;
}

const char *head_cookie(struct arena *a, const char *cookies, const char *name)
{
    const char *found = NULL;
    size_t found_size = 0;
    size_t name_size = strlen(name);
    for (const char *p = cookies; p != NULL && *p != '\0';) {
        p = skip_blank(p);
        size_t n = strcspn(p, ";");
        if (n > name_size && strncmp(p, name, name_size) == 0 && p[name_size] == '=') {
            if (found != NULL) {
                return NULL; /* two of them: somebody planted one */
            }
            found = p + name_size + 1;
            found_size = n - name_size - 1;
        }
        p += n;
        p += *p == ';';
    }
    while (found_size > 0 && (found[found_size - 1] == ' ' || found[found_size - 1] == '\t')) {
        found_size--;
    }
    if (found == NULL || found_size == 0 || found_size > 512) {
        return NULL;
    }
    return arena_strndup(a, found, found_size);
}

/* Sec-Fetch-Site and Origin, when they came, must say that the page was ours. */
static int is_same_origin(const struct head *h, int is_secure)
{
    const char *site = h->values[HEAD_FETCH_SITE];
    const char *origin = h->values[HEAD_ORIGIN];
    const char *host = h->values[HEAD_HOST];
    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0) {
        return 0;
    }
    if (origin == NULL) {
        return 1;
    }
    const char *scheme = is_secure ? "https://" : "http://";
    size_t n = strlen(scheme);
    return host != NULL && strncmp(origin, scheme, n) == 0 && strcasecmp(origin + n, host) == 0;
}

/* The token after "Bearer "; NULL for another scheme or characters that no token has. */
static const char *bearer_of(const char *authorization)
{
    if (strncasecmp(authorization, "Bearer ", 7) != 0) {
        return NULL;
    }
    const char *token = authorization + 7;
    token += strspn(token, " ");
    size_t n = strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");
    return n > 0 && n <= 512 && token[n] == '\0' ? token : NULL;
}

enum rc head_credentials(const struct head *h, struct ctx *ctx, int is_secure, int is_unsafe,
                         struct server_credentials *out)
{
    memset(out, 0, sizeof *out);
    out->is_unsafe = is_unsafe;
    out->same_origin = is_same_origin(h, is_secure);
    out->csrf = h->values[HEAD_CSRF];
    if (h->values[HEAD_COOKIE] != NULL) {
        out->session = head_cookie(ctx->arena, h->values[HEAD_COOKIE], is_secure ? "__Host-sid" : "sid");
    }
    if (h->values[HEAD_AUTHORIZATION] == NULL) {
        return RC_OK;
    }
    if (out->session != NULL) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_two_credentials, NULL, NULL, NULL);
    }
    out->bearer = bearer_of(h->values[HEAD_AUTHORIZATION]);
    if (out->bearer == NULL) {
        return fault_set(&ctx->fault, RC_UNAUTHENTICATED, &reasons_bad_authorization, NULL, NULL, NULL);
    }
    return RC_OK;
}

/* What may follow a media type: nothing, or that it is UTF-8. */
static int is_utf8_tail(const char *p)
{
    p = skip_blank(p);
    if (*p != ';') {
        return *p == '\0';
    }
    p = skip_blank(p + 1);
    return strcasecmp(p, "charset=utf-8") == 0 || strcasecmp(p, "charset=\"utf-8\"") == 0;
}

int head_is_form(const char *content_type)
{
    static const char type[] = "application/x-www-form-urlencoded";
    return content_type != NULL && strncasecmp(content_type, type, sizeof type - 1) == 0 &&
           is_utf8_tail(content_type + sizeof type - 1);
}

int head_is_json(const char *content_type, int is_patch)
{
    if (content_type == NULL) {
        return 0;
    }
    const char *p = content_type;
    if (strncasecmp(p, "application/json", 16) == 0) {
        p += 16;
    } else if (is_patch && strncasecmp(p, "application/merge-patch+json", 28) == 0) {
        p += 28;
    } else {
        return 0;
    }
    return is_utf8_tail(p);
}

/* One entity tag at `*p`; moves past it. 0 when it is not one. */
static int read_tag(const char **p, int *is_weak, const char **text, size_t *size)
{
    *is_weak = strncmp(*p, "W/", 2) == 0;
    const char *s = *p + (*is_weak ? 2 : 0);
    if (*s != '"') {
        return 0;
    }
    s++;
    *text = s;
    *size = strcspn(s, "\"");
    if (s[*size] != '"') {
        return 0;
    }
    *p = s + *size + 1;
    return 1;
}

static int64_t version_of(const char *text, size_t size)
{
    int64_t v = 0;
    if (size == 0 || size > 18 || (text[0] == '0' && size > 1)) {
        return INT64_MAX;
    }
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return INT64_MAX;
        }
        v = v * 10 + (text[i] - '0');
    }
    return v;
}

enum rc head_if_match(const char *text, int64_t *out)
{
    *out = CALL_NO_VERSION;
    if (text == NULL) {
        return RC_OK;
    }
    const char *p = skip_blank(text);
    if (*p == '*' && *skip_blank(p + 1) == '\0') {
        *out = CALL_ANY_VERSION;
        return RC_OK;
    }
    int64_t best = -1;
    for (;;) {
        int is_weak = 0;
        const char *tag = NULL;
        size_t size = 0;
        if (!read_tag(&p, &is_weak, &tag, &size)) {
            return RC_MALFORMED;
        }
        int64_t v = is_weak ? INT64_MAX : version_of(tag, size);
        if (v != INT64_MAX && v > best) {
            best = v;
        }
        p = skip_blank(p);
        if (*p == '\0') {
            break;
        }
        if (*p != ',') {
            return RC_MALFORMED;
        }
        p = skip_blank(p + 1);
    }
    *out = best < 0 ? INT64_MAX : best;
    return RC_OK;
}

int head_names_tag(const char *if_none_match, const char *tag)
{
    if (if_none_match == NULL || tag == NULL) {
        return 0;
    }
    const char *p = skip_blank(if_none_match);
    if (*p == '*') {
        return 1;
    }
    while (*p != '\0') {
        int is_weak = 0;
        const char *text = NULL;
        size_t size = 0;
        if (!read_tag(&p, &is_weak, &text, &size)) {
            return 0;
        }
        if (strlen(tag) == size + 2 && strncmp(tag + 1, text, size) == 0) {
            return 1;
        }
        p += strspn(p, " \t,");
    }
    return 0;
}

const char *head_idempotency_key(struct arena *a, const char *text)
{
    size_t n = strlen(text);
    if (n >= 2 && text[0] == '"' && text[n - 1] == '"') {
        text++;
        n -= 2;
    }
    if (n == 0 || n > 255) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if (text[i] <= 0x20 || text[i] >= 0x7F || text[i] == '"') {
            return NULL;
        }
    }
    return arena_strndup(a, text, n);
}

/* filename="..." as scripts and old programs write it: nothing but ASCII, and no escapes, which nobody writes alike. */
static const char *plain_name(struct arena *a, const char *text)
{
    size_t n = strlen(text);
    if (n < 2 || text[0] != '"' || text[n - 1] != '"') {
        return NULL;
    }
    for (size_t i = 1; i < n - 1; i++) {
        if (text[i] < 0x20 || text[i] >= 0x7F || text[i] == '"' || text[i] == '\\') {
            return NULL;
        }
    }
    return arena_strndup(a, text + 1, n - 2);
}

const char *head_upload_name(struct arena *a, const char *text)
{
    static const char type[] = "attachment";
    static const char name[] = "filename*=UTF-8''", plain[] = "filename=";
    if (strncasecmp(text, type, sizeof type - 1) != 0) {
        return NULL;
    }
    text = skip_blank(text + sizeof type - 1);
    if (*text != ';') {
        return NULL;
    }
    text = skip_blank(text + 1);
    if (strncasecmp(text, plain, sizeof plain - 1) == 0) {
        return plain_name(a, text + sizeof plain - 1);
    }
    if (strncasecmp(text, name, sizeof name - 1) != 0) {
        return NULL;
    }
    text += sizeof name - 1;
    /* attr-char and escapes only, so nothing can follow the name. */
    if (text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~%")] != '\0') {
        return NULL;
    }
    const char *decoded = router_decode(a, text, strlen(text), 1);
    return decoded != NULL ? decoded : ""; /* what is no text is no name */
}

const char *head_request_id(const struct head *h)
{
    const char *text = h->values[HEAD_REQUEST_ID];
    if (text == NULL) {
        return NULL;
    }
    size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:");
    return n > 0 && n <= 64 && text[n] == '\0' ? text : NULL;
}
