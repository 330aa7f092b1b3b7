/*
 * gap.c - finds what was left to be filled in, see gap.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/gap.h"

#include "base/arena.h"
#include "base/text.h"

#include <string.h>

enum { GAP_UNDERLINE = '_', GAP_WIDE_UNDERLINE = 0xff3f, GAP_TIMES = 0xd7, GAP_OPEN = 0x3010, GAP_CLOSE = 0x3011 };

/* Characters of a run of this one that make a gap; 0: it makes none. */
static int gap_least(long c)
{
    return c == GAP_UNDERLINE ? 3 : c == GAP_WIDE_UNDERLINE || c == GAP_TIMES ? 2 : 0;
}

/* Behind the run of `c` that begins at `at`; NULL when it is too short. */
static const char *gap_run(const char *at, long c)
{
    const char *next = at, *end = at;
    int n = 0;
    while (text_next(&next) == c) {
        end = next;
        n++;
    }
    return n >= gap_least(c) ? end : NULL;
}

static int gap_is_filler(long c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == 0x3000 || c == 0x2026 ||
           c == '.'; /* blanks and dots of any kind */
}

/* Whether what stands in 【】 says that it is still to come: nothing, or words that say so. "【优待政策】" does not. */
static int gap_is_open(const char *from, const char *to)
{
    static const char *const words[] = {"待填", "待补", "待定", "待核", "待查", "待写", "请填", "填写", NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        if (memmem(from, (size_t)(to - from), words[i], strlen(words[i])) != NULL) {
            return 1;
        }
    }
    const char *at = from;
    while (at < to) {
        if (!gap_is_filler(text_next(&at))) {
            return 0;
        }
    }
    return 1;
}

/* Behind the bracket that begins at `at`; NULL when what stands in it is filled in. */
static const char *gap_bracket(const char *at)
{
    const char *from = at, *to;
    (void)text_next(&from);
    for (const char *next = to = from; *next != '\0'; to = next) {
        long c = text_next(&next);
        if (c == GAP_CLOSE) {
            return gap_is_open(from, to) ? next : NULL;
        }
        if (c == GAP_OPEN) {
            return NULL;
        }
    }
    return NULL;
}

static int gap_is_name(long c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (c >= 0x4e00 && c <= 0x9fff);
}

/* Behind the place of a pattern, {name} or {{name}}, that begins at `at`; NULL when it is none. */
static const char *gap_place(const char *at)
{
    const char *next = at + 1 + (at[1] == '{');
    const char *name = next, *end = next;
    while (gap_is_name(text_next(&next))) {
        end = next;
    }
    return end > name && *end == '}' ? end + 1 + (end[1] == '}') : NULL;
}

static const char *gap_copy(struct arena *a, const char *from, const char *to)
{
    const char *end = from;
    for (int n = 0; n < GAP_SHOWN && end < to; n++) {
        (void)text_next(&end);
    }
    const char *out = arena_printf(a, "%.*s%s", (int)(end - from), from, end < to ? "…" : "");
    return out != NULL ? out : "…";
}

const char *gap_find(struct arena *a, const char *text)
{
    const char *next = text;
    for (const char *at = text; *at != '\0'; at = next) {
        const char *end = NULL;
        long c = text_next(&next);
        if (gap_least(c) > 0) {
            end = gap_run(at, c);
        } else if (c == GAP_OPEN) {
            end = gap_bracket(at);
        } else if (c == '{') {
            end = gap_place(at);
        }
        if (end != NULL) {
            return gap_copy(a, at, end);
        }
    }
    return NULL;
}
