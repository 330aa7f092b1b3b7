/*
 * board_filter.h - the query fields of the work list that stand behind figures of the board.
 *
 * A query struct has a member `board` of struct worklist_board.
 *
 * Runs on: a worker. Owns: nothing.
 */
#ifndef API_BOARD_FILTER_H
#define API_BOARD_FILTER_H

#include "domain/indicator.h"
#include "domain/worklist_board.h"
#include "http/endpoint.h"

#define BOARD_FIELD(struct_type, member, kind, low, high, text)                                                        \
    {                                                                                                                  \
        .name = #member, .type = (kind), .offset = offsetof(struct_type, board.member), .min = (low), .max = (high),   \
        .doc = (text)                                                                                                  \
    }
#define BOARD_CHOICE(struct_type, member, list, text)                                                                  \
    {                                                                                                                  \
        .name = #member, .type = FIELD_ENUM, .offset = offsetof(struct_type, board.member), .choices = (list),         \
        .doc = (text)                                                                                                  \
    }
#define BOARD_FILTER_IN(t)                                                                                             \
    BOARD_FIELD(t, below, FIELD_ID, 0, 0, "Held by this unit or one below it"),                                        \
        BOARD_FIELD(t, class_at, FIELD_TEXT, 1, 40, "Exactly this content class; none: cases without one"),            \
        BOARD_FIELD(t, place, FIELD_ID, 0, 0, "From this place or one below it"),                                      \
        BOARD_FIELD(t, place_at, FIELD_TEXT, 1, 26, "From exactly this place; none: no place is told"),                \
        BOARD_CHOICE(t, due_as, worklist_due_keys, "How much time is left; paused ones are in no other part"),         \
        BOARD_FIELD(t, registered_from, FIELD_DATE, 0, 0, "Registered on this day or later"),                          \
        BOARD_FIELD(t, registered_to, FIELD_DATE, 0, 0, "Registered on this day or earlier"),                          \
        BOARD_FIELD(t, closed_from, FIELD_DATE, 0, 0, "Closed on this day or later"),                                  \
        BOARD_FIELD(t, closed_to, FIELD_DATE, 0, 0, "Closed on this day or earlier"),                                  \
        BOARD_CHOICE(t, duty, indicator_keys, "With a duty of this indicator that fell due in the days below"),        \
        BOARD_FIELD(t, duty_from, FIELD_DATE, 0, 0, "Duty due on this day or later"),                                  \
        BOARD_FIELD(t, duty_to, FIELD_DATE, 0, 0, "Duty due on this day or earlier"),                                  \
        BOARD_FIELD(t, duty_unit, FIELD_ID, 0, 0, "Duty of this unit or one below it"),                                \
        BOARD_FIELD(t, duty_at, FIELD_TEXT, 1, 26, "Duty of exactly this unit; none: nobody's"),                       \
        BOARD_FIELD(t, missed, FIELD_BOOL, 0, 0, "With duty: true, not all were on time; false, all were"),            \
        BOARD_FIELD(t, counted, FIELD_BOOL, 0, 0, "true: only what figures of the board count for the actor")

#endif
