/*
 * assist.c - which tasks of assisting units are open, and whose they are.
 *
 * Runs on: any thread with a transaction. Owns: nothing.
 */
#include "domain/assist.h"

#include <string.h>

/* Who may answer for a unit; the same as in the definitions' events at place "assisting". */
static const char *const assist_roles[] = {"unit_intake", "unit_handler", "unit_leader", NULL};

enum rc assist_list(const struct case_work *w, struct task_row **out, size_t *count)
{
    return dispatch_rows_list_tasks(w->tx, w->ctx->arena, &(struct dispatch_list_tasks_in){w->row.id}, out, count);
}

const struct task_row *assist_of_unit(const struct case_work *w, const char *unit_id)
{
    struct task_row *rows;
    size_t count;
    if (unit_id == NULL || assist_list(w, &rows, &count) != RC_OK) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].unit_id, unit_id) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

int assist_has_role(const struct case_work *w, const char *role)
{
    struct task_row *rows;
    size_t count;
    if (assist_list(w, &rows, &count) != RC_OK) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (perm_role_at(w->ctx->actor, role, rows[i].unit_id, rows[i].unit_path)) {
            return 1;
        }
    }
    return 0;
}

static int assist_is_mine(const struct case_work *w, const struct task_row *task)
{
    for (size_t i = 0; assist_roles[i] != NULL; i++) {
        if (perm_role_at(w->ctx->actor, assist_roles[i], task->unit_id, task->unit_path)) {
            return 1;
        }
    }
    return 0;
}

const struct task_row *assist_of_actor(const struct case_work *w, const struct value *fields)
{
    struct task_row *rows;
    size_t count;
    const char *unit = value_text(fields, "unit");
    if (assist_list(w, &rows, &count) != RC_OK) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (assist_is_mine(w, &rows[i]) && (unit == NULL || strcmp(unit, rows[i].unit_id) == 0)) {
            return &rows[i];
        }
    }
    return NULL;
}
