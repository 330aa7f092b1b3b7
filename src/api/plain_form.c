/*
 * plain_form.c - forms of the plain pages: every control comes out of its field.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/plain.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/ident.h"
#include "store/sql_stmts.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void plain_hidden(const struct plain *p, const char *name, const char *value)
{
    buf_printf(p->out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    plain_text(p, value);
    buf_puts(p->out, "\">\n");
}

/* A second click sends the same key, and is answered with what the first did. */
static void form_own(const struct plain *p, int has_key)
{
    char key[IDENT_SIZE];
    plain_hidden(p, "_lang", plain_choose(p, "zh", "en"));
    if (has_key) {
        ident_new(p->ctx->now_ms, key);
        plain_hidden(p, "_key", key);
    }
}

void plain_form_begin(const struct plain *p, const char *action, int has_key)
{
    buf_printf(p->out, "<form method=\"post\" action=\"%s\" novalidate>\n", action);
    form_own(p, has_key);
}

void plain_file_begin(const struct plain *p, const char *action)
{
    buf_printf(p->out, "<form method=\"post\" action=\"%s\" enctype=\"multipart/form-data\" novalidate>\n", action);
    form_own(p, 1);
}

void plain_file_end(const struct plain *p, const char *label_key, const char *submit_key)
{
    buf_puts(p->out, "<div class=\"field\">\n<label for=\"f-file\">");
    plain_say(p, label_key);
    buf_puts(p->out, "</label>\n<input id=\"f-file\" name=\"file\" type=\"file\">\n</div>\n");
    plain_form_end(p, submit_key);
}

void plain_form_end(const struct plain *p, const char *submit_key)
{
    buf_puts(p->out, "<p class=\"acts\"><button type=\"submit\" class=\"primary\">");
    plain_say(p, submit_key);
    buf_puts(p->out, "</button></p>\n</form>\n");
}

/* "persons.0.phone" of "persons.#.phone". */
static const char *row_name(const struct plain *p, const struct plain_row *row, size_t item)
{
    const char *hash = strchr(row->name, '#');
    return hash == NULL ? row->name
                        : arena_printf(p->ctx->arena, "%.*s%zu%s", (int)(hash - row->name), row->name, item, hash + 1);
}

/* Walks "persons.0.phone" down the tables. */
static const struct field *find_field(const struct field_set *set, const char *name)
{
    for (;;) {
        size_t n = strcspn(name, ".");
        const struct field *f = NULL;
        for (int i = 0; i < set->count && f == NULL; i++) {
            const char *own = set->fields[i].name;
            f = strlen(own) == n && strncmp(own, name, n) == 0 ? &set->fields[i] : NULL;
        }
        if (f == NULL || f->of == NULL || name[n] == '\0') {
            return f;
        }
        name += n + 1;
        if (isdigit((unsigned char)*name)) {
            name += strcspn(name, ".") + 1;
        }
        set = f->of;
    }
}

/* "/persons/0/phone" against "persons.0.phone"; the list itself is told at the head of its first item. */
static int is_of(const char *pointer, const char *name, int is_head)
{
    size_t i = 0;
    if (pointer == NULL || *pointer++ != '/') {
        return 0;
    }
    while (pointer[i] != '\0' && (pointer[i] == name[i] || (pointer[i] == '/' && name[i] == '.'))) {
        i++;
    }
    return pointer[i] == '\0' && (name[i] == '\0' || (is_head && strncmp(name + i, ".0.", 3) == 0));
}

static const struct fault_error *error_of(const struct plain *p, const struct plain_row *row, const char *name)
{
    const struct fault *f = &p->ctx->fault;
    if (is_of(f->main.pointer, name, row->is_head)) {
        return &f->main;
    }
    for (int i = 0; i < f->error_count; i++) {
        if (is_of(f->errors[i].pointer, name, row->is_head)) {
            return &f->errors[i];
        }
    }
    return NULL;
}

static const char *error_text(const struct plain *p, const struct fault_error *e)
{
    const char *text = e->reason != NULL ? fault_text(p->ctx->arena, e, p->ctx->is_zh) : NULL;
    return text != NULL && *text != '\0' ? text : rc_title(p->ctx->fault.rc, p->ctx->is_zh);
}

