/*
 * plain_submit.c - see plain_submit.h.
 *
 * One page with three parts, and one to read it all before it is sent: what was typed goes along in hidden controls.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/plain_submit.h"

#include "api/intake.h"
#include "base/buf.h"

#include <string.h>

enum { ROW_DEMAND = 3, ROW_PLACE = 5, ROW_PERSON = 8, ROW_LAST = 15, DEMANDS_MAX = 20, PERSONS_MAX = 50 };

static const struct plain_row submit_rows[] = {
    {.name = "purpose", .label = "submit.purpose", .choices = "purpose", .explained = "submit.purpose"},
    {.name = "title", .label = "sub.title", .hint = "submit.title.hint"},
    {.name = "request", .label = "submit.request", .hint = "submit.request.hint"},
    {.name = "demands.#.text", .label = "sub.demand.n", .hint = "plain.demand.hint", .is_head = 1},
    {.name = "facts", .label = "sub.facts", .hint = "submit.facts.hint"},
    {.name = "place_unit_id", .label = "plain.place", .look = PLAIN_PLACES},
    {.name = "place_detail", .label = "sub.placedetail"},
    {.name = "class_code",
     .label = "submit.class",
     .hint = "submit.class.hint",
     .choices = "class",
     .look = PLAIN_TERMS},
    {.name = "persons.#.name", .label = "person.name", .auto_fill = "name", .is_head = 1},
    {.name = "persons.#.phone", .label = "person.phone", .auto_fill = "tel"},
    {.name = "persons.#.id_type", .label = "person.idtype", .choices = "id_type", .look = PLAIN_TERMS},
    {.name = "persons.#.id_number", .label = "person.id"},
    {.name = "persons.#.address", .label = "person.address", .auto_fill = "street-address"},
    {.name = "persons.#.role", .label = "person.role", .choices = "role", .look = PLAIN_SELECT, .preset = "petitioner"},
    {.name = "persons.#.kind", .label = "person.kind", .choices = "kind", .look = PLAIN_SELECT, .preset = "natural"},
    {.name = "confidential_request", .label = "sub.confidential"},
};
enum { ROWS = sizeof submit_rows / sizeof submit_rows[0] };

static int is_asked_for(const struct plain *p, const char *what)
{
    const char *act = form_text(&p->form, "_do");
    return act != NULL && strcmp(act, what) == 0;
}

/* At least one, as many as were typed, and one more when it was asked for. */
static size_t items_of(const struct plain *p, const char *list, const char *more, size_t least, size_t most)
{
    size_t count = form_count(&p->form, list) + (size_t)is_asked_for(p, more);
    count = count < least ? least : count;
    return count < most ? count : most;
}

static void put_control(const struct plain *p, int row, size_t item)
{
    plain_control(p, &intake_public_body, &submit_rows[row], item);
}

static void put_button(const struct plain *p, const char *act, const char *path, const char *key)
{
    buf_printf(p->out, "<button type=\"submit\" name=\"_do\" value=\"%s\" formaction=\"%s\">", act, path);
    plain_say(p, key);
    buf_puts(p->out, "</button>\n");
}

static void put_what(const struct plain *p)
{
    size_t demands = items_of(p, "demands", "demand", 2, DEMANDS_MAX);
    plain_tag(p, "h2", "plain.part1");
    for (int i = 0; i < ROW_DEMAND; i++) {
        put_control(p, i, 0);
    }
    for (size_t i = 0; i < demands; i++) {
        put_control(p, ROW_DEMAND, i);
    }
    put_button(p, "demand", "/plain/submit", "sub.demand.add");
    put_control(p, ROW_DEMAND + 1, 0);
}

static void put_person(const struct plain *p, size_t item)
{
    buf_puts(p->out, "<fieldset class=\"part\"><legend>");
    plain_say_with(p, "person.n", "n", arena_printf(p->ctx->arena, "%zu", item + 1));
    buf_puts(p->out, "</legend>\n");
    for (int i = ROW_PERSON; i < ROW_LAST; i++) {
        put_control(p, i, item);
    }
    buf_puts(p->out, "</fieldset>\n");
}

static void put_who(const struct plain *p)
{
    size_t persons = items_of(p, "persons", "person", 1, PERSONS_MAX);
    plain_tag(p, "h2", "plain.part3");
    plain_tag(p, "p class=\"hint\"", "submit.who.hint");
    for (size_t i = 0; i < persons; i++) {
        put_person(p, i);
    }
    put_button(p, "person", "/plain/submit", "person.add");
    put_control(p, ROW_LAST, 0);
}

