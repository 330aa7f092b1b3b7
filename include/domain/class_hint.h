/*
 * class_hint.h - which content classes the words of a submission point at (内容分类), with the reasons.
 *
 * Two things speak for a class, and both are shown: words of its name that stand in the text, and how many of the latest cases with words
 * in common (that the actor may know of) a clerk gave that class. There is nothing else in it, and nothing is filled in by itself.
 *
 * Runs on: any thread with a read transaction. Owns: nothing; rows live on ctx->arena.
 */
#ifndef DOMAIN_CLASS_HINT_H
#define DOMAIN_CLASS_HINT_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct tx;

enum { CLASS_HINTS_MAX = 3, CLASS_HINT_WORDS_MAX = 4 };

struct class_hint {
    struct term_row term;
    const char *words[CLASS_HINT_WORDS_MAX]; /* of the text, that speak for it */
    size_t word_count;
    int in_name;     /* how many pairs of letters of its name stand in the text */
    int64_t similar; /* of the cases with words in common, those of this class */
    int64_t of;      /* all cases with words in common */
    int64_t score;   /* orders the list */
};

/* At most CLASS_HINTS_MAX, the likeliest first; none when nothing speaks for any. `out` has room for that many. */
RC_MUST enum rc class_hint_find(struct ctx *ctx, struct tx *tx, const char *text, struct class_hint *out,
                                size_t *count);

#endif
