/*
 * paper.c - lays out text with pango and writes it with cairo, see paper.h.
 *
 * Runs on: the caller's thread. Owns: surface, font map and the bytes so far, until paper_finish.
 */
#include "base/paper.h"

#include "base/arena.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAPER_FONT "Noto Serif CJK SC, serif"

static const double paper_mm = 72.0 / 25.4; /* points of a millimetre */

enum { PAPER_QR_TEXT_MAX = 300, PAPER_QR_MM = 30 };

/* Dots of a picture for each point of the page: 144 to the inch, sharp on a dense screen too. */
enum { PAPER_DOTS = 2 };
/* Sixteen shades are enough for letters, and half the bytes. */
enum { PAPER_SHADE = 255 / 15 };

/* Size in points, what comes before and after in points, alignment. */
#define PAPER_LINE 2.1 /* height of a line in sizes of its letters: 2.0 with the serif of Noto */

static const struct paper_style {
    double size, before, after;
    PangoAlignment align;
    int is_bold, indent_chars;
} paper_styles[] = {
    [PAPER_TITLE] = {22, 0, 14, PANGO_ALIGN_CENTER, 1, 0}, [PAPER_NUMBER] = {14, 0, 16, PANGO_ALIGN_CENTER, 0, 0},
    [PAPER_HEADING] = {16, 6, 2, PANGO_ALIGN_LEFT, 1, 0},  [PAPER_TEXT] = {16, 0, 4, PANGO_ALIGN_LEFT, 0, 2},
    [PAPER_PLAIN] = {16, 0, 4, PANGO_ALIGN_LEFT, 0, 0},    [PAPER_RIGHT] = {16, 4, 0, PANGO_ALIGN_RIGHT, 0, 0},
    [PAPER_SMALL] = {11, 8, 0, PANGO_ALIGN_LEFT, 0, 0},
};

struct paper {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoFontMap *fonts;
    PangoContext *context;
    unsigned char *bytes;
    size_t size, room;
    double top, bottom, left, width, y;
    double kept; /* room that what is written next leaves below its last lines */
    int page, is_broken;
    char *mark;                      /* on every page; NULL: none */
    int is_picture;                  /* the surface is one page of ink, drawn anew for each */
    size_t ends[PAPER_PICTURES_MAX]; /* where each picture ends in `bytes` */
};

static cairo_status_t paper_take(void *arg, const unsigned char *data, unsigned int n)
{
    struct paper *p = arg;
    if (p->size + n > p->room) {
        size_t room = (p->room + n) * 2;
        unsigned char *more = realloc(p->bytes, room);
        if (more == NULL) {
            p->is_broken = 1;
            return CAIRO_STATUS_WRITE_ERROR;
        }
        p->bytes = more;
        p->room = room;
    }
    memcpy(p->bytes + p->size, data, n);
    p->size += n;
    return CAIRO_STATUS_SUCCESS;
}

static void paper_describe(struct paper *p, const char *title, const char *language, int64_t made_ms)
{
    char date[32];
    time_t seconds = (time_t)(made_ms / 1000);
    struct tm tm;
    gmtime_r(&seconds, &tm);
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &tm);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "petitiond");
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    pango_context_set_language(p->context, pango_language_from_string(language));
}

static void paper_free(struct paper *p)
{
    if (p->context != NULL) {
        g_object_unref(p->context);
    }
    if (p->fonts != NULL) {
        g_object_unref(p->fonts);
    }
    if (p->cairo != NULL) {
        cairo_destroy(p->cairo);
    }
    if (p->surface != NULL) {
        cairo_surface_destroy(p->surface);
    }
    free(p->bytes);
    free(p->mark);
    free(p);
}

static struct paper *paper_blank(void)
{
    struct paper *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return NULL;
    }
    p->top = 37 * paper_mm;
    p->bottom = (297 - 35) * paper_mm;
    p->left = 28 * paper_mm;
    p->width = 156 * paper_mm;
    p->y = p->top;
    p->page = 1;
    return p;
}

/* Fonts and pen for the surface that is there. Frees the paper when it cannot. */
static enum rc paper_begin(struct paper *p)
{
    p->cairo = cairo_create(p->surface);
    p->fonts = pango_cairo_font_map_new(); /* of its own: the shared one belongs to a thread */
    p->context = pango_font_map_create_context(p->fonts);
    if (cairo_status(p->cairo) != CAIRO_STATUS_SUCCESS || p->context == NULL) {
        paper_free(p);
        return RC_UNAVAILABLE;
    }
    return RC_OK;
}

