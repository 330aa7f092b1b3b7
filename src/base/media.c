/*
 * media.c - asks libmagic, and knows the list of what is taken.
 *
 * Runs on: see media.h. Owns: libmagic's handle behind a lock.
 * Invariant: what is not in the list is refused, whatever libmagic calls it.
 */
#include "base/media.h"

#include "base/log.h"

#include <magic.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct media {
    pthread_mutex_t lock;
    magic_t magic;
};

struct media_row {
    const char *type, *magic, *extension, *other;
};
static const struct media_row rows[] = {
#define MEDIA(type_text, magic_text, extension_text, other_text)                                                       \
    {(type_text), (magic_text), (extension_text), (other_text)},
#include "base/media.def"
#undef MEDIA
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static const char odt_type[] = "application/vnd.oasis.opendocument.text";

enum rc media_open(struct media **out)
{
    struct media *m = calloc(1, sizeof *m);
    if (m == NULL) {
        return RC_UNAVAILABLE;
    }
    /* What only costs time, or reads what nobody wants: archives, programs, mail. Formats that are not asked for stay unknown. */
    m->magic = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                          MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_JSON | MAGIC_NO_CHECK_TOKENS);
    if (m->magic == NULL || magic_load(m->magic, NULL) != 0) {
        LOG(LOG_ERROR, "media.magic", LOG_S("why", m->magic != NULL ? magic_error(m->magic) : "no memory"),
            LOG_S("do", "install libmagic-mgc"));
        if (m->magic != NULL) {
            magic_close(m->magic);
        }
        free(m);
        return RC_UNAVAILABLE;
    }
    pthread_mutex_init(&m->lock, NULL);
    *out = m;
    return RC_OK;
}

void media_close(struct media *m)
{
    if (m != NULL) {
        magic_close(m->magic);
        pthread_mutex_destroy(&m->lock);
        free(m);
    }
}

/* Tab, the two ends of a line and a new page are text; GB 18030 and UTF-8 use no other byte below the blank. */
static int has_controls(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\f') {
            return 1;
        }
    }
    return 0;
}

/* Keeps the last MEDIA_TAIL bytes. */
static void keep_tail(struct media_look *look, const uint8_t *bytes, size_t n)
{
    if (n >= MEDIA_TAIL) {
        memcpy(look->tail, bytes + n - MEDIA_TAIL, MEDIA_TAIL);
        look->tail_size = MEDIA_TAIL;
        return;
    }
    size_t kept = look->tail_size + n > MEDIA_TAIL ? MEDIA_TAIL - n : look->tail_size;
    memmove(look->tail, look->tail + look->tail_size - kept, kept);
    memcpy(look->tail + kept, bytes, n);
    look->tail_size = kept + n;
}

void media_look_at(struct media_look *look, const void *bytes, size_t n)
{
    size_t room = MEDIA_HEAD - look->head_size;
    size_t part = n < room ? n : room;
    memcpy(look->head + look->head_size, bytes, part);
    look->head_size += part;
    look->size += n;
    look->has_controls |= has_controls(bytes, n);
    keep_tail(look, bytes, n);
}

static const struct media_row *row_by(const char *text, int is_magic)
{
    for (size_t i = 0; i < ROWS; i++) {
        const char *has = is_magic ? rows[i].magic : rows[i].type;
        if (has != NULL && strcmp(has, text) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static const char *ask_magic(struct media *m, const struct media_look *look)
{
    pthread_mutex_lock(&m->lock);
    const char *said = magic_buffer(m->magic, look->head, look->head_size);
    const struct media_row *row = said != NULL ? row_by(said, 1) : NULL;
    pthread_mutex_unlock(&m->lock);
    return row != NULL ? row->type : NULL;
}

/* The first entry of an OpenDocument file is its type, stored as it is (OpenDocument 1.3 part 2, 3.3). */
static int says_odt(const struct media_look *look)
{
    enum { AT = 38, NAME = 8 };
    size_t n = sizeof odt_type - 1;
    return look->head_size >= AT + n && memcmp(look->head + AT - NAME, "mimetype", NAME) == 0 &&
           memcmp(look->head + AT, odt_type, n) == 0 && memcmp(look->head + AT + n, "PK", 2) == 0;
}

enum rc media_decide(struct media *m, const struct media_look *look, const char **type)
{
    const char *found = NULL;
    if (look->head_size >= 4 && memcmp(look->head, "PK\3\4", 4) == 0) {
        found = media_zip_type(look->tail, look->tail_size, look->size);
        found = found != NULL && strcmp(found, odt_type) == 0 && !says_odt(look) ? NULL : found;
    } else if (look->head_size > 0) {
        found = ask_magic(m, look);
    }
    if (found == NULL || (strcmp(found, "text/plain") == 0 && look->has_controls)) {
        return RC_MEDIA_TYPE;
    }
    *type = found;
    return RC_OK;
}

int media_fits_name(const char *type, const char *name)
{
    const char *dot = strrchr(name, '.');
    const struct media_row *row = row_by(type, 0);
    if (row == NULL || dot == NULL) {
        return row != NULL;
    }
    /* No type has more than one other. */
    return strcasecmp(row->extension, dot + 1) == 0 || (dot[1] != '\0' && strcasecmp(row->other, dot + 1) == 0);
}

const char *media_extension(const char *type)
{
    const struct media_row *row = row_by(type, 0);
    return row != NULL ? row->extension : NULL;
}
