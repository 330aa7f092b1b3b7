/*
 * guard_intake.c - conditions on lanes and urgent matters.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include <string.h>

/* The simple procedure is for first and little disputed matters of few people; what a superior assigned is none. */
static int route_is_simple(const struct case_work *w, const char *urgency, const char *args[2])
{
    enum { GROUP = 5 };
    const char *zh = NULL, *en = NULL;
    if (!w->row.is_first) {
        zh = "简易办理只用于初次信访事项", en = "the simple procedure is for first petitions";
    } else if (w->row.people_count >= GROUP) {
        zh = "五人以上的集体访、联名件不适用简易办理", en = "not for petitions of five people or more";
    } else if (strcmp(urgency, "major") == 0) {
        zh = "重大事项不适用简易办理", en = "not for major matters";
    } else if (w->has_dispatch && strcmp(w->dispatch.kind, "assignment") == 0) {
        zh = "上级交办的事项不适用简易办理", en = "not for what was assigned";
    }
    args[0] = zh;
    args[1] = en;
    return zh == NULL;
}

int guard_route_suits(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    const char *route = value_text(fields, "route"), *urgency = value_text(fields, "urgency");
    *pointer = "/fields/route";
    route = route != NULL ? route : w->row.lane; /* left empty it stays as it is */
    return strcmp(route, "C6S") != 0 || route_is_simple(w, urgency != NULL ? urgency : w->row.urgency, args);
}

int guard_phone_report_due(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return case_clock((struct case_work *)w, "C17p") != NULL;
}

int guard_written_report_due(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return case_clock((struct case_work *)w, "C17") != NULL;
}

/* Refused or withdrawn before anybody heard the matter, and not by joining or by law. */
int guard_ended_unheard(const struct case_work *w, const struct value *fields, const char *args[2],
                        const char **pointer)
{
    const char *kind = w->row.closing_kind;
    (void)fields, (void)args, (void)pointer;
    return w->row.accepted_ms == SQL_NULL && w->row.finality == NULL &&
           (kind == NULL || strcmp(kind, "withdrawn_by_petitioner") == 0 || strcmp(kind, "not_accepted") == 0);
}

int guard_was_joined(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.closing_kind != NULL && strcmp(w->row.closing_kind, "joined") == 0;
}

int guard_began_at_bureau(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return strcmp(w->registrar.kind, "bureau") == 0;
}

int guard_held_by_bureau(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return strcmp(w->holder.kind, "bureau") == 0;
}

int guard_began_at_unit(const struct case_work *w, const struct value *fields, const char *args[2],
                        const char **pointer)
{
    return !guard_began_at_bureau(w, fields, args, pointer);
}

int guard_is_after_final(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    struct link_row link;
    (void)fields, (void)args, (void)pointer;
    return link_rows_find_kind(w->tx, w->ctx->arena, &(struct link_find_kind_in){w->row.id, "repeat_after_final"},
                               &link) == RC_OK;
}

/* Two accounts see that a petition goes into another one: who registered it, and who judges that it is the same. */
int guard_registered_by_another(const struct case_work *w, const struct value *fields, const char *args[2],
                                const char **pointer)
{
    struct submission_row *rows;
    size_t count = 0;
    const char *own = w->ctx->actor->account_id;
    (void)fields, (void)args, (void)pointer;
    enum rc rc = submission_rows_list_of_case(w->tx, w->ctx->arena, &(struct submission_list_of_case_in){w->row.id},
                                              &rows, &count);
    int is_other = rc == RC_OK;
    for (size_t i = 0; own != NULL && i < count; i++) {
        is_other &= rows[i].registrar_id == NULL || strcmp(rows[i].registrar_id, own) != 0;
    }
    return is_other;
}

static enum rc guard_has_registrar(const struct case_work *w, int *has)
{
    struct submission_row *rows;
    size_t count = 0;
    enum rc rc = submission_rows_list_of_case(w->tx, w->ctx->arena, &(struct submission_list_of_case_in){w->row.id},
                                              &rows, &count);
    *has = rc == RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        *has &= rows[i].registrar_id != NULL;
    }
    return rc;
}

/* What came over the web has no registrar, so the first of the two accounts is who linked the two cases. A case that is not there and
 * one that the actor may not know of are refused alike. */
int guard_linked_by_another(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    struct case_row other;
    struct link_row link;
    struct arena *a = w->ctx->arena;
    const char *number = value_text(fields, "number"), *own = w->ctx->actor->account_id;
    int has = 0;
    (void)args;
    *pointer = "/fields/number";
    enum rc rc = guard_has_registrar(w, &has);
    if (rc != RC_OK || has) {
        return rc == RC_OK;
    }
    rc = case_rows_get_by_number(w->tx, a, &(struct case_get_by_number_in){number}, &other);
    if (rc == RC_OK) {
        rc = link_rows_find_pair(w->tx, a, &(struct link_find_pair_in){w->row.id, other.id}, &link);
    }
    return rc == RC_OK && link.account_id != NULL && (own == NULL || strcmp(link.account_id, own) != 0);
}

int guard_no_longer_proposed(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    struct document_count_drafts_out drafts;
    (void)fields, (void)args, (void)pointer;
    return document_rows_count_drafts(w->tx, w->ctx->arena,
                                      &(struct document_count_drafts_in){w->row.id, "no_longer_accepted_notice"},
                                      &drafts) == RC_OK &&
           drafts.total > 0;
}

/* Art 36: two people decide one thing; the second does not put another text under the first one's name. */
int guard_as_proposed(const struct case_work *w, const struct value *fields, const char *args[2], const char **pointer)
{
    struct document_is_as_drafted_out same;
    const char *opinion = value_text(fields, "final_opinion"), *why = value_text(fields, "why_same");
    const char *help = value_text(fields, "other_help");
    (void)args;
    *pointer = "/fields/final_opinion";
    return opinion != NULL && why != NULL && help != NULL &&
           document_rows_is_as_drafted(
               w->tx, w->ctx->arena,
               &(struct document_is_as_drafted_in){w->row.id, "no_longer_accepted_notice", opinion, why, help},
               &same) == RC_OK &&
           same.total > 0;
}

/* What made it final is named by its number, not from memory. */
int guard_names_final_opinion(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    struct link_row link;
    struct case_row other;
    struct document_find_final_out found;
    const char *opinion = value_text(fields, "final_opinion");
    (void)args;
    *pointer = "/fields/final_opinion";
    if (opinion == NULL ||
        link_rows_find_kind(w->tx, w->ctx->arena, &(struct link_find_kind_in){w->row.id, "repeat_after_final"},
                            &link) != RC_OK ||
        case_rows_get(w->tx, w->ctx->arena, &(struct case_get_in){link.other_id}, &other) != RC_OK) {
        return 0;
    }
    int is_by_recheck = other.finality != NULL && strcmp(other.finality, "final_by_recheck") == 0;
    return !is_by_recheck || /* a local profile knows other ends, which have no opinion */
           document_rows_find_final(w->tx, w->ctx->arena, &(struct document_find_final_in){link.other_id, opinion},
                                    &found) == RC_OK;
}

int guard_several_demands(const struct case_work *w, const struct value *fields, const char *args[2],
                          const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->demand_count > 1;
}