enum rc paper_new(const char *title, const char *language, int64_t made_ms, struct paper **out)
{
    struct paper *p = paper_blank();
    *out = NULL;
    if (p == NULL) {
        return RC_UNAVAILABLE;
    }
    p->surface = cairo_pdf_surface_create_for_stream(paper_take, p, 210 * paper_mm, 297 * paper_mm);
    enum rc rc = paper_begin(p);
    if (rc == RC_OK) {
        paper_describe(p, title, language, made_ms);
        *out = p;
    }
    return rc;
}

enum rc paper_new_pictures(const char *language, struct paper **out)
{
    struct paper *p = paper_blank();
    *out = NULL;
    if (p == NULL) {
        return RC_UNAVAILABLE;
    }
    p->is_picture = 1;
    p->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)(210 * paper_mm * PAPER_DOTS),
                                            (int)(297 * paper_mm * PAPER_DOTS));
    enum rc rc = paper_begin(p);
    if (rc == RC_OK) {
        cairo_scale(p->cairo, PAPER_DOTS, PAPER_DOTS);
        pango_context_set_language(p->context, pango_language_from_string(language));
        *out = p;
    }
    return rc;
}

static PangoLayout *paper_layout(struct paper *p, const struct paper_style *style, const char *text)
{
    PangoLayout *layout = pango_layout_new(p->context);
    PangoFontDescription *font = pango_font_description_from_string(PAPER_FONT);
    pango_font_description_set_size(font, (int)(style->size * PANGO_SCALE));
    pango_font_description_set_weight(font, style->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(p->width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, style->align);
    pango_layout_set_indent(layout, (int)(style->indent_chars * style->size * PANGO_SCALE));
    pango_layout_set_line_spacing(layout, 1.15F);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

/* Across the page, light enough to read through, and once in small letters at the foot. */
static void paper_put_mark(struct paper *p)
{
    static const struct paper_style across = {20, 0, 0, PANGO_ALIGN_CENTER, 0, 0};
    static const struct paper_style foot = {9, 0, 0, PANGO_ALIGN_CENTER, 0, 0};
    PangoLayout *layout = paper_layout(p, &across, p->mark);
    for (int i = 0; i < 3; i++) {
        cairo_save(p->cairo);
        cairo_set_source_rgba(p->cairo, 0.5, 0.5, 0.5, 0.22);
        cairo_translate(p->cairo, p->left, p->top + (45 + 75 * i) * paper_mm);
        cairo_rotate(p->cairo, -0.42);
        cairo_move_to(p->cairo, 0, 0);
        pango_cairo_show_layout(p->cairo, layout);
        cairo_restore(p->cairo);
    }
    g_object_unref(layout);
    layout = paper_layout(p, &foot, p->mark);
    cairo_move_to(p->cairo, p->left, p->bottom + 18 * paper_mm);
    pango_cairo_show_layout(p->cairo, layout);
    g_object_unref(layout);
}

/* The surface holds ink; a picture is light where there is none. Then the page is blank again. */
static void paper_keep_picture(struct paper *p)
{
    if (p->page <= PAPER_PICTURES_MAX) {
        cairo_surface_flush(p->surface);
        unsigned char *dots = cairo_image_surface_get_data(p->surface);
        size_t n =
            (size_t)cairo_image_surface_get_stride(p->surface) * (size_t)cairo_image_surface_get_height(p->surface);
        for (size_t i = 0; i < n; i++) {
            dots[i] = (unsigned char)((255 - dots[i]) / PAPER_SHADE * PAPER_SHADE);
        }
        cairo_surface_mark_dirty(p->surface);
        p->is_broken |= cairo_surface_write_to_png_stream(p->surface, paper_take, p) != CAIRO_STATUS_SUCCESS;
        p->ends[p->page - 1] = p->size;
    }
    cairo_save(p->cairo);
    cairo_set_operator(p->cairo, CAIRO_OPERATOR_CLEAR);
    cairo_paint(p->cairo);
    cairo_restore(p->cairo);
}

static void paper_end_page(struct paper *p)
{
    if (p->mark != NULL) {
        paper_put_mark(p);
    }
    static const struct paper_style style = {12, 0, 0, PANGO_ALIGN_CENTER, 0, 0};
    char number[32];
    snprintf(number, sizeof number, "— %d —", p->page);
    PangoLayout *layout = paper_layout(p, &style, number);
    cairo_move_to(p->cairo, p->left, p->bottom + 10 * paper_mm);
    pango_cairo_show_layout(p->cairo, layout);
    g_object_unref(layout);
    if (p->is_picture) {
        paper_keep_picture(p);
    } else {
        cairo_show_page(p->cairo);
    }
    p->page++;
    p->y = p->top;
}

/* Line by line, so that a long paragraph goes on on the next page; its last two lines stay with what is kept. */
static void paper_show(struct paper *p, PangoLayout *layout)
{
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    double base = p->y; /* where the layout's own top lies on this page */
    int left = pango_layout_get_line_count(layout);
    do {
        PangoRectangle box;
        pango_layout_iter_get_line_extents(at, NULL, &box);
        double top = (double)box.y / PANGO_SCALE, height = (double)box.height / PANGO_SCALE;
        double needed = left <= 2 && p->y > p->top ? left * height + p->kept : height;
        left--;
        if (base + top + needed > p->bottom) {
            paper_end_page(p);
            base = p->top - top;
        }
        double line = (double)pango_layout_iter_get_baseline(at) / PANGO_SCALE;
        cairo_move_to(p->cairo, p->left + (double)box.x / PANGO_SCALE, base + line);
        pango_cairo_show_layout_line(p->cairo, pango_layout_iter_get_line_readonly(at));
        p->y = base + top + height;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
}

void paper_mark(struct paper *p, const char *text)
{
    free(p->mark);
    p->mark = strdup(text);
    p->is_broken |= p->mark == NULL; /* rather no paper than one without its mark */
}

void paper_write(struct paper *p, enum paper_kind kind, const char *text)
{
    const struct paper_style *style = &paper_styles[kind];
    PangoLayout *layout = paper_layout(p, style, text);
    p->y += p->y > p->top ? style->before : 0;
    paper_show(p, layout);
    p->y += style->after;
    p->kept = 0;
    g_object_unref(layout);
}

void paper_keep(struct paper *p, int lines)
{
    const struct paper_style *style = &paper_styles[PAPER_RIGHT];
    p->kept = lines * (style->size * PAPER_LINE + style->before + style->after) +
              (lines > 0 ? paper_styles[PAPER_TEXT].after : 0);
}

void paper_qr(struct paper *p, const char *text)
{
    QRcode *code = strlen(text) <= PAPER_QR_TEXT_MAX ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;
    double side = PAPER_QR_MM * paper_mm;
    if (code == NULL) {
        return;
    }
    if (p->y + side > p->bottom) {
        paper_end_page(p);
    }
    double cell = side / code->width, left = p->left + (p->width - side) / 2;
    for (int row = 0; row < code->width; row++) {
        for (int column = 0; column < code->width; column++) {
            if (code->data[row * code->width + column] & 1) {
                cairo_rectangle(p->cairo, left + column * cell, p->y + row * cell, cell, cell);
            }
        }
    }
    cairo_fill(p->cairo);
    p->y += side + 4 * paper_mm;
    QRcode_free(code);
}

enum rc paper_finish(struct paper *p, struct arena *a, const void **bytes, size_t *size)
{
    paper_end_page(p);
    cairo_destroy(p->cairo);
    p->cairo = NULL;
    cairo_surface_finish(p->surface);
    int is_good = !p->is_broken && cairo_surface_status(p->surface) == CAIRO_STATUS_SUCCESS && p->size > 0;
    void *copy = is_good ? arena_alloc(a, p->size) : NULL;
    if (copy != NULL) {
        memcpy(copy, p->bytes, p->size);
        *bytes = copy;
        *size = p->size;
    }
    paper_free(p);
    return !is_good ? RC_UNAVAILABLE : copy != NULL ? RC_OK : RC_TOO_LARGE;
}

enum rc paper_finish_pictures(struct paper *p, struct arena *a, struct paper_picture **out, size_t *count, int *pages)
{
    paper_end_page(p);
    *pages = p->page - 1;
    *count = (size_t)(*pages < PAPER_PICTURES_MAX ? *pages : PAPER_PICTURES_MAX);
    *out = arena_array_of(a, struct paper_picture, *count);
    int is_good = !p->is_broken && p->is_picture && cairo_status(p->cairo) == CAIRO_STATUS_SUCCESS;
    unsigned char *copy = is_good && *out != NULL ? arena_alloc(a, p->size) : NULL;
    size_t from = 0;
    if (copy != NULL) {
        memcpy(copy, p->bytes, p->size);
    }
    for (size_t i = 0; copy != NULL && i < *count; i++) {
        (*out)[i] = (struct paper_picture){copy + from, p->ends[i] - from};
        from = p->ends[i];
    }
    paper_free(p);
    return !is_good ? RC_UNAVAILABLE : copy != NULL ? RC_OK : RC_TOO_LARGE;
}
