/*
 * workflow_inside.h - what the files of the workflow engine share, and nobody else needs.
 *
 * Loading goes in three steps, each in its own file: text to a tree of values (workflow_load.c, Jansson), tree to structs with
 * every name looked up (workflow_read*.c), and what can only be judged of the whole (workflow_check*.c). All of them
 * collect problems and go on, so that an author learns of everything at once.
 *
 * Runs on: any thread. Owns: nothing; everything is on the arena of the load.
 */
#ifndef DOMAIN_WORKFLOW_INSIDE_H
#define DOMAIN_WORKFLOW_INSIDE_H

#include "base/arena.h"
#include "domain/workflow.h"

enum {
    WORKFLOW_PROBLEMS_MAX = 100,
    WORKFLOW_STATES_MAX = 64,
    WORKFLOW_CLOCKS_MAX = 64, /* a set of clocks is one uint64_t */
    WORKFLOW_EDGES_MAX = 256,
    WORKFLOW_ITEMS_MAX = 100 /* fields of an event, choices of a field, levels of a ladder, names in a list */
};

/* What can be wrong with a definition; codes and texts in workflow_problem.c. */
enum workflow_problem_id {
    WORKFLOW_AGAINST_LAW,
    WORKFLOW_BAD_CLOCK,
    WORKFLOW_BAD_FIELD,
    WORKFLOW_BAD_KEY,
    WORKFLOW_BAD_LADDER,
    WORKFLOW_CLOCK_NEVER_STARTED,
    WORKFLOW_CLOCK_NEVER_STOPPED,
    WORKFLOW_CLOCK_RUNS_AFTER_CLOSE,
    WORKFLOW_CLOCK_STARTED_TWICE,
    WORKFLOW_CLOSE_UNREACHABLE,
    WORKFLOW_DIFFERS_FROM_ITSELF,
    WORKFLOW_DUPLICATE_KEY,
    WORKFLOW_EDGE_TWICE,
    WORKFLOW_FIELD_NEEDED,
    WORKFLOW_MALFORMED,
    WORKFLOW_MISSING_MEMBER,
    WORKFLOW_STATE_UNREACHABLE,
    WORKFLOW_STATE_WITHOUT_CLOCK,
    WORKFLOW_TOO_COMPLEX,
    WORKFLOW_TOO_MANY,
    WORKFLOW_UNKNOWN_ADDRESSEE,
    WORKFLOW_UNKNOWN_CHECK,
    WORKFLOW_UNKNOWN_CHOICE,
    WORKFLOW_UNKNOWN_CLOCK,
    WORKFLOW_UNKNOWN_DOCUMENT,
    WORKFLOW_UNKNOWN_EFFECT,
    WORKFLOW_UNKNOWN_EVENT,
    WORKFLOW_UNKNOWN_FIELD,
    WORKFLOW_UNKNOWN_GUARD,
    WORKFLOW_UNKNOWN_LADDER,
    WORKFLOW_UNKNOWN_LANE,
    WORKFLOW_UNKNOWN_MEMBER,
    WORKFLOW_UNKNOWN_ROLE,
    WORKFLOW_UNKNOWN_STATE,
    WORKFLOW_UNKNOWN_WORD,
    WORKFLOW_WRONG_KIND,
    WORKFLOW_PROBLEM_KINDS
};

struct workflow_problems {
    struct arena *arena;
    struct workflow_problem *list; /* room for WORKFLOW_PROBLEMS_MAX */
    size_t count;
};

/* "unknown_guard" of an id. Static storage. */
const char *workflow_problem_code(enum workflow_problem_id id);
/* Notes a problem; {0} and {1} of its text are the arguments (may be NULL). Problems beyond the maximum are dropped. */
void workflow_problem_add(struct workflow_problems *p, enum workflow_problem_id id, const char *pointer,
                          const char *arg0, const char *arg1);
/* `path` and one more step; the name is escaped as RFC 6901 wants it. "" when the arena is full. */
const char *workflow_path(struct arena *a, const char *path, const char *name);
const char *workflow_path_at(struct arena *a, const char *path, size_t index);

