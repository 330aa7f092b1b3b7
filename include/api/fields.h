/*
 * fields.h - short forms for field rows whose JSON name is the C member's name.
 *
 * They only declare table rows. OUT: always there; OUT_NULL: may be null; IN: optional input; IN_MUST: required input.
 */
#ifndef API_FIELDS_H
#define API_FIELDS_H

#include "http/endpoint.h"

#define OUT(struct_type, member, kind, text)                                                                           \
    {                                                                                                                  \
        .name = #member, .type = (kind), .offset = offsetof(struct_type, member), .is_required = 1, .doc = (text)      \
    }
#define OUT_NULL(struct_type, member, kind, text)                                                                      \
    {                                                                                                                  \
        .name = #member, .type = (kind), .offset = offsetof(struct_type, member), .doc = (text)                        \
    }
/* Array of rows: member and member_count. */
#define OUT_ROWS(struct_type, member, set, text)                                                                       \
    {                                                                                                                  \
        .name = #member, .type = FIELD_ARRAY, .offset = offsetof(struct_type, member), .is_required = 1, .of = &(set), \
        .count_offset = offsetof(struct_type, member##_count), .doc = (text)                                           \
    }
#define OUT_TEXTS(struct_type, member, text)                                                                           \
    {                                                                                                                  \
        .name = #member, .type = FIELD_TEXTS, .offset = offsetof(struct_type, member), .is_required = 1,               \
        .count_offset = offsetof(struct_type, member##_count), .doc = (text)                                           \
    }
#define OUT_PART(struct_type, member, set, text)                                                                       \
    {                                                                                                                  \
        .name = #member, .type = FIELD_OBJECT, .offset = offsetof(struct_type, member), .is_required = 1,              \
        .of = &(set), .doc = (text)                                                                                    \
    }
/* Pointer to a part; NULL is null. */
#define OUT_MAYBE(struct_type, member, set, text)                                                                      \
    {                                                                                                                  \
        .name = #member, .type = FIELD_OBJECT, .offset = offsetof(struct_type, member), .is_pointer = 1, .of = &(set), \
        .doc = (text)                                                                                                  \
    }

#define IN(struct_type, member, kind, low, high, text)                                                                 \
    {                                                                                                                  \
        .name = #member, .type = (kind), .offset = offsetof(struct_type, member), .min = (low), .max = (high),         \
        .doc = (text)                                                                                                  \
    }
#define IN_MUST(struct_type, member, kind, low, high, text)                                                            \
    {                                                                                                                  \
        .name = #member, .type = (kind), .offset = offsetof(struct_type, member), .is_required = 1, .min = (low),      \
        .max = (high), .doc = (text)                                                                                   \
    }
#define IN_ENUM(struct_type, member, must, list, text)                                                                 \
    {                                                                                                                  \
        .name = #member, .type = FIELD_ENUM, .offset = offsetof(struct_type, member), .is_required = (must),           \
        .choices = (list), .doc = (text)                                                                               \
    }
#define IN_ROWS(struct_type, member, must, low, high, set, text)                                                       \
    {                                                                                                                  \
        .name = #member, .type = FIELD_ARRAY, .offset = offsetof(struct_type, member), .is_required = (must),          \
        .min = (low), .max = (high), .of = &(set), .count_offset = offsetof(struct_type, member##_count),              \
        .doc = (text)                                                                                                  \
    }

#endif
