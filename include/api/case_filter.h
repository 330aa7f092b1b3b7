/*
 * case_filter.h - the one grammar by which cases are chosen: list, count, saved view, bulk act and export take the same members.
 *
 * Runs on: any thread that owns the request. Owns: nothing; texts live on ctx->arena.
 */
#ifndef API_CASE_FILTER_H
#define API_CASE_FILTER_H

#include "api/board_filter.h"
#include "domain/worklist.h"
#include "http/endpoint.h"

struct case_filter_in {
    const char *stage, *state, *unit, *handler, *lane, *class, *channel, *urgency, *due_before, *view, *q, *open, *sort;
    struct worklist_board board;
};

extern const char *const case_filter_views[],
    *const case_filter_sorts[], *const case_filter_opens[], *const case_filter_stages[], *const case_filter_urgencies[];

/* The field rows; the struct that they are decoded into begins with a struct case_filter_in. */
#define CASE_FILTER_FIELDS                                                                                             \
    IN_ENUM(struct case_filter_in, stage, 0, case_filter_stages, "Only this stage"),                                   \
        IN(struct case_filter_in, state, FIELD_TEXT, 1, 40, "Only this state"),                                        \
        IN(struct case_filter_in, unit, FIELD_ID, 0, 0, "Only cases that this unit holds"),                            \
        IN(struct case_filter_in, handler, FIELD_ID, 0, 0, "Only cases of this handler"),                              \
        IN(struct case_filter_in, lane, FIELD_TEXT, 1, 10, "Only this legal way"),                                     \
        IN(struct case_filter_in, class, FIELD_TEXT, 1, 40, "Only this content class, or the classes below it"),       \
        IN(struct case_filter_in, channel, FIELD_TEXT, 1, 20, "Only this channel"),                                    \
        IN_ENUM(struct case_filter_in, urgency, 0, case_filter_urgencies, "Only this urgency"),                        \
        IN(struct case_filter_in, due_before, FIELD_DATE, 0, 0, "Due on this day or earlier"),                         \
        IN_ENUM(struct case_filter_in, view, 0, case_filter_views, "A figure of the home page as a list"),             \
        IN(struct case_filter_in, q, FIELD_TEXT, 1, 100, "Beginning or end of a number, or part of a title"),          \
        IN_ENUM(struct case_filter_in, open, 0, case_filter_opens,                                                     \
                "Open cases (default), closed ones, or any; any by due date or last change comes newest first"),       \
        IN_ENUM(struct case_filter_in, sort, 0, case_filter_sorts,                                                     \
                "due: earliest first (default); newest: latest registration first; changed: last changed first; "      \
                "number; each also from the other end"),                                                               \
        BOARD_FILTER_IN(struct case_filter_in)

/* The same as an object of its own, in bodies and in what is stored. */
extern const struct field_set case_filter_set;

/* The list that it stands for; without position and limit. */
struct worklist_filter case_filter_of(const struct case_filter_in *in);
/* As JSON text, for storing and for binding a cursor to it; NULL when the arena is full. */
const char *case_filter_text(struct ctx *ctx, const struct case_filter_in *in);
/* Back from that text. */
RC_MUST enum rc case_filter_read(struct ctx *ctx, const char *text, struct case_filter_in *out);

#endif
