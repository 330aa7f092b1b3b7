/*
 * unit.c - adds, changes, moves and closes units.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/unit.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/actor.h"
#include "domain/contact_rule.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/stamp.h"

#include <string.h>

/* Which kind may stand below which. */
static const struct unit_below {
    const char *above, *below;
} unit_below[] = {
    {"county", "bureau"},     {"county", "department"}, {"county", "town"},  {"department", "department"},
    {"bureau", "department"}, {"town", "village"},      {"village", "grid"},
};

static enum rc unit_refuse(struct ctx *ctx, enum reason_id id, const char *pointer, const char *arg0, const char *arg1)
{
    return fault_set(&ctx->fault, RC_REFUSED, reason(id), pointer, arg0, arg1);
}

enum rc unit_check(struct ctx *ctx, struct tx *tx, const char *id, const char *pointer, struct unit_row *out)
{
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, out);
    return rc == RC_NOT_FOUND ? fault_add(&ctx->fault, reason(REASON_UNKNOWN_UNIT), pointer, NULL, NULL) : rc;
}

int unit_may_stand(const char *above, const char *below)
{
    for (size_t i = 0; i < sizeof unit_below / sizeof unit_below[0]; i++) {
        if (strcmp(unit_below[i].above, above) == 0 && strcmp(unit_below[i].below, below) == 0) {
            return 1;
        }
    }
    return 0;
}

static enum rc unit_check_place(struct ctx *ctx, const char *kind, const struct unit_row *parent)
{
    return unit_may_stand(parent->kind, kind)
               ? RC_OK
               : unit_refuse(ctx, REASON_UNIT_WRONG_KIND, "/parent_id", parent->kind, kind);
}

/* The unit above a new one; the county has none, and there is one county. */
static enum rc unit_find_parent(struct ctx *ctx, struct tx *tx, const struct unit_new *in, struct unit_row *parent)
{
    if (strcmp(in->kind, "county") == 0) {
        struct unit_row top;
        enum rc rc = unit_rows_get_top(tx, ctx->arena, &top);
        if (rc == RC_OK || (rc == RC_NOT_FOUND && in->parent_id != NULL)) {
            return unit_refuse(ctx, REASON_UNIT_SECOND_COUNTY, "/kind", NULL, NULL);
        }
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (in->parent_id == NULL) {
        return fault_add(&ctx->fault, reason(REASON_UNIT_NEEDS_PARENT), "/parent_id", NULL, NULL);
    }
    enum rc rc = unit_check(ctx, tx, in->parent_id, "/parent_id", parent);
    return rc == RC_OK ? unit_check_place(ctx, in->kind, parent) : rc;
}

static enum rc unit_journal_new(struct ctx *ctx, struct tx *tx, const struct unit_row *u)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "code", NULL, u->code);
    changes_add(&changes, "name", NULL, u->name);
    changes_add(&changes, "kind", NULL, u->kind);
    changes_add(&changes, "parent_id", NULL, u->parent_id);
    changes_touch(&changes, "unit", u->id);
    return office_journal_append(ctx, tx, "unit.add", u->id, &changes);
}

static enum rc unit_phone_check(struct ctx *ctx, const char *phone)
{
    return phone == NULL || phone[0] == '\0' || contact_office_phone_fits(phone)
               ? RC_OK
               : fault_add(&ctx->fault, reason(REASON_OFFICE_PHONE_FORM), "/phone", NULL, NULL);
}

enum rc unit_add(struct ctx *ctx, struct tx *tx, const struct unit_new *in, struct unit_row *out)
{
    struct unit_row parent = {0};
    struct unit_row taken;
    enum rc rc = unit_find_parent(ctx, tx, in, &parent);
    if (rc != RC_OK) {
        return rc;
    }
    rc = unit_phone_check(ctx, in->phone);
    if (rc != RC_OK) {
        return rc;
    }
    rc = unit_rows_get_by_code(tx, ctx->arena, &(struct unit_get_by_code_in){in->code}, &taken);
    if (rc != RC_NOT_FOUND) {
        return rc == RC_OK ? fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_CODE_TAKEN), "/code", in->code, NULL)
                           : rc;
    }
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    const char *path = arena_printf(ctx->arena, "%s%s/", parent.path ? parent.path : "/", in->code);
    if (id == NULL || path == NULL) {
        return RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    rc = unit_rows_add(
        tx, &(struct unit_add_in){.id = id,
                                  .code = in->code,
                                  .name = in->name,
                                  .short_name = in->short_name ? in->short_name : in->name,
                                  .kind = in->kind,
                                  .parent_id = parent.id,
                                  .path = path,
                                  .can_handle = in->can_handle,
                                  .doc_mark = in->doc_mark,
                                  .phone = in->phone,
                                  .address = in->address,
                                  .valid_from = in->valid_from == SQL_NULL ? clock_day_of(ctx->now_ms) : in->valid_from,
                                  .valid_to = SQL_NULL,
                                  .sort = in->sort});
    if (rc == RC_OK) {
        rc = unit_rows_add_links(tx, &(struct unit_add_links_in){id, parent.id});
    }
    if (rc == RC_OK) {
        rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, out);
    }
    return rc == RC_OK ? unit_journal_new(ctx, tx, out) : rc;
}

