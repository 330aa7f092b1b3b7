/*
 * plain_case.c - see plain_case.h.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/plain_case.h"

#include "base/buf.h"
#include "base/clock.h"
#include "domain/document.h"
#include "domain/material.h"

#include <string.h>

int plain_case_has_right(const struct public_case *c, const char *clock)
{
    for (size_t i = 0; i < c->right_count; i++) {
        if (strcmp(c->rights[i].clock, clock) == 0) {
            return 1;
        }
    }
    return 0;
}

int plain_case_takes_material(const struct public_case *c)
{
    int is_open = c->row.is_open != 0;
    for (size_t i = 0; i < c->part_count; i++) {
        is_open |= c->parts[i].row.is_open != 0;
    }
    return is_open && !c->row.is_sealed;
}

static const char *state_title(const struct plain *p, const struct public_case *c)
{
    const struct workflow_text title = public_case_state(c);
    return plain_choose(p, title.zh, title.en);
}

static void put_rights(const struct plain *p, const struct public_case *c)
{
    for (size_t i = 0; i < c->right_count; i++) {
        const struct workflow_clock *clock = workflow_clock_find(c->definition, c->rights[i].clock);
        buf_puts(p->out, i == 0 ? "<ul>\n<li>" : "<li>");
        plain_text(p, clock != NULL ? plain_choose(p, clock->title.zh, clock->title.en) : c->rights[i].clock);
        buf_puts(p->out, plain_choose(p, "：", ": "));
        plain_say_with(p, "track.until", "day", plain_day(p, c->rights[i].due_day));
        buf_puts(p->out, "</li>\n");
    }
    buf_puts(p->out, c->right_count > 0 ? "</ul>\n" : "");
}

static void put_documents(const struct plain *p, const struct public_case *c)
{
    for (size_t i = 0; i < c->document_count; i++) {
        const struct document_row *d = &c->documents[i];
        const char *received = NULL;
        for (size_t k = 0; k < c->delivery_count; k++) {
            received = strcmp(c->deliveries[k].document_id, d->id) == 0 ? plain_day(p, c->deliveries[k].received_day)
                                                                        : received;
        }
        buf_puts(p->out, i == 0 ? "<ul>\n<li>" : "<li>");
        plain_text(p, document_title(d->type, p->ctx->is_zh));
        buf_puts(p->out, " ");
        plain_text(p, d->number);
        buf_puts(p->out, plain_choose(p, "，", ", "));
        if (received != NULL) {
            plain_say_with(p, "track.delivered", "day", received);
        } else {
            plain_text(p, plain_day(p, clock_day_of(d->issued_ms)));
        }
        buf_puts(p->out, "</li>\n");
    }
    buf_puts(p->out, c->document_count > 0 ? "</ul>\n" : "");
}

/* Whom to ring: the unit that has it, or the bureau when that is outside or told no number. */
static void put_phone(const struct plain *p, const struct public_case *c)
{
    struct unit_row bureau;
    if (c->row.outside_body == NULL && c->holder.phone != NULL && c->holder.phone[0] != '\0') {
        plain_fact(p, "portal.phone", c->holder.phone);
    } else if (unit_rows_get_bureau(p->tx, p->ctx->arena, &bureau) == RC_OK && bureau.phone != NULL) {
        plain_fact(p, "portal.phone",
                   arena_printf(p->ctx->arena, "%s%s%s%s", bureau.phone, plain_choose(p, "（", " ("), bureau.name,
                                plain_choose(p, "）", ")")));
    }
}