/* The control that a pointer is about, and its row; NULL: none of this form. */
static const char *control_of(const struct plain *p, const char *pointer, const struct plain_row *rows, size_t count,
                              const struct plain_row **row)
{
    enum { ITEMS_MAX = 50 };
    for (size_t i = 0; i < count; i++) {
        size_t items = strchr(rows[i].name, '#') != NULL ? ITEMS_MAX : 1;
        for (size_t k = 0; k < items; k++) {
            const char *name = row_name(p, &rows[i], k);
            if (name != NULL && is_of(pointer, name, rows[i].is_head)) {
                *row = &rows[i];
                return name;
            }
        }
    }
    return NULL;
}

/* "Demand 2": its own number, where the words have a place for it. */
static void put_label(const struct plain *p, const struct plain_row *row, const char *name)
{
    size_t item = strtoul(name + strcspn(name, "0123456789"), NULL, 10);
    plain_say_with(p, row->label, "n", arena_printf(p->ctx->arena, "%zu", item + 1));
}

static void put_error(const struct plain *p, const struct fault_error *e, const struct plain_row *rows, size_t count)
{
    const struct plain_row *row = NULL;
    const char *name = control_of(p, e->pointer, rows, count, &row);
    buf_puts(p->out, "<li>");
    if (name != NULL) {
        buf_printf(p->out, "<a href=\"#f-%s\">", name);
        put_label(p, row, name);
        buf_puts(p->out, plain_choose(p, "：", ": "));
    }
    plain_text(p, error_text(p, e));
    buf_puts(p->out, name != NULL ? "</a></li>\n" : "</li>\n");
}

void plain_errors(const struct plain *p, const struct plain_row *rows, size_t count)
{
    const struct fault *f = &p->ctx->fault;
    if (f->rc == RC_OK) {
        return;
    }
    buf_puts(p->out, "<div class=\"box bad\" role=\"alert\" id=\"errors\" tabindex=\"-1\">\n");
    plain_tag(p, "h2", f->rc == RC_INVALID ? "plain.errors" : "plain.refused");
    buf_puts(p->out, "<ul>\n");
    if (f->main.reason != NULL || f->error_count == 0) {
        put_error(p, &f->main, rows, count);
    }
    for (int i = 0; i < f->error_count; i++) {
        put_error(p, &f->errors[i], rows, count);
    }
    buf_puts(p->out, "</ul>\n</div>\n");
}

struct control {
    const struct plain *p;
    const struct field *field;
    const struct plain_row *row;
    const char *name, *value;
    const struct fault_error *error;
};

/* Of an item behind the first: left empty, it is none. */
static int is_further(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot != NULL && strncmp(dot, ".0.", 3) != 0;
}

static int has_hint(const struct control *c)
{
    return c->row->hint != NULL && !is_further(c->name);
}

/* id, name, and what describes it. */
static void put_attributes(const struct control *c, const char *suffix)
{
    struct buf *out = c->p->out;
    buf_printf(out, " id=\"f-%s%s\" name=\"%s\"", c->name, suffix, c->name);
    if (c->row->auto_fill != NULL) {
        buf_printf(out, " autocomplete=\"%s\"", c->row->auto_fill);
    }
    if (has_hint(c) || c->error != NULL) {
        buf_puts(out, " aria-describedby=\"");
        if (has_hint(c)) {
            buf_printf(out, "h-%s", c->name);
        }
        if (c->error != NULL) {
            buf_printf(out, "%se-%s", has_hint(c) ? " " : "", c->name);
        }
        buf_puts(out, "\"");
    }
    buf_puts(out, c->error != NULL ? " aria-invalid=\"true\"" : "");
}

static void put_option(const struct control *c, const char *value, const char *text)
{
    struct buf *out = c->p->out;
    buf_puts(out, "<option value=\"");
    plain_text(c->p, value);
    buf_puts(out, c->value != NULL && strcmp(c->value, value) == 0 ? "\" selected>" : "\">");
    plain_text(c->p, text);
    buf_puts(out, "</option>\n");
}