/* Index of a key, or -1. */
int workflow_state_index(const struct workflow *w, const char *key);
int workflow_clock_index(const struct workflow *w, const char *key);
/* Is the text in the list that ends with NULL? */
int workflow_list_has(const char *const *list, const char *text);

/* workflow_read.c: the tree as structs, each name of the vocabulary looked up. What is wrong is noted in `problems`; then the
 * result must not be used. NULL when the arena is full. */
const struct workflow *workflow_read(struct workflow_problems *problems, const struct workflow_names *names,
                                     const struct value *root);
/* workflow_check.c: names that refer to other parts. workflow_check_paths.c: what happens along all ways through it; only for a
 * definition without any other problem. */
void workflow_check(struct workflow_problems *problems, const struct workflow *w);
void workflow_check_paths(struct workflow_problems *problems, const struct workflow *w);

/* Why the engine refuses. */
enum workflow_reason_id {
    WORKFLOW_NO_SUCH_EVENT,
    WORKFLOW_NOT_FROM_HERE,
    WORKFLOW_ROLE_MISSING,
    WORKFLOW_SAME_PERSON,
    WORKFLOW_RECUSED,
    WORKFLOW_FIELD_REQUIRED,
    WORKFLOW_FIELD_UNKNOWN,
    WORKFLOW_FIELD_KIND,
    WORKFLOW_FIELD_TOO_LONG,
    WORKFLOW_FIELD_TOO_SHORT,
    WORKFLOW_FIELD_TOO_SMALL,
    WORKFLOW_FIELD_TOO_LARGE,
    WORKFLOW_FIELD_TEXT,
    WORKFLOW_FIELD_CHOICE,
    WORKFLOW_FIELD_DATE,
    WORKFLOW_FIELD_COUNT,
    WORKFLOW_FIELD_TWICE,
    WORKFLOW_FIELD_GAP,
    WORKFLOW_REASON_COUNT
};
/* Adds a refusal while there is room; arguments must live as long as the decision. */
void workflow_refuse(struct workflow_decision *d, enum workflow_reason_id id, const char *pointer, const char *arg0,
                     const char *arg1);
/* workflow_fields.c: checks the event's fields by their rows. */
void workflow_fields_check(struct arena *a, const struct workflow_edge *edge, const struct value *fields,
                           struct workflow_decision *out);

/* workflow_read_parts.c: reading values with their problems noted. ------------------------------------------------------- */

struct workflow_reader {
    struct arena *arena;
    struct workflow_problems *problems;
    const struct workflow_names *names;
};
/* 1 when `v` is an object; notes each member that is not in `known`. */
int workflow_read_members(struct workflow_reader *r, const struct value *v, const char *path, const char *const *known);
/* A text that is there and not blank; NULL otherwise, noted when it is required or of another kind. */
const char *workflow_read_text(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                               int is_required);
/* The same for a key of 1 to 40 letters, digits and underscores. */
const char *workflow_read_key(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                              int is_required);
/* {"zh": "...", "en": "..."} */
struct workflow_text workflow_read_title(struct workflow_reader *r, const struct value *v, const char *path,
                                         const char *name, int is_required);
int64_t workflow_read_int(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                          int64_t min, int64_t max, int64_t fallback);
int workflow_read_bool(struct workflow_reader *r, const struct value *v, const char *path, const char *name);
/* Position of a required word in `words` (NULL-terminated); 0 with a problem when it is none of them. */
int workflow_read_word(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                       const char *const *words);
/* Array of at most `max`; NULL when absent (noted when required) or of another kind. */
const struct value *workflow_read_array(struct workflow_reader *r, const struct value *v, const char *path,
                                        const char *name, size_t max, int is_required);
/* List of keys, each once, NULL-terminated; empty when absent. Those not in `known` (NULL: anything goes) are noted as
 * `problem`. */
const char *const *workflow_read_list(struct workflow_reader *r, const struct value *v, const char *path,
                                      const char *name, const char *const *known, enum workflow_problem_id problem);

/* workflow_read_edge.c: member "events" of the definition. */
void workflow_read_edges(struct workflow_reader *r, const struct value *root, struct workflow *w);
/* workflow_read_clock.c: members "ladders" and "clocks" of the definition. */
void workflow_read_clocks(struct workflow_reader *r, const struct value *root, struct workflow *w);

#endif