static void put_draft(const struct plain *p, const char *draft)
{
    plain_tag(p, "h2", "draft.title");
    if (draft != NULL) {
        plain_hidden(p, "_draft", draft);
    } else {
        plain_tag(p, "p", "draft.more");
    }
    put_button(p, "keep", "/plain/draft", draft != NULL ? "draft.again" : "draft.keep");
}

static void put_form(const struct plain *p, const char *draft)
{
    plain_form_begin(p, "/plain/submit", 0);
    /* What the enter key presses: not a button that adds something. */
    buf_puts(p->out, "<button type=\"submit\" name=\"_do\" value=\"check\" class=\"default\" tabindex=\"-1\">");
    plain_say(p, "submit.review");
    buf_puts(p->out, "</button>\n<section>\n");
    put_what(p);
    buf_puts(p->out, "</section>\n<section>\n");
    plain_tag(p, "h2", "plain.part2");
    for (int i = ROW_PLACE; i < ROW_PERSON; i++) {
        put_control(p, i, 0);
    }
    buf_puts(p->out, "</section>\n<section>\n");
    put_who(p);
    buf_puts(p->out,
             "</section>\n<p class=\"acts\"><button type=\"submit\" class=\"primary\" name=\"_do\" value=\"check\">");
    plain_say(p, "submit.review");
    buf_puts(p->out, "</button></p>\n<section>\n");
    put_draft(p, draft);
    buf_puts(p->out, "</section>\n</form>\n");
}

static void put_shown(const struct plain *p, int row, size_t item)
{
    plain_fact(p, row == ROW_DEMAND ? "sub.demands" : submit_rows[row].label,
               plain_shown(p, &intake_public_body, &submit_rows[row], item));
}

static void put_review(const struct plain *p, const char *draft)
{
    size_t demands = form_count(&p->form, "demands"), persons = form_count(&p->form, "persons");
    plain_tag(p, "p", "submit.promise");
    buf_puts(p->out, "<dl class=\"facts\">\n");
    for (int i = 0; i < ROW_PERSON; i++) {
        for (size_t k = 0; k < (i == ROW_DEMAND ? demands : 1); k++) {
            put_shown(p, i, k);
        }
    }
    for (size_t k = 0; k < persons; k++) {
        for (int i = ROW_PERSON; i < ROW_LAST; i++) {
            put_shown(p, i, k);
        }
    }
    put_shown(p, ROW_LAST, 0);
    buf_puts(p->out, "</dl>\n");
    plain_form_begin(p, "/plain/send", 1);
    for (size_t i = 0; i < p->form.count; i++) {
        if (p->form.pairs[i].name[0] != '_') {
            /* Known to the table, so the name is one of ours. */
            plain_hidden(p, p->form.pairs[i].name, p->form.pairs[i].text);
        }
    }
    if (draft != NULL) {
        plain_hidden(p, "_draft", draft);
    }
    buf_puts(p->out, "<p class=\"acts\"><button type=\"submit\" class=\"primary\">");
    plain_say(p, "submit.send");
    buf_puts(p->out, "</button>\n");
    put_button(p, "edit", "/plain/submit", "submit.back");
    buf_puts(p->out, "</p>\n</form>\n");
}

/* In the notice at the top: the form is long, and the code is told only once. */
static void put_code(const struct plain *p, const char *draft)
{
    if (draft == NULL) {
        return;
    }
    buf_puts(p->out, "<p>");
    plain_say(p, "plain.kept_under");
    buf_puts(p->out, "</p>\n<p class=\"big\" id=\"draft-code\">");
    plain_text(p, draft);
    buf_puts(p->out, "</p>\n");
}

static int is_accusation(const struct plain *p)
{
    const char *purpose = form_text(&p->form, "purpose");
    return purpose != NULL && strcmp(purpose, "accusation") == 0;
}

void plain_submit_write(const struct plain *p, const char *draft, const char *note, int is_review)
{
    plain_begin(p, is_review ? "submit.check" : "submit.title", "/plain/submit");
    if (note != NULL) {
        plain_tag(p, "p class=\"box good\" role=\"status\"", note);
        put_code(p, draft);
    }
    if (is_accusation(p)) { /* where to report it instead; what else is wrong does not matter then */
        plain_tag(p, "p class=\"box bad\" role=\"alert\" id=\"accusation\"", "accusation.public");
    } else {
        plain_errors(p, submit_rows, ROWS);
    }
    if (is_review) {
        put_review(p, draft);
    } else {
        plain_tag(p, "p class=\"muted\"", "plain.submit.lead");
        buf_printf(p->out, "<p><a href=\"/plain/resume?lang=%s\">", plain_choose(p, "zh", "en"));
        plain_say(p, "draft.link");
        buf_puts(p->out, "</a></p>\n");
        put_form(p, draft);
    }
    plain_end(p);
}