static const char *choice_word(const struct plain *p, const struct plain_row *row, const char *choice)
{
    return plain_word(p, arena_printf(p->ctx->arena, "%s.%s", row->choices, choice));
}

static void put_terms(const struct control *c)
{
    struct term_row *rows;
    size_t count;
    if (term_rows_list(c->p->tx, c->p->ctx->arena, TERM_LIST_IN_USE, &(struct term_list_in){c->row->choices}, &rows,
                       &count) != RC_OK) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *title = plain_choose(c->p, rows[i].title_zh, rows[i].title_en);
        put_option(c, rows[i].code,
                   rows[i].parent_code != NULL ? arena_printf(c->p->ctx->arena, "　%s", title) : title);
    }
}

static void put_places(const struct control *c)
{
    struct unit_list_places_out *rows;
    size_t count;
    enum rc rc =
        unit_rows_list_places(c->p->tx, c->p->ctx->arena,
                              &(struct unit_list_places_in){clock_day_of(c->p->ctx->now_ms), 2000}, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (strcmp(rows[i].kind, "village") == 0) {
            continue;
        }
        put_option(c, rows[i].id, rows[i].name);
        for (size_t k = 0; k < count; k++) {
            if (rows[k].parent_id != NULL && strcmp(rows[k].parent_id, rows[i].id) == 0) {
                put_option(c, rows[k].id, arena_printf(c->p->ctx->arena, "　%s", rows[k].name));
            }
        }
    }
}

static void put_select(const struct control *c)
{
    const struct field *f = c->field;
    buf_puts(c->p->out, "<select");
    put_attributes(c, "");
    buf_puts(c->p->out, ">\n");
    if (!f->is_required || c->value == NULL) {
        put_option(c, "", plain_word(c->p, f->is_required ? "plain.choose" : "form.unsure"));
    }
    if (c->row->look == PLAIN_TERMS) {
        put_terms(c);
    } else if (c->row->look == PLAIN_PLACES) {
        put_places(c);
    }
    for (int i = 0; c->row->look == PLAIN_SELECT && f->choices[i] != NULL; i++) {
        put_option(c, f->choices[i], choice_word(c->p, c->row, f->choices[i]));
    }
    buf_puts(c->p->out, "</select>\n");
}

static void put_radios(const struct control *c)
{
    struct buf *out = c->p->out;
    for (int i = 0; c->field->choices[i] != NULL; i++) {
        const char *choice = c->field->choices[i];
        char suffix[16] = "";
        if (i > 0) {
            (void)snprintf(suffix, sizeof suffix, "-%d", i);
        }
        buf_puts(out, "<label class=\"choice\"><input type=\"radio\"");
        put_attributes(c, suffix);
        buf_printf(out, " value=\"%s\"%s><span>", choice,
                   c->value != NULL && strcmp(c->value, choice) == 0 ? " checked" : "");
        plain_text(c->p, choice_word(c->p, c->row, choice));
        if (c->row->explained != NULL) {
            buf_puts(out, " <small>");
            plain_say(c->p, arena_printf(c->p->ctx->arena, "%s.%s", c->row->explained, choice));
            buf_puts(out, "</small>");
        }
        buf_puts(out, "</span></label>\n");
    }
}

static void put_input(const struct control *c)
{
    enum { SHORT_MAX = 1000 };
    struct buf *out = c->p->out;
    const struct field *f = c->field;
    int is_long = f->type == FIELD_LONG;
    const char *type = f->type == FIELD_DATE ? "date" : "text";
    if (is_long) {
        buf_printf(out, "<textarea rows=\"%d\"", f->max <= SHORT_MAX ? 2 : 5);
    } else {
        buf_printf(out, "<input type=\"%s\"%s", type, f->type == FIELD_INT ? " inputmode=\"numeric\"" : "");
    }
    put_attributes(c, "");
    if (f->max > 0 && f->type != FIELD_INT) {
        buf_printf(out, " maxlength=\"%lld\"", (long long)f->max);
    }
    buf_puts(out, is_long ? ">\n" : " value=\"");
    plain_text(c->p, c->value);
    buf_puts(out, is_long ? "</textarea>\n" : "\">\n");
}

