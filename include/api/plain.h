/*
 * plain.h - the pages for people without scripts (/plain): frame, texts, and controls that come out of the field tables of the API.
 *
 * A row of a form says only what a table of fields cannot: how the control is called in words, and in which order it comes. Type,
 * bounds, choices and whether it must be filled in are those of the field. Whatever was refused, the page shows what was typed, says at
 * the top what is wrong with links to the controls, and says it again beside each.
 *
 * Everything that is written passes plain_text or is a constant: no text of a person or of the store reaches the page unescaped.
 *
 * Runs on: a worker, after the request. Owns: nothing.
 */
#ifndef API_PLAIN_H
#define API_PLAIN_H

#include "http/endpoint.h"
#include "http/form.h"

struct tx;
struct unit_row;

enum { PLAIN_NAME_MAX = FORM_NAME_MAX };

struct plain {
    struct ctx *ctx;
    struct tx *tx;
    struct call *call;
    struct buf *out;
    struct form form; /* what the controls show */
};

enum plain_look { PLAIN_BY_TYPE, PLAIN_SELECT, PLAIN_TERMS, PLAIN_PLACES };

struct plain_row {
    const char *name;      /* of the control, "persons.#.phone"; '#' is the item */
    const char *label;     /* key of the word */
    const char *hint;      /* key, or NULL */
    const char *choices;   /* words of an enum's choices are choices.<choice>; the dictionary of PLAIN_TERMS */
    const char *explained; /* words below a choice are explained.<choice>; NULL: none */
    enum plain_look look;
    const char *auto_fill; /* autocomplete token, or NULL */
    const char *preset;    /* chosen when nothing was yet, or NULL */
    int is_head;           /* of its list: what is wrong with the list is told here */
};

/* GET parameter `lang`; for every page that is only shown. */
struct plain_in {
    const char *lang;
};
extern const struct field_set plain_query;
/* Nothing to do: the page is written afterwards. */
RC_MUST enum rc plain_run(struct ctx *ctx, struct tx *tx, struct call *call);

/* The row of a page that is only shown. */
#define PLAIN_SHOW(route, name, text, writes)                                                                          \
    {                                                                                                                  \
        .method = "GET", .path = (route), .operation = (name), .tag = "plain", .summary = (text),                      \
        .need = ENDPOINT_PUBLIC, .query = &plain_query, .in_size = sizeof(struct plain_in), .ok = 200,                 \
        .page = (writes), .cost = 2, .run = plain_run                                                                  \
    }

/* plain.c: frame and text */
struct plain plain_new(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out);
/* Head, bar with the ways, the link to the other language at `path`, and the heading. */
void plain_begin(const struct plain *p, const char *title_key, const char *path);
void plain_end(const struct plain *p);
const char *plain_word(const struct plain *p, const char *key);
void plain_text(const struct plain *p, const char *text);
void plain_say(const struct plain *p, const char *key);
/* The word with {name} filled in. */
void plain_say_with(const struct plain *p, const char *key, const char *name, const char *text);
/* <tag>word</tag>; `tag` may carry attributes. */
void plain_tag(const struct plain *p, const char *tag, const char *key);
/* One line of a list of terms; nothing without a text. */
void plain_fact(const struct plain *p, const char *key, const char *text);
const char *plain_day(const struct plain *p, int64_t day);
const char *plain_choose(const struct plain *p, const char *zh, const char *en);

/* plain_form.c: forms */
/* <form> with language, and a key when it changes something. */
void plain_form_begin(const struct plain *p, const char *action, int has_key);
/* The same for a form with a file at its end, which is closed by plain_file_end: the file's control, and the button. */
void plain_file_begin(const struct plain *p, const char *action);
void plain_file_end(const struct plain *p, const char *label_key, const char *submit_key);
void plain_form_end(const struct plain *p, const char *submit_key);
void plain_hidden(const struct plain *p, const char *name, const char *value);
/* What is wrong, with links to the rows' controls. Nothing when nothing is. */
void plain_errors(const struct plain *p, const struct plain_row *rows, size_t count);
/* One control with label, hint and error. */
void plain_control(const struct plain *p, const struct field_set *set, const struct plain_row *row, size_t item);
/* The words for what was typed into it; NULL: nothing. */
const char *plain_shown(const struct plain *p, const struct field_set *set, const struct plain_row *row, size_t item);

#endif
