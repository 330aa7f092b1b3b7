/*
 * multipart.c - see multipart.h.
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 * Invariant: the mark begins with CR, which no boundary holds, so a mark that breaks off can begin anew only at the byte that broke it.
 */
#include "http/multipart.h"

#include <string.h>
#include <strings.h>

enum { AT_START, AT_HEAD, AT_VALUE, AT_FILE, AT_TURN, AT_TAIL, AT_FAULT };

static enum multipart_event fail(struct multipart *m)
{
    m->state = AT_FAULT;
    return MULTIPART_BAD;
}

/* ---- the type ---- */

static int is_boundary(const char *text, size_t n)
{
    static const char chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=?";
    return n > 0 && n <= MULTIPART_BOUNDARY_MAX && strspn(text, chars) >= n;
}

int multipart_begin(struct multipart *m, const char *content_type)
{
    static const char type[] = "multipart/form-data";
    static const char parameter[] = "boundary=";
    memset(m, 0, sizeof *m);
    m->state = AT_FAULT;
    if (content_type == NULL || strncasecmp(content_type, type, sizeof type - 1) != 0) {
        return 0;
    }
    const char *p = content_type + sizeof type - 1;
    p += strspn(p, " \t");
    if (*p != ';') {
        return 0;
    }
    p += 1 + strspn(p + 1, " \t");
    if (strncasecmp(p, parameter, sizeof parameter - 1) != 0) {
        return 0;
    }
    p += sizeof parameter - 1;
    size_t n = strlen(p);
    if (n >= 2 && p[0] == '"' && p[n - 1] == '"') {
        p++;
        n -= 2;
    }
    if (!is_boundary(p, n)) {
        return 0;
    }
    memcpy(m->mark, "\r\n--", 4);
    memcpy(m->mark + 4, p, n);
    m->mark_size = n + 4;
    m->matched = 2; /* the first mark has no line before it */
    m->state = AT_START;
    return 1;
}

/* ---- the head of a part ---- */

/* "name" in quotes at `*p`, in place; %22, %0D and %0A are what browsers write for what a quoted text cannot hold. NULL: it is none. */
static char *read_quoted(char **p)
{
    char *from = *p, *to = from + 1, *start = to;
    if (*from++ != '"') {
        return NULL;
    }
    for (; *from != '\0' && *from != '"'; from++) {
        if (*from == '\\') {
            return NULL; /* old programs mean an escape by it, others a folder */
        }
        int is_quote = strncasecmp(from, "%22", 3) == 0;
        int is_line = strncasecmp(from, "%0D", 3) == 0 || strncasecmp(from, "%0A", 3) == 0;
        *to++ = (char)(is_quote ? '"' : is_line ? ' ' : *from);
        from += is_quote || is_line ? 2 : 0;
    }
    if (*from != '"') {
        return NULL;
    }
    *to = '\0';
    *p = from + 1;
    return start;
}

/* form-data; name="..." and for a file ; filename="...". */
static int read_disposition(struct multipart *m, char *p)
{
    static const char kind[] = "form-data; name=", file[] = "; filename=";
    if (strncasecmp(p, kind, sizeof kind - 1) != 0) {
        return 0;
    }
    p += sizeof kind - 1;
    const char *name = read_quoted(&p);
    if (name == NULL || *name == '\0' || strlen(name) >= sizeof m->name) {
        return 0;
    }
    memcpy(m->name, name, strlen(name) + 1);
    if (*p != '\0') {
        if (strncasecmp(p, file, sizeof file - 1) != 0) {
            return 0;
        }
        p += sizeof file - 1;
        m->text = read_quoted(&p);
        m->is_file = 1;
    }
    return *p == '\0' && (!m->is_file || m->text != NULL);
}

static int read_head(struct multipart *m)
{
    static const char disposition[] = "Content-Disposition:", type[] = "Content-Type:";
    int has_disposition = 0, has_type = 0;
    m->is_file = 0;
    for (char *line = m->held, *end = NULL; *line != '\0'; line = end + 2) {
        end = strstr(line, "\r\n");
        if (end == NULL) {
            return 0;
        }
        *end = '\0';
        if (strpbrk(line, "\r\n") != NULL) {
            return 0;
        }
        if (strncasecmp(line, disposition, sizeof disposition - 1) == 0 && !has_disposition) {
            has_disposition = 1;
            line += sizeof disposition - 1;
            if (!read_disposition(m, line + strspn(line, " "))) {
                return 0;
            }
        } else if (strncasecmp(line, type, sizeof type - 1) == 0 && !has_type) {
            has_type = 1; /* the content decides what it is; but no parts in parts */
            line += sizeof type - 1;
            if (strncasecmp(line + strspn(line, " "), "multipart/", 10) == 0) {
                return 0;
            }
        } else {
            return 0;
        }
    }
    return has_disposition;
}

