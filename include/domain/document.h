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

/* Issues a numbered document of the holder (or of `unit`) with the event's fields as its body; `id` may be NULL. */
RC_MUST enum rc document_issue(struct case_work *w, const struct unit_row *unit, const char *type, const char **id);
/* Keeps in the documents that this command issued by when the case is to be done, as it stands now: a notice goes on saying what was
 * told, whatever is extended later. After the clocks of the event have started. */
RC_MUST enum rc document_note_due(struct case_work *w);
/* A draft with the event's fields as its body; numbered when it is signed. */
RC_MUST enum rc document_draft(struct case_work *w, const char *type);
/* Signs the decision in force, w->opinion, which is of this type. */
RC_MUST enum rc document_sign(struct case_work *w, const char *type);
/* Records that a document reached its addressee. `day` is the day of receipt. */
RC_MUST enum rc document_deliver(struct case_work *w, const char *document_id, const char *method, int32_t day,
                                 const char *receiver, const char *proof);

#endif
