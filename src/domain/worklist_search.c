/*
 * worklist_search.c - see worklist_search.h.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "domain/worklist_search.h"

#include <string.h>

/* Is it typed like a part of a number, "999901-2026-W-000419": digits and hyphens, the letter of a channel, and those of a
 * review and recheck ("-F1-H1")? */
static int worklist_is_number(const char *q)
{
    int letters = 0, digits = 0;
    for (const char *c = q; *c != '\0'; c++) {
        int is_letter = (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z');
        if (!is_letter && *c != '-' && (*c < '0' || *c > '9')) {
            return 0;
        }
        letters += is_letter;
        digits += *c >= '0' && *c <= '9';
    }
    return digits > 0 && letters <= 3 && (letters == 0 || strchr(q, '-') != NULL);
}

/* From its beginning when it starts with a county's code and goes on; by how it ends otherwise. One or two digits are the whole running
 * number: as an ending they would find every tenth or hundredth case. */
static enum rc worklist_number(struct ctx *ctx, const char *q, struct case_list_due_in *in, unsigned *mask)
{
    enum { CODE_MIN = 5, TAIL = 6, ENDING_MIN = 3 };
    size_t length = strlen(q), code = strspn(q, "0123456789");
    char *text = arena_strdup(ctx->arena, q), tail[TAIL + 1] = {0};
    if (text == NULL) {
        return RC_TOO_LARGE;
    }
    for (char *c = text; *c != '\0'; c++) {
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
    if (code >= CODE_MIN && q[code] == '-') {
        in->number = text;
        *mask |= CASE_LIST_DUE_NUMBER;
        in->number_end = arena_printf(ctx->arena, "%s~", text);
        return in->number_end ? RC_OK : RC_TOO_LARGE;
    }
    if (code == length && length < ENDING_MIN) {
        text = arena_printf(ctx->arena, "%.*s%s", (int)(TAIL - length), "000000", q);
        length = TAIL;
    }
    for (size_t i = 0; text != NULL && i < length && i < TAIL; i++) {
        tail[i] = text[length - 1 - i];
    }
    in->ending = text;
    *mask |= CASE_LIST_DUE_TAIL;
    in->tail = arena_strdup(ctx->arena, tail);
    return text && in->tail ? RC_OK : RC_TOO_LARGE;
}

/* A text that looks like a number is looked up as one; anything else is part of a title. */
enum rc worklist_search(struct ctx *ctx, const char *q, struct case_list_due_in *in, unsigned *mask)
{
    if (worklist_is_number(q)) {
        return worklist_number(ctx, q, in, mask);
    }
    size_t n = strlen(q), k = 0;
    char *like = arena_alloc(ctx->arena, 2 * n + 3);
    if (like == NULL) {
        return RC_TOO_LARGE;
    }
    like[k++] = '%';
    for (size_t i = 0; i < n; i++) {
        if (q[i] == '%' || q[i] == '_' || q[i] == '\\') {
            like[k++] = '\\';
        }
        like[k++] = q[i];
    }
    like[k++] = '%';
    in->title = like;
    *mask |= CASE_LIST_DUE_TITLE;
    return RC_OK;
}
