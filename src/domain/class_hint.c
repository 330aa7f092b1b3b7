/*
 * class_hint.c - counts what speaks for a content class, by pairs of letters.
 *
 * A pair that stands in many names of classes (管理, 建设) or in every fifth title says nothing and is left out. A case has words in
 * common with the text when it shares two of the other pairs.
 *
 * Runs on: any thread with a read transaction. Owns: nothing.
 * Invariant: cases outside the actor's scope and sealed ones are not counted.
 */
#include "domain/class_hint.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "domain/actor.h"

#include <stdlib.h>
#include <string.h>

enum {
    HINT_PAIRS_MAX = 600, /* of the text; what comes later says the same */
    HINT_TITLE_PAIRS_MAX = 120,
    HINT_CASES_MAX = 1000,
    HINT_COMMON_PERCENT = 20, /* a pair of more titles than this says nothing */
    HINT_COMMON_LEAST = 5,    /* unless there are hardly any */
    HINT_NAMES_MAX = 3,       /* a pair of more names than this says nothing */
    HINT_SHARED_LEAST = 2,
    HINT_PAIR_BYTES = 8,  /* two letters in UTF-8 */
    HINT_NAME_SCORE = 40, /* for each pair of the name, at most two */
    HINT_CASES_SCORE = 60 /* when all similar cases are of the class */
};

struct hint_pair {
    uint64_t pair;
    int titles, names; /* in how many it stands */
};

/* One class, with what speaks for it. */
struct hint_class {
    const struct term_row *term;
    int in_name;
    int64_t similar;
    unsigned char *speaks; /* for each pair of the text: 1 when it speaks for this class */
};

struct hint_work {
    struct ctx *ctx;
    const char *text;
    struct hint_pair *pairs; /* of the text, sorted, each once */
    size_t pair_count;
    struct hint_class *classes;
    size_t class_count;
    struct repeat_list_classed_out *cases;
    size_t case_count;
    int64_t similar;
};

static int hint_compare(const void *a, const void *b)
{
    uint64_t x = ((const struct hint_pair *)a)->pair;
    uint64_t y = ((const struct hint_pair *)b)->pair;
    return (x > y) - (x < y);
}

static struct hint_pair *hint_find(const struct hint_work *w, uint64_t pair)
{
    const struct hint_pair key = {pair, 0, 0};
    return bsearch(&key, w->pairs, w->pair_count, sizeof *w->pairs, hint_compare);
}

static enum rc hint_read(struct hint_work *w)
{
    uint64_t *found = arena_array_of(w->ctx->arena, uint64_t, HINT_PAIRS_MAX);
    w->pairs = arena_array_of(w->ctx->arena, struct hint_pair, HINT_PAIRS_MAX);
    if (found == NULL || w->pairs == NULL) {
        return RC_TOO_LARGE;
    }
    size_t n = text_pairs(w->text, found, HINT_PAIRS_MAX);
    for (size_t i = 0; i < n; i++) {
        w->pairs[i].pair = found[i];
    }
    qsort(w->pairs, n, sizeof *w->pairs, hint_compare);
    for (size_t i = 0; i < n; i++) {
        if (w->pair_count == 0 || w->pairs[w->pair_count - 1].pair != w->pairs[i].pair) {
            w->pairs[w->pair_count++] = w->pairs[i];
        }
    }
    return RC_OK;
}

/* The pairs of a title that stand in the text, each once. */
static size_t hint_shared(const struct hint_work *w, const char *title, struct hint_pair **out)
{
    uint64_t pairs[HINT_TITLE_PAIRS_MAX];
    size_t n = text_pairs(title, pairs, HINT_TITLE_PAIRS_MAX);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        struct hint_pair *p = hint_find(w, pairs[i]);
        size_t at = 0;
        while (p != NULL && at < count && out[at] != p) {
            at++;
        }
        if (p != NULL && at == count) {
            out[count++] = p;
        }
    }
    return count;
}

static int hint_tells(const struct hint_work *w, const struct hint_pair *p)
{
    int64_t most = (int64_t)w->case_count * HINT_COMMON_PERCENT / 100;
    return p->titles <= (most > HINT_COMMON_LEAST ? most : HINT_COMMON_LEAST);
}

static void hint_count_pairs(struct hint_work *w)
{
    struct hint_pair *shared[HINT_TITLE_PAIRS_MAX];
    for (size_t i = 0; i < w->case_count; i++) {
        size_t n = hint_shared(w, w->cases[i].title, shared);
        for (size_t k = 0; k < n; k++) {
            shared[k]->titles++;
        }
    }
    for (size_t i = 0; i < w->class_count; i++) {
        size_t n = hint_shared(w, w->classes[i].term->title_zh, shared);
        for (size_t k = 0; k < n; k++) {
            shared[k]->names++;
        }
    }
}

static void hint_by_names(struct hint_work *w)
{
    struct hint_pair *shared[HINT_TITLE_PAIRS_MAX];
    for (size_t i = 0; i < w->class_count; i++) {
        struct hint_class *c = &w->classes[i];
        size_t n = hint_shared(w, c->term->title_zh, shared);
        for (size_t k = 0; k < n; k++) {
            if (shared[k]->names <= HINT_NAMES_MAX) {
                c->speaks[shared[k] - w->pairs] = 1;
                c->in_name++;
            }
        }
    }
}

