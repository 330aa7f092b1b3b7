/*
 * plain.c - the frame of the plain pages, and how texts get into them.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/plain.h"

#include "api/fields.h"
#include "api/words.h"
#include "base/buf.h"
#include "base/clock.h"
#include "domain/env.h"
#include "store/sql_stmts.h"

#include <string.h>

static const char *const plain_languages[] = {"zh", "en", NULL};

FIELD_SET_SHARED(plain_query, "PlainQuery", struct plain_in,
                 IN_ENUM(struct plain_in, lang, 0, plain_languages, "Language of the page"));

enum rc plain_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)ctx, (void)tx, (void)call;
    return RC_OK;
}

struct plain plain_new(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    return (struct plain){ctx, tx, call, out, *call->form};
}

void plain_text(const struct plain *p, const char *text)
{
    for (const char *from = text != NULL ? text : ""; *from != '\0';) {
        size_t n = strcspn(from, "&<>\"'");
        buf_put(p->out, from, n);
        from += n;
        switch (*from) {
        case '&': buf_puts(p->out, "&amp;"); break;
        case '<': buf_puts(p->out, "&lt;"); break;
        case '>': buf_puts(p->out, "&gt;"); break;
        case '"': buf_puts(p->out, "&quot;"); break;
        case '\'': buf_puts(p->out, "&#39;"); break;
        default: continue;
        }
        from++;
    }
}

const char *plain_word(const struct plain *p, const char *key)
{
    return words_of(key, p->ctx->is_zh);
}

void plain_say(const struct plain *p, const char *key)
{
    plain_text(p, plain_word(p, key));
}

void plain_say_with(const struct plain *p, const char *key, const char *name, const char *text)
{
    const char *word = plain_word(p, key);
    const char *slot = arena_printf(p->ctx->arena, "{%s}", name);
    const char *at = slot != NULL ? strstr(word, slot) : NULL;
    if (at == NULL) {
        plain_text(p, word);
        return;
    }
    plain_text(p, arena_strndup(p->ctx->arena, word, (size_t)(at - word)));
    plain_text(p, text);
    plain_text(p, at + strlen(slot));
}

void plain_tag(const struct plain *p, const char *tag, const char *key)
{
    buf_printf(p->out, "<%s>", tag);
    plain_say(p, key);
    buf_puts(p->out, "</");
    buf_put(p->out, tag, strcspn(tag, " "));
    buf_puts(p->out, ">\n");
}

void plain_fact(const struct plain *p, const char *key, const char *text)
{
    if (text == NULL || *text == '\0') {
        return;
    }
    buf_puts(p->out, "<div><dt>");
    plain_say(p, key);
    buf_puts(p->out, "</dt><dd>");
    plain_text(p, text);
    buf_puts(p->out, "</dd></div>\n");
}

const char *plain_choose(const struct plain *p, const char *zh, const char *en)
{
    return p->ctx->is_zh ? zh : en;
}

const char *plain_day(const struct plain *p, int64_t day)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char zh[CLOCK_DATE_ZH_SIZE];
    int year, month, of_month;
    if (day == SQL_NULL) {
        return NULL;
    }
    if (p->ctx->is_zh) {
        clock_format_day_zh((int32_t)day, zh);
        return arena_strdup(p->ctx->arena, zh);
    }
    clock_split_day((int32_t)day, &year, &month, &of_month);
    return arena_printf(p->ctx->arena, "%d %s %d", of_month, months[month - 1], year);
}

static const char *plain_lang(const struct plain *p)
{
    return plain_choose(p, "zh", "en");
}

static void plain_way(const struct plain *p, const char *path, const char *key, const char *here)
{
    buf_printf(p->out, "<a href=\"%s?lang=%s\"%s>", path, plain_lang(p),
               strcmp(path, here) == 0 ? " aria-current=\"page\"" : "");
    plain_say(p, key);
    buf_puts(p->out, "</a>\n");
}

/* What was typed is not carried over: a link has nothing but its address, and nobody's words belong there. */
static void plain_bar(const struct plain *p, const char *path)
{
    buf_puts(p->out, "<header class=\"bar\"><div class=\"wrap\">\n<p class=\"brand\">");
    plain_way(p, "/plain", "portal.name", path);
    buf_puts(p->out, "</p><nav aria-label=\"");
    plain_say(p, "nav.label");
    buf_puts(p->out, "\">\n");
    plain_way(p, "/plain/submit", "portal.submit", path);
    plain_way(p, "/plain/track", "portal.track", path);
    plain_way(p, "/plain/check", "check.title", path);
    buf_printf(p->out, "<a href=\"%s?lang=%s\" lang=\"%s\" hreflang=\"%s\">%s</a>\n", path, plain_choose(p, "en", "zh"),
               plain_choose(p, "en", "zh-CN"), plain_choose(p, "en", "zh-CN"), plain_choose(p, "English", "中文"));
    buf_puts(p->out, "</nav></div></header>\n");
}

void plain_begin(const struct plain *p, const char *title_key, const char *path)
{
    buf_printf(p->out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
               plain_choose(p, "zh-CN", "en"));
    if (p->ctx->fault.rc != RC_OK) {
        plain_say(p, "plain.error");
        buf_puts(p->out, plain_choose(p, "：", ": "));
    }
    plain_say(p, title_key);
    if (strcmp(title_key, "portal.name") != 0) {
        buf_puts(p->out, " · ");
        plain_say(p, "portal.name");
    }
    buf_puts(p->out, "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n"
                     "<link rel=\"stylesheet\" href=\"/plain.css\">\n</head>\n<body>\n"
                     "<a class=\"skip\" href=\"#main\">");
    plain_say(p, "app.skip");
    buf_puts(p->out, "</a>\n");
    if (((const struct env *)p->ctx->env)->is_demo) {
        plain_tag(p, "aside class=\"demo\"", "demo.band");
    }
    plain_bar(p, path);
    buf_puts(p->out, "<main id=\"main\" class=\"wrap\">\n");
    plain_tag(p, "h1", title_key);
}

void plain_end(const struct plain *p)
{
    struct unit_row bureau;
    buf_puts(p->out, "</main>\n<footer class=\"foot\"><div class=\"wrap\">\n");
    if (unit_rows_get_bureau(p->tx, p->ctx->arena, &bureau) == RC_OK) {
        buf_puts(p->out, "<p><b lang=\"zh-CN\">");
        plain_text(p, bureau.name);
        buf_puts(p->out, "</b></p>\n<dl class=\"facts\">\n");
        plain_fact(p, "portal.phone", bureau.phone);
        plain_fact(p, "portal.address", bureau.address);
        buf_puts(p->out, "</dl>\n");
    }
    plain_tag(p, "p class=\"muted\"", "plain.other_ways");
    buf_puts(p->out, "<p class=\"no-print\"><a href=\"/\">");
    plain_say(p, "plain.scripted");
    buf_puts(p->out, "</a></p>\n</div></footer>\n</body>\n</html>\n");
}