/* Moves closure and paths of the whole subtree, and shows its open cases to the new units above. */
static enum rc unit_move(struct ctx *ctx, struct tx *tx, const struct unit_row *u, const char *parent_id)
{
    struct unit_row parent;
    struct unit_is_below_out below;
    if (u->parent_id == NULL || parent_id == NULL) {
        return unit_refuse(ctx, u->parent_id == NULL ? REASON_UNIT_SECOND_COUNTY : REASON_UNIT_NEEDS_PARENT,
                           "/parent_id", NULL, NULL);
    }
    enum rc rc = unit_check(ctx, tx, parent_id, "/parent_id", &parent);
    if (rc != RC_OK) {
        return rc;
    }
    rc = unit_rows_is_below(tx, ctx->arena, &(struct unit_is_below_in){parent_id, u->id}, &below);
    if (rc != RC_NOT_FOUND) {
        return rc == RC_OK ? unit_refuse(ctx, REASON_UNIT_CYCLE, "/parent_id", NULL, NULL) : rc;
    }
    rc = unit_check_place(ctx, u->kind, &parent);
    if (rc != RC_OK) {
        return rc;
    }
    const char *path = arena_printf(ctx->arena, "%s%s/", parent.path, u->code);
    if (path == NULL) {
        return RC_TOO_LARGE;
    }
    rc = unit_rows_drop_links(tx, &(struct unit_drop_links_in){u->id});
    if (rc == RC_OK) {
        rc = unit_rows_move_links(tx, &(struct unit_move_links_in){u->id, parent_id});
    }
    if (rc == RC_OK) {
        rc = unit_rows_move_paths(tx, &(struct unit_move_paths_in){u->id, u->path, path});
    }
    if (rc == RC_OK) {
        rc = unit_rows_share_cases(tx, &(struct unit_share_cases_in){u->id, parent_id});
    }
    return rc == RC_OK ? actor_changed(tx) : rc; /* actors remember paths */
}

/* A unit goes only when nothing hangs on it any more. */
static enum rc unit_check_close(struct ctx *ctx, struct tx *tx, const struct unit_row *u, int64_t valid_to)
{
    if (valid_to == SQL_NULL) {
        return RC_OK;
    }
    if (valid_to < u->valid_from) {
        return fault_add(&ctx->fault, reason(REASON_DATE_ORDER), "/valid_to", NULL, NULL);
    }
    struct unit_count_open_below_out units;
    enum rc rc =
        unit_rows_count_open_below(tx, ctx->arena, &(struct unit_count_open_below_in){u->id, valid_to}, &units);
    if (rc == RC_OK && units.total > 0) {
        return unit_refuse(ctx, REASON_UNIT_HAS_UNITS, "/valid_to",
                           arena_printf(ctx->arena, "%lld", (long long)units.total), NULL);
    }
    struct case_count_open_of_unit_out cases = {0};
    if (rc == RC_OK) {
        rc = case_rows_count_open_of_unit(tx, ctx->arena, &(struct case_count_open_of_unit_in){u->id}, &cases);
    }
    if (rc == RC_OK && cases.total > 0) {
        return unit_refuse(ctx, REASON_UNIT_HAS_CASES, "/valid_to",
                           arena_printf(ctx->arena, "%lld", (long long)cases.total), NULL);
    }
    return rc;
}