static void hint_by_cases(struct hint_work *w)
{
    struct hint_pair *shared[HINT_TITLE_PAIRS_MAX];
    for (size_t i = 0; i < w->case_count; i++) {
        size_t n = hint_shared(w, w->cases[i].title, shared);
        size_t telling = 0;
        for (size_t k = 0; k < n; k++) {
            if (hint_tells(w, shared[k])) {
                shared[telling++] = shared[k];
            }
        }
        size_t at = 0;
        while (at < w->class_count && strcmp(w->classes[at].term->code, w->cases[i].class_code) != 0) {
            at++;
        }
        if (telling < HINT_SHARED_LEAST || at == w->class_count) {
            continue;
        }
        w->similar++;
        w->classes[at].similar++;
        for (size_t k = 0; k < telling; k++) {
            w->classes[at].speaks[shared[k] - w->pairs] = 1;
        }
    }
}

/* Ends the word that is being read, when there is room: not when it is part of another, but in place of one that is part of it. */
static void hint_end_word(struct class_hint *h, const char *word)
{
    for (size_t i = 0; word != NULL && i < h->word_count; i++) {
        if (strstr(h->words[i], word) != NULL) {
            return;
        }
        if (strstr(word, h->words[i]) != NULL) {
            h->words[i] = word;
            return;
        }
    }
    if (word != NULL && h->word_count < CLASS_HINT_WORDS_MAX) {
        h->words[h->word_count++] = word;
    }
}

/* Whether the pair of letters in these bytes of the text speaks for the class. */
static int hint_speaks(const struct hint_work *w, const struct hint_class *c, const char *at, size_t size)
{
    char both[HINT_PAIR_BYTES + 1] = {0};
    uint64_t pair;
    if (size > HINT_PAIR_BYTES) {
        return 0;
    }
    memcpy(both, at, size);
    const struct hint_pair *p = text_pairs(both, &pair, 1) == 1 ? hint_find(w, pair) : NULL;
    return p != NULL && c->speaks[p - w->pairs];
}

/* The places of the text where pairs that speak for the class follow one another, as they stand there. */
static void hint_words(const struct hint_work *w, const struct hint_class *c, struct class_hint *h)
{
    const char *s = w->text, *from = NULL;
    const char *before = s, *before_that = NULL;
    for (long letter = text_next(&s); letter != 0; letter = text_next(&s)) {
        int speaks = before_that != NULL && hint_speaks(w, c, before_that, (size_t)(s - before_that));
        if (speaks && from == NULL) {
            from = before_that;
        }
        if (!speaks && from != NULL) {
            hint_end_word(h, arena_printf(w->ctx->arena, "%.*s", (int)(before - from), from));
            from = NULL;
        }
        before_that = before;
        before = s;
    }
    if (from != NULL) {
        hint_end_word(h, arena_printf(w->ctx->arena, "%s", from));
    }
}

static int64_t hint_score(const struct hint_work *w, const struct hint_class *c)
{
    int named = c->in_name > 2 ? 2 : c->in_name;
    int64_t past = w->similar > 0 ? HINT_CASES_SCORE * c->similar / w->similar : 0;
    /* One or two cases are chance as well. */
    return named * HINT_NAME_SCORE + (c->similar < HINT_SHARED_LEAST ? past / 2 : past);
}

static void hint_choose(const struct hint_work *w, struct class_hint *out, size_t *count)
{
    for (size_t i = 0; i < w->class_count; i++) {
        struct class_hint h = {.term = *w->classes[i].term,
                               .in_name = w->classes[i].in_name,
                               .similar = w->classes[i].similar,
                               .of = w->similar,
                               .score = hint_score(w, &w->classes[i])};
        size_t at = *count;
        while (at > 0 && out[at - 1].score < h.score) {
            at--;
        }
        if (h.score == 0 || at == CLASS_HINTS_MAX) {
            continue;
        }
        hint_words(w, &w->classes[i], &h);
        *count += *count < CLASS_HINTS_MAX;
        memmove(&out[at + 1], &out[at], (*count - at - 1) * sizeof *out);
        out[at] = h;
    }
}

static enum rc hint_load(struct hint_work *w, struct tx *tx)
{
    struct arena *a = w->ctx->arena;
    struct term_row *terms;
    enum rc rc = term_rows_list(tx, a, TERM_LIST_IN_USE, &(struct term_list_in){"class"}, &terms, &w->class_count);
    if (rc == RC_OK) {
        rc = repeat_rows_list_classed(
            tx, a,
            &(struct repeat_list_classed_in){w->ctx->actor->account_id, clock_day_of(w->ctx->now_ms), HINT_CASES_MAX},
            &w->cases, &w->case_count);
    }
    w->classes = rc == RC_OK ? arena_array_of(a, struct hint_class, w->class_count + 1) : NULL;
    unsigned char *speaks = rc == RC_OK ? arena_alloc(a, (w->class_count + 1) * (w->pair_count + 1)) : NULL;
    if (rc != RC_OK || w->classes == NULL || speaks == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < w->class_count; i++) {
        w->classes[i] = (struct hint_class){.term = &terms[i], .speaks = speaks + i * (w->pair_count + 1)};
    }
    return RC_OK;
}

enum rc class_hint_find(struct ctx *ctx, struct tx *tx, const char *text, struct class_hint *out, size_t *count)
{
    struct hint_work w = {.ctx = ctx, .text = text};
    *count = 0;
    enum rc rc = hint_read(&w);
    if (rc == RC_OK) {
        rc = hint_load(&w, tx);
    }
    if (rc != RC_OK) {
        return rc;
    }
    hint_count_pairs(&w);
    hint_by_names(&w);
    hint_by_cases(&w);
    hint_choose(&w, out, count);
    return RC_OK;
}
