/*
 * case_view.h - how cases, clocks and their parts look from outside. Shared by the endpoints that answer with them.
 *
 * Personal fields are masked here and nowhere else.
 *
 * Runs on: a worker or the writer, with a transaction. Owns: nothing; everything lives on ctx->arena.
 */
#ifndef API_CASE_VIEW_H
#define API_CASE_VIEW_H

#include "domain/case.h"
#include "http/endpoint.h"

struct level_out {
    int64_t level, at, fired_at, late_by_ms;
    const char *status;
};

struct deadline_out {
    const char *id, *clock, *title_zh, *title_en, *article, *kind, *unit;
    int64_t length, started_at;
    const char *due_on, *rolled_on;
    int64_t due_at, is_provisional, extension_days;
    const char *paused_since, *status;
    int64_t ended_at, days_left;
    struct level_out *levels;
    size_t levels_count;
};

/* One head for lists and for the single case. */
struct case_head_out {
    const char *id, *number, *title, *lane, *stage, *state, *state_title_zh, *state_title_en;
    const char *class_code, *class_title_zh, *class_title_en, *place_name, *urgency, *channel;
    int64_t is_first;
    const char *petitioner;
    int64_t people_count;
    const char *holder_unit_id, *holder_unit_name, *handler_id, *handler_name;
    int64_t registered_at;
    const char *due_on;
    int64_t due_at, days_left;
    const char *due_clock, *due_unit;
    int64_t due_provisional, is_extended, is_overdue, is_returned, is_supervised, version, changed_at;
};

struct demand_out {
    const char *id;
    int64_t position;
    const char *text, *outcome, *answer, *basis;
};

struct party_out {
    const char *id, *role, *kind, *name, *phone, *id_number, *address;
};

struct closing_out {
    const char *kind;
    int64_t thing_settled;
    const char *petitioner_accepts, *note;
    int64_t closed_at;
    const char *retention;
    int64_t archived_at;
    const char *archive_number;
};

struct workflow_ref_out {
    const char *key;
    int64_t version;
};

struct case_out {
    struct case_head_out head;
    const char *purpose, *request, *facts, *reasons, *source_platform, *place_unit_id, *place_detail, *outcome;
    const char *parent_id, *finality, *outside_body, *certificate;
    struct workflow_ref_out workflow;
    struct demand_out *demands;
    size_t demands_count;
    struct party_out *parties;
    size_t parties_count;
    struct deadline_out *deadlines;
    size_t deadlines_count;
    struct closing_out *closing;
    int64_t elapsed_days, accepted_at, submissions_count;
};

/* Endpoints below /cases/{id} that take nothing else. */
struct case_path {
    const char *id;
};
extern const struct field_set case_view_params;
extern const enum rc case_view_may[]; /* RC_NOT_FOUND */

extern const struct field_set case_view_head_set;           /* CaseSummary */
extern const struct field_set case_view_set;                /* Case */
extern const struct field_set case_view_deadline_set;       /* Deadline */
extern const struct field_set case_view_deadline_brief_set; /* CaseClock: without the rungs */

RC_MUST enum rc case_view_head(struct ctx *ctx, const struct case_summary *row, struct case_head_out *out);
/* A case that the actor may see, as the JSON text of case_view_set; RC_NOT_FOUND otherwise. Scope and version are always read; the
 * text comes from a cache when this version was shown before. */
RC_MUST enum rc case_view_text(struct ctx *ctx, struct tx *tx, const char *id, const char **text, int64_t *version);
/* A case that the actor has just made or moved, whatever their scope is now. */
RC_MUST enum rc case_view_made(struct ctx *ctx, struct tx *tx, const char *id, struct case_out *out);
/* The clocks of a case without their rungs, on ctx->arena. */
RC_MUST enum rc case_view_deadline_clocks(struct ctx *ctx, struct tx *tx, const struct case_row *row,
                                          struct deadline_out **out, size_t *count);
/* All clocks of a case with their rungs. */
RC_MUST enum rc case_view_deadlines(struct ctx *ctx, struct tx *tx, const struct case_row *row,
                                    struct deadline_out **out, size_t *count);
/* The definition that a case began with; NULL only when the database was tampered with. */
const struct workflow *case_view_definition(const struct ctx *ctx, const char *key, int64_t version);

#endif