static void unit_apply(struct unit_row *u, const struct unit_change *in)
{
    if (in->set & UNIT_SET_NAME) {
        u->name = in->name;
    }
    if (in->set & UNIT_SET_SHORT_NAME) {
        u->short_name = in->short_name ? in->short_name : u->name;
    }
    if (in->set & UNIT_SET_PARENT) {
        u->parent_id = in->parent_id;
    }
    if (in->set & UNIT_SET_CAN_HANDLE) {
        u->can_handle = in->can_handle;
    }
    if (in->set & UNIT_SET_DOC_MARK) {
        u->doc_mark = in->doc_mark;
    }
    if (in->set & UNIT_SET_PHONE) {
        u->phone = in->phone;
    }
    if (in->set & UNIT_SET_ADDRESS) {
        u->address = in->address;
    }
    if (in->set & UNIT_SET_VALID_TO) {
        u->valid_to = in->valid_to;
    }
    if (in->set & UNIT_SET_SORT) {
        u->sort = in->sort;
    }
}

/* What lies below a unit that was moved has other units above it now. */
static enum rc unit_touch_below(struct ctx *ctx, struct tx *tx, const char *id, struct changes *changes)
{
    struct unit_list_below_out *below;
    size_t count = 0;
    enum rc rc = unit_rows_list_below(tx, ctx->arena, &(struct unit_list_below_in){id}, &below, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        changes_touch(changes, "unit", below[i].id);
    }
    return rc;
}

static enum rc unit_save(struct ctx *ctx, struct tx *tx, const struct unit_row *before, const struct unit_row *u)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "name", before->name, u->name);
    changes_add(&changes, "short_name", before->short_name, u->short_name);
    changes_add(&changes, "parent_id", before->parent_id, u->parent_id);
    changes_add_int(&changes, "can_handle", before->can_handle, u->can_handle);
    changes_add(&changes, "doc_mark", before->doc_mark, u->doc_mark);
    changes_add(&changes, "phone", before->phone, u->phone);
    changes_add(&changes, "address", before->address, u->address);
    changes_add_int(&changes, "valid_to", before->valid_to, u->valid_to);
    changes_add_int(&changes, "sort", before->sort, u->sort);
    if (changes.count == 0) {
        return RC_OK;
    }
    changes_touch(&changes, "unit", u->id);
    enum rc rc = unit_rows_save(tx, &(struct unit_save_in){.id = u->id,
                                                           .version = before->version,
                                                           .name = u->name,
                                                           .short_name = u->short_name,
                                                           .parent_id = u->parent_id,
                                                           .can_handle = u->can_handle,
                                                           .doc_mark = u->doc_mark,
                                                           .phone = u->phone,
                                                           .address = u->address,
                                                           .valid_to = u->valid_to,
                                                           .sort = u->sort});
    if (rc == RC_OK && u->parent_id != before->parent_id) {
        rc = unit_touch_below(ctx, tx, u->id, &changes);
    }
    if (rc == RC_OK) {
        rc = stamp_change(tx, STAMP_NAMES);
    }
    return rc == RC_OK ? office_journal_append(ctx, tx, "unit.set", u->id, &changes) : rc;
}

enum rc unit_set(struct ctx *ctx, struct tx *tx, const char *id, int64_t version, const struct unit_change *in,
                 struct unit_row *out)
{
    struct unit_row before;
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, &before);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_UNIT), NULL, NULL, NULL) : rc;
    }
    if (version >= 0 && version != before.version) {
        return fault_set(&ctx->fault, RC_STALE, reason(REASON_STALE), NULL,
                         arena_printf(ctx->arena, "%lld", (long long)before.version), NULL);
    }
    struct unit_row after = before;
    unit_apply(&after, in);
    if (in->set & UNIT_SET_PHONE) { /* one of before this rule stays until it is changed */
        rc = unit_phone_check(ctx, after.phone);
    }
    if (rc == RC_OK && after.valid_to != before.valid_to) {
        rc = unit_check_close(ctx, tx, &before, after.valid_to);
    }
    int is_moved = (before.parent_id == NULL) != (after.parent_id == NULL) ||
                   (before.parent_id != NULL && strcmp(before.parent_id, after.parent_id) != 0);
    if (rc == RC_OK && is_moved) {
        rc = unit_move(ctx, tx, &before, after.parent_id);
    }
    if (rc == RC_OK) {
        rc = unit_save(ctx, tx, &before, &after);
    }
    return rc == RC_OK ? unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, out) : rc;
}
