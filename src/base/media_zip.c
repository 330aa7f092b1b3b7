/*
 * media_zip.c - which document a zip archive is, by the list of its entries at the end of the file.
 *
 * Nothing is unpacked. The list must lie whole in the bytes at hand and fill exactly the place between the entries and its own end, so
 * that no second list can hide.
 *
 * Pure. Runs on: any thread. Owns: nothing.
 */
#include "base/media.h"

#include <string.h>
#include <strings.h>

enum {
    END_SIZE = 22,
    ENTRY_SIZE = 46,
    ENTRIES_MAX = 2000,
    COMMENT_MAX = 65535,
    FLAG_ENCRYPTED = 1,
};
#define ZIP_END      0x06054b50U
#define ZIP_ENTRY    0x02014b50U
#define INFLATED_MAX (UINT64_C(200) << 20)

/* What the names say so far. */
struct zip_marks {
    int has_types, has_word, has_sheet, has_odf_content, has_odf_type;
    uint64_t inflated;
};

static uint32_t u16(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const uint8_t *p)
{
    return u16(p) | u16(p + 2) << 16;
}

static int is_name(const char *name, size_t n, const char *wanted)
{
    return strlen(wanted) == n && memcmp(name, wanted, n) == 0;
}

static int ends_in(const char *name, size_t n, const char *end)
{
    size_t size = strlen(end);
    return n >= size && strncasecmp(name + n - size, end, size) == 0;
}

static int is_safe_name(const char *name, size_t n)
{
    static const char *const refused[] = {".zip", ".jar", ".7z",  ".rar", ".gz",  ".exe",          ".dll",
                                          ".bat", ".cmd", ".vbs", ".js",  ".ps1", "vbaProject.bin"};
    if (n == 0 || name[0] == '/' || memchr(name, '\\', n) != NULL || memchr(name, '\0', n) != NULL) {
        return 0;
    }
    for (size_t i = 0; i + 1 < n; i++) {
        if (name[i] == '.' && name[i + 1] == '.' && (i == 0 || name[i - 1] == '/')) {
            return 0;
        }
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (ends_in(name, n, refused[i])) {
            return 0;
        }
    }
    return !(n >= 8 && memcmp(name, "Scripts/", 8) == 0) && !(n >= 6 && memcmp(name, "Basic/", 6) == 0);
}

static void note_name(struct zip_marks *m, const char *name, size_t n, int is_first)
{
    m->has_types |= is_name(name, n, "[Content_Types].xml");
    m->has_word |= is_name(name, n, "word/document.xml");
    m->has_sheet |= is_name(name, n, "xl/workbook.xml");
    m->has_odf_content |= is_name(name, n, "content.xml");
    m->has_odf_type |= is_first && is_name(name, n, "mimetype");
}

/* Walks the list; 0 when it is not sound. */
static int read_list(const uint8_t *list, size_t size, uint32_t count, struct zip_marks *m)
{
    size_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (size - at < ENTRY_SIZE || u32(list + at) != ZIP_ENTRY) {
            return 0;
        }
        const uint8_t *e = list + at;
        size_t name = u16(e + 28), whole = ENTRY_SIZE + name + u16(e + 30) + u16(e + 32);
        m->inflated += u32(e + 24);
        if (whole > size - at || (u16(e + 8) & FLAG_ENCRYPTED) != 0 || m->inflated > INFLATED_MAX ||
            !is_safe_name((const char *)e + ENTRY_SIZE, name)) {
            return 0;
        }
        note_name(m, (const char *)e + ENTRY_SIZE, name, i == 0);
        at += whole;
    }
    return at == size;
}

/* The record at the end, whose comment reaches to the last byte; NULL without one. */
static const uint8_t *find_end(const uint8_t *tail, size_t n)
{
    for (size_t back = END_SIZE; back <= n && back <= END_SIZE + COMMENT_MAX; back++) {
        const uint8_t *p = tail + n - back;
        if (u32(p) == ZIP_END && u16(p + 20) + END_SIZE == back) {
            return p;
        }
    }
    return NULL;
}

const char *media_zip_type(const uint8_t *tail, size_t n, uint64_t size)
{
    struct zip_marks m = {0};
    const uint8_t *end = find_end(tail, n);
    if (end == NULL) {
        return NULL;
    }
    uint32_t count = u16(end + 10), list_size = u32(end + 12), list_at = u32(end + 16);
    uint64_t end_at = size - n + (uint64_t)(end - tail);
    if (u32(end + 4) != 0 || u16(end + 8) != count || count == 0 || count > ENTRIES_MAX ||
        list_size > (uint64_t)(end - tail) || (uint64_t)list_at + list_size != end_at ||
        !read_list(end - list_size, list_size, count, &m)) {
        return NULL;
    }
    int kinds = m.has_word + m.has_sheet + m.has_odf_type;
    if (kinds != 1) {
        return NULL;
    }
    if (m.has_types && m.has_word) {
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    }
    if (m.has_types && m.has_sheet) {
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }
    return m.has_odf_type && m.has_odf_content ? "application/vnd.oasis.opendocument.text" : NULL;
}