static void put_legend(const struct control *c, int is_group)
{
    struct buf *out = c->p->out;
    if (is_group) {
        buf_puts(out, "<legend>");
    } else {
        buf_printf(out, "<label for=\"f-%s\">", c->name);
    }
    put_label(c->p, c->row, c->name);
    if (!c->field->is_required || is_further(c->name)) {
        buf_puts(out, " <span class=\"muted\">");
        plain_say(c->p, "form.optional");
        buf_puts(out, "</span>");
    }
    buf_puts(out, is_group ? "</legend>\n" : "</label>\n");
    if (has_hint(c)) {
        buf_printf(out, "<p class=\"hint\" id=\"h-%s\">", c->name);
        plain_say(c->p, c->row->hint);
        buf_puts(out, "</p>\n");
    }
    if (c->error != NULL) {
        buf_printf(out, "<p class=\"error\" id=\"e-%s\">", c->name);
        plain_text(c->p, error_text(c->p, c->error));
        buf_puts(out, "</p>\n");
    }
}

static void put_check(const struct control *c)
{
    buf_puts(c->p->out, "<div class=\"field\"><label class=\"choice\"><input type=\"checkbox\" value=\"true\"");
    put_attributes(c, "");
    buf_puts(c->p->out, c->value != NULL ? " checked><span>" : "><span>");
    plain_say(c->p, c->row->label);
    buf_puts(c->p->out, "</span></label></div>\n");
}

void plain_control(const struct plain *p, const struct field_set *set, const struct plain_row *row, size_t item)
{
    const char *name = row_name(p, row, item);
    const struct field *f = name != NULL ? find_field(set, name) : NULL;
    if (f == NULL) {
        p->out->failed = 1; /* a row that no field stands behind; every test of the page sees it */
        return;
    }
    struct control c = {p, f, row, name, form_text(&p->form, name), error_of(p, row, name)};
    c.value = c.value != NULL ? c.value : row->preset;
    int is_group = f->type == FIELD_ENUM && row->look == PLAIN_BY_TYPE;
    if (f->type == FIELD_BOOL) {
        put_check(&c);
        return;
    }
    buf_printf(p->out, is_group ? "<fieldset class=\"field%s\">\n" : "<div class=\"field%s\">\n",
               c.error != NULL ? " wrong" : "");
    put_legend(&c, is_group);
    if (is_group) {
        put_radios(&c);
    } else if (row->look != PLAIN_BY_TYPE) {
        put_select(&c);
    } else {
        put_input(&c);
    }
    buf_puts(p->out, is_group ? "</fieldset>\n" : "</div>\n");
}

static const char *place_name(const struct plain *p, const char *id)
{
    struct unit_row unit, above;
    if (unit_rows_get(p->tx, p->ctx->arena, &(struct unit_get_in){id}, &unit) != RC_OK) {
        return id;
    }
    int has_above = strcmp(unit.kind, "village") == 0 && unit.parent_id != NULL &&
                    unit_rows_get(p->tx, p->ctx->arena, &(struct unit_get_in){unit.parent_id}, &above) == RC_OK;
    return has_above ? arena_printf(p->ctx->arena, "%s %s", above.name, unit.name) : unit.name;
}

const char *plain_shown(const struct plain *p, const struct field_set *set, const struct plain_row *row, size_t item)
{
    const char *name = row_name(p, row, item);
    const struct field *f = name != NULL ? find_field(set, name) : NULL;
    const char *value = f != NULL ? form_text(&p->form, name) : NULL;
    struct term_row term;
    if (value == NULL || *value == '\0') {
        return NULL;
    }
    if (row->look == PLAIN_PLACES) {
        return place_name(p, value);
    }
    if (row->look == PLAIN_TERMS) {
        enum rc rc = term_rows_get(p->tx, p->ctx->arena, &(struct term_get_in){row->choices, value}, &term);
        return rc == RC_OK ? plain_choose(p, term.title_zh, term.title_en) : value;
    }
    if (f->type == FIELD_BOOL) {
        return plain_word(p, "plain.yes");
    }
    return f->type == FIELD_ENUM ? choice_word(p, row, value) : value;
}
