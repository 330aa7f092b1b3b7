/*
 * class_hint_api.c - POST /submissions/class-hints: which content classes the words of a submission point at, and why.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/class_hint.h"
#include "domain/perm.h"

struct class_hint_in {
    const char *title, *request;
};
struct class_hint_view {
    const char *code, *parent_code, *title_zh, *title_en;
    const char **words;
    size_t words_count;
    int64_t in_name, similar, of;
};
struct class_hint_list_out {
    struct class_hint_view *data;
    size_t data_count;
};

FIELD_SET(class_hint_body, "ClassHintQuery", struct class_hint_in,
          IN(struct class_hint_in, title, FIELD_TEXT, 0, 100, "Title, as far as it is typed"),
          IN(struct class_hint_in, request, FIELD_LONG, 0, 20000, "Request, as far as it is typed"));
FIELD_SET(class_hint_set, "ClassHint", struct class_hint_view,
          OUT(struct class_hint_view, code, FIELD_TEXT, "Code in the dictionary class"),
          OUT_NULL(struct class_hint_view, parent_code, FIELD_TEXT, "Class above it"),
          OUT(struct class_hint_view, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct class_hint_view, title_en, FIELD_TEXT, "Title in English"),
          OUT_TEXTS(struct class_hint_view, words, "Words of the text that speak for it"),
          OUT(struct class_hint_view, in_name, FIELD_BOOL, "Some of them stand in its name"),
          OUT(struct class_hint_view, similar, FIELD_INT, "Of the latest cases with such words, those of this class"),
          OUT(struct class_hint_view, of, FIELD_INT, "All of the latest cases with words in common"));
FIELD_SET(class_hint_reply, "ClassHintList", struct class_hint_list_out,
          OUT_ROWS(struct class_hint_list_out, data, class_hint_set,
                   "At most three, likeliest first; a person decides"));

static enum rc class_hint_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct class_hint_in *in = call->in;
    struct class_hint_list_out *out = call->out;
    struct class_hint *found = arena_array_of(ctx->arena, struct class_hint, CLASS_HINTS_MAX);
    out->data = arena_array_of(ctx->arena, struct class_hint_view, CLASS_HINTS_MAX);
    const char *text = arena_printf(ctx->arena, "%s\n%s", in->title ? in->title : "", in->request ? in->request : "");
    if (found == NULL || out->data == NULL || text == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = class_hint_find(ctx, tx, text, found, &out->data_count);
    for (size_t i = 0; rc == RC_OK && i < out->data_count; i++) {
        struct class_hint *h = &found[i];
        out->data[i] = (struct class_hint_view){.code = h->term.code,
                                                .parent_code = h->term.parent_code,
                                                .title_zh = h->term.title_zh,
                                                .title_en = h->term.title_en,
                                                .words = h->words,
                                                .words_count = h->word_count,
                                                .in_name = h->in_name > 0,
                                                .similar = h->similar,
                                                .of = h->of};
    }
    return rc;
}

static const enum rc class_hint_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(class_hint_api_table, {.method = "POST",
                                      .path = "/api/v1/submissions/class-hints",
                                      .operation = "findClassHints",
                                      .tag = "intake",
                                      .summary = "Content classes that the words point at, with the reasons",
                                      .need = PERM_CASE_REGISTER,
                                      .mode = ENDPOINT_READ,
                                      .body = &class_hint_body,
                                      .reply = &class_hint_reply,
                                      .in_size = sizeof(struct class_hint_in),
                                      .out_size = sizeof(struct class_hint_list_out),
                                      .ok = 200,
                                      .may = class_hint_may,
                                      .cost = 3,
                                      .run = class_hint_list});
