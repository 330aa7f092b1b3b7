/*
 * paper.h - official paper: A4 pages as PDF, in the measures of Chinese official documents (GB/T 9704: text area 156 × 225 mm).
 *
 * Lines are written from top to bottom and break into pages by themselves; each page carries its number. Fonts are the system's (Noto Serif CJK on
 * Debian). The same paper can be had as pictures, page by page, for showing it where no PDF is shown. The only file that knows pango, cairo and libqrencode.
 *
 * Runs on: one thread per paper; never on a worker or the writer, laying out text is slow. Owns: what is written so far.
 */
#ifndef BASE_PAPER_H
#define BASE_PAPER_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct paper;

enum paper_kind {
    PAPER_TITLE,   /* centred, large */
    PAPER_NUMBER,  /* centred, small */
    PAPER_HEADING, /* bold */
    PAPER_TEXT,    /* paragraph, first line set in by two characters */
    PAPER_PLAIN,   /* paragraph from the margin */
    PAPER_RIGHT,   /* signature, date */
    PAPER_SMALL    /* notes at the foot */
};

enum { PAPER_PICTURES_MAX = 6 }; /* pages of a paper that are drawn as pictures; the others are counted */

/* A page as PNG in shades of grey. */
struct paper_picture {
    const void *png;
    size_t size;
};

/* `title` and `language` ("zh-CN", "en") become the document's metadata; `made_ms` its date, so that the same input gives the same bytes. */
RC_MUST enum rc paper_new(const char *title, const char *language, int64_t made_ms, struct paper **out);
/* A paper that becomes pictures. Same lines, same pages. */
RC_MUST enum rc paper_new_pictures(const char *language, struct paper **out);
/* A watermark on this page and all that follow: who printed it and when. Copied. */
void paper_mark(struct paper *p, const char *text);
void paper_write(struct paper *p, enum paper_kind kind, const char *text);
/* What is written next is not parted from so many lines that will follow it: no signature stands alone on a page, no heading at
 * its foot. */
void paper_keep(struct paper *p, int lines);
/* A QR code, 30 mm wide, in the middle of the line. Text of at most 300 bytes; longer is left out. */
void paper_qr(struct paper *p, const char *text);
/* Ends the paper and frees it. The bytes lie on the arena. RC_TOO_LARGE: the arena is full; RC_UNAVAILABLE: no memory or no fonts. */
RC_MUST enum rc paper_finish(struct paper *p, struct arena *a, const void **bytes, size_t *size);
/* Ends a paper of paper_new_pictures and frees it: the first PAPER_PICTURES_MAX pages at most, and how many there are. */
RC_MUST enum rc paper_finish_pictures(struct paper *p, struct arena *a, struct paper_picture **out, size_t *count,
                                      int *pages);

#endif