static void put_facts(const struct plain *p, const struct public_case *c)
{
    buf_puts(p->out, "<dl class=\"facts\">\n");
    plain_fact(p, "receipt.number", c->row.number);
    plain_fact(p, "plain.state", state_title(p, c));
    plain_fact(p, "plain.promised", plain_day(p, c->promised_day));
    plain_fact(p, "track.unit", c->row.outside_body != NULL ? c->row.outside_body : c->holder.name);
    put_phone(p, c);
    plain_fact(p, "portal.address", c->row.outside_body != NULL ? NULL : c->holder.address);
    plain_fact(p, "receipt.registered", plain_day(p, clock_day_of(c->row.registered_ms)));
    plain_fact(p, "plain.closed", c->row.closed_ms != SQL_NULL ? plain_day(p, clock_day_of(c->row.closed_ms)) : NULL);
    buf_puts(p->out, "</dl>\n");
}

static void put_lists(const struct plain *p, const struct public_case *c, const char *tag)
{
    if (c->right_count > 0) {
        plain_tag(p, tag, "track.rights");
        put_rights(p, c);
    }
    if (c->document_count > 0) {
        plain_tag(p, tag, "track.documents");
        put_documents(p, c);
    }
}

static void put_parts(const struct plain *p, const struct public_case *c)
{
    if (c->part_count > 0) {
        plain_tag(p, "h3", "track.parts");
    }
    for (size_t i = 0; i < c->part_count; i++) {
        const struct public_case *part = &c->parts[i];
        buf_puts(p->out, "<h4>");
        plain_text(p, plain_choose(p, part->definition->title.zh, part->definition->title.en));
        buf_puts(p->out, "</h4>\n");
        put_facts(p, part);
        put_lists(p, part, "h5");
    }
}

static void put_steps(const struct plain *p, const struct public_case *c)
{
    plain_tag(p, "h3", "track.steps");
    buf_puts(p->out, "<ol>\n");
    for (size_t i = 0; i < c->step_count; i++) {
        const struct public_step *s = &c->steps[i];
        buf_puts(p->out, "<li>");
        plain_text(p, plain_day(p, clock_day_of(s->at_ms)));
        buf_puts(p->out, " ");
        plain_text(p, plain_choose(p, s->title_zh, s->title_en));
        buf_puts(p->out, " <span lang=\"zh-CN\">");
        plain_text(p, s->unit_name);
        buf_puts(p->out, "</span></li>\n");
    }
    buf_puts(p->out, "</ol>\n");
}

/* Files of one case; 1 when there was one. */
static int put_files(const struct plain *p, const struct public_case *c, int has_begun)
{
    struct material_file *files = NULL;
    size_t count = 0;
    if (material_file_list(p->ctx, p->tx, c, &files, &count) != RC_OK) {
        return has_begun;
    }
    for (size_t i = 0; i < count; i++) {
        if (!has_begun) {
            plain_tag(p, "h3", "material.file.list");
            buf_puts(p->out, "<ul>\n");
            has_begun = 1;
        }
        buf_puts(p->out, "<li>");
        if (files[i].name != NULL) {
            plain_text(p, files[i].name);
        } else {
            plain_say(p, "material.file.removed");
        }
        buf_printf(p->out, " %lld KB ", (long long)((files[i].size + 1023) / 1024));
        plain_text(p, plain_day(p, clock_day_of(files[i].created_ms)));
        buf_puts(p->out, "</li>\n");
    }
    return has_begun;
}

void plain_case_write_files(const struct plain *p, const struct public_case *c)
{
    int has_begun = put_files(p, c, 0);
    for (size_t i = 0; i < c->part_count; i++) {
        has_begun = put_files(p, &c->parts[i], has_begun);
    }
    buf_puts(p->out, has_begun ? "</ul>\n" : "");
}

void plain_case_write(const struct plain *p, const struct public_case *c)
{
    buf_puts(p->out, "<section>\n<h2 lang=\"zh-CN\">");
    plain_text(p, c->row.title);
    buf_puts(p->out, "</h2>\n");
    put_facts(p, c);
    put_lists(p, c, "h3");
    put_parts(p, c);
    put_steps(p, c);
    buf_puts(p->out, "</section>\n");
}