/* Up to the empty line. */
static enum multipart_event take_head(struct multipart *m, const char **bytes, size_t *n)
{
    while (*n > 0) {
        char c = *(*bytes)++;
        (*n)--;
        if (c == '\0' || m->held_size == MULTIPART_HEAD_MAX) {
            return fail(m);
        }
        m->held[m->held_size++] = c;
        if (m->held_size == 2 && memcmp(m->held, "\r\n", 2) == 0) {
            return fail(m); /* a part without a head */
        }
        if (m->held_size >= 4 && memcmp(m->held + m->held_size - 4, "\r\n\r\n", 4) == 0) {
            m->held[m->held_size - 2] = '\0';
            if (!read_head(m)) {
                return fail(m);
            }
            m->held_size = m->is_file ? m->held_size : 0;
            m->state = m->is_file ? AT_FILE : AT_VALUE;
            m->matched = 0;
            return m->is_file ? MULTIPART_FILE : MULTIPART_MORE;
        }
    }
    return MULTIPART_MORE;
}

/* ---- what is in a part ---- */

static int hold(struct multipart *m, const char *bytes, size_t n)
{
    if (m->held_size + n > MULTIPART_VALUE_MAX || memchr(bytes, '\0', n) != NULL) {
        return 0;
    }
    memcpy(m->held + m->held_size, bytes, n);
    m->held_size += n;
    return 1;
}

/* A run of the part's own bytes; of a control they are kept. */
static enum multipart_event give(struct multipart *m, const char *bytes, size_t n)
{
    if (m->state == AT_VALUE) {
        return hold(m, bytes, n) ? MULTIPART_MORE : fail(m);
    }
    m->bytes = bytes;
    m->size = n;
    return MULTIPART_BYTES;
}

static enum multipart_event end_part(struct multipart *m)
{
    int is_control = m->state == AT_VALUE;
    m->state = AT_TURN;
    m->matched = 0;
    if (!is_control) {
        return MULTIPART_MORE;
    }
    m->held[m->held_size] = '\0';
    m->text = m->held;
    return MULTIPART_FIELD;
}

/* Bytes of the part until its mark. What looked like a mark and was none is given out when it breaks off. */
static enum multipart_event take_content(struct multipart *m, const char **bytes, size_t *n)
{
    while (*n > 0) {
        if (m->matched > 0) {
            if (**bytes != m->mark[m->matched]) {
                size_t was = m->matched;
                m->matched = 0;
                enum multipart_event e = give(m, m->mark, was);
                if (e != MULTIPART_MORE) {
                    return e;
                }
                continue;
            }
            m->matched++;
            (*bytes)++;
            (*n)--;
            if (m->matched == m->mark_size) {
                return end_part(m);
            }
            continue;
        }
        const char *start = *bytes, *cr = memchr(start, '\r', *n);
        size_t run = cr != NULL ? (size_t)(cr - start) : *n;
        m->matched = cr != NULL;
        *bytes += run + m->matched;
        *n -= run + m->matched;
        enum multipart_event e = run > 0 ? give(m, start, run) : MULTIPART_MORE;
        if (e != MULTIPART_MORE) {
            return e;
        }
    }
    return MULTIPART_MORE;
}

/* ---- between the parts ---- */

/* The very first mark. */
static enum multipart_event take_start(struct multipart *m, const char **bytes, size_t *n)
{
    for (; *n > 0 && m->matched < m->mark_size; (*bytes)++, (*n)--) {
        if (**bytes != m->mark[m->matched++]) {
            return fail(m);
        }
    }
    if (m->matched == m->mark_size) {
        m->state = AT_TURN;
        m->matched = 0;
    }
    return MULTIPART_MORE;
}

/* Behind a mark: a line end, and another part follows; or "--", and it is over. */
static enum multipart_event take_turn(struct multipart *m, const char **bytes, size_t *n)
{
    for (; *n > 0 && m->matched < 2; (*bytes)++, (*n)--) {
        m->held[m->matched++] = **bytes;
    }
    if (m->matched < 2) {
        return MULTIPART_MORE;
    }
    int is_next = m->held[0] == '\r' && m->held[1] == '\n';
    int is_over = m->held[0] == '-' && m->held[1] == '-';
    /* A file is the last part, and a form without one is the other kind of form. */
    if (!(is_next && !m->is_file) && !(is_over && m->is_file)) {
        return fail(m);
    }
    m->state = is_next ? AT_HEAD : AT_TAIL;
    m->matched = m->held_size = 0;
    return is_over ? MULTIPART_END : MULTIPART_MORE;
}

/* One line end may follow, and nothing else. */
static enum multipart_event take_tail(struct multipart *m, const char **bytes, size_t *n)
{
    for (; *n > 0; (*bytes)++, (*n)--) {
        if (m->matched >= 2 || **bytes != "\r\n"[m->matched++]) {
            return fail(m);
        }
    }
    return MULTIPART_MORE;
}

enum multipart_event multipart_next(struct multipart *m, const char **bytes, size_t *n)
{
    while (*n > 0 && m->state != AT_FAULT) {
        enum multipart_event e = MULTIPART_MORE;
        switch (m->state) {
        case AT_START: e = take_start(m, bytes, n); break;
        case AT_HEAD: e = take_head(m, bytes, n); break;
        case AT_VALUE:
        case AT_FILE: e = take_content(m, bytes, n); break;
        case AT_TURN: e = take_turn(m, bytes, n); break;
        default: e = take_tail(m, bytes, n); break;
        }
        if (e != MULTIPART_MORE) {
            m->has_ended |= e == MULTIPART_END;
            return e;
        }
    }
    return m->state == AT_FAULT ? MULTIPART_BAD : MULTIPART_MORE;
}
