/*
 * document.h - documents of a case and their numbers.
 *
 * Numbers run per issuing unit, type and year without gaps: 稽信访〔2026〕转字12号. What a document states is kept as the JSON of the
 * event's fields, so that a later template can print any edition again. A number is taken in the transaction that issues or signs,
 * so that no draft has one; a document that becomes void keeps its number.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef DOMAIN_DOCUMENT_H
#define DOMAIN_DOCUMENT_H

#include "domain/case.h"

/* Types that definitions may use; NULL-terminated. */
extern const char *const document_types[];
/* Title of a type; the type itself when unknown. */
const char *document_title(const char *type, int is_zh);
/* Whether papers of this type are written to the petitioner; the others go between offices. */
int document_is_to_petitioner(const char *type);

/* Issues a numbered document of `unit` that states `fields`; `id` may be NULL. Acts go through document_make (document_plan.h). */
RC_MUST enum rc document_issue(struct case_work *w, const struct unit_row *unit, const char *type,
                               const struct value *fields, const char **id);
/* Keeps in the documents that this command issued by when the case is to be done, as it stands now: a notice goes on saying what was
 * told, whatever is extended later. After the clocks of the event have started. */
RC_MUST enum rc document_note_due(struct case_work *w);
/* Keeps what a body outside the county issued, under that body's own number; no series here moves on. */
RC_MUST enum rc document_keep(struct case_work *w, const char *type, const char *number, const char **id);
/* The number that the next paper of this type would get, if nobody else is faster; none is taken. */
RC_MUST enum rc document_next_number(struct ctx *ctx, struct tx *tx, const struct unit_row *unit, const char *type,
                                     const char **out);
/* A draft that states `fields`; numbered when it is signed. */
RC_MUST enum rc document_draft(struct case_work *w, const char *type, const struct value *fields);
/* Signs the decision in force, w->opinion, which is of this type. */
RC_MUST enum rc document_sign(struct case_work *w, const char *type);
/* Records that a document reached its addressee. `day` is the day of receipt. */
RC_MUST enum rc document_deliver(struct case_work *w, const char *document_id, const char *method, int32_t day,
                                 const char *receiver, const char *proof);

/* What papers tell of the law, by the case's own definition. NULL: that definition has no such time.
 * The time in which a unit says whether it accepts what it was sent (Art 23), and the one that its head may extend (Art 34). */
const struct workflow_clock *document_answer_clock(const struct case_row *c, const struct workflow *definition);
const struct workflow_clock *document_extension_clock(const struct case_row *c, const struct workflow *definition);
/* Whether a recheck with these fields ends the matter (Art 36): what it sends back is not over. */
int document_is_final(const struct value *body);
/* Where to go from here (Arts 35, 36), in words: the level above a unit of this kind (NULL: a body outside the county) in a county. */
const char *document_level_above(struct arena *a, const char *unit_kind, const char *county, int is_zh);
/* The decision that a case of a review lane ends in. */
const char *document_type_of_review(const struct case_row *c);
/* The body outside the county whose decision a document of this type is, kept here and still its own; NULL: a unit's here. */
const char *document_decided_by(const struct case_row *c, const char *type);

#endif
