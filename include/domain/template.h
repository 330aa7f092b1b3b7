/*
 * template.h - what documents look like: text with places for what the case and the event say.
 *
 * A template is plain text, a line each; the first is "template VERSION". A line begins with a sign, or is a paragraph:
 *
 *   = title   ^ number, centred   # heading   | paragraph from the margin   > at the right   ~ small, at the foot
 *   ?name     before any of these: the line is left out when `name` says nothing
 *   {name}    in a line: what the case says under this name; what says nothing leaves nothing. Several lines of text make several
 *             paragraphs.
 *
 * Published templates are never changed; a document is printed with the version that was current when it was issued.
 *
 * Pure. Runs on: any thread. Owns: nothing.
 */
#ifndef DOMAIN_TEMPLATE_H
#define DOMAIN_TEMPLATE_H

#include "base/arena.h"
#include "base/paper.h"

/* Text of a name, or NULL. Names are "number", "petitioner", or those of the event's fields. */
typedef const char *template_say(void *arg, const char *name);

struct template_line {
    enum paper_kind kind;
    const char *text;
};

/* The version that the first line tells; 0: it is no template. */
int template_version(const char *text);
/* RC_TOO_LARGE: the arena is full. */
RC_MUST enum rc template_fill(struct arena *a, const char *text, template_say *say, void *arg,
                              struct template_line **out, size_t *count);

#endif
