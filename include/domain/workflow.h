/*
 * workflow.h - definitions of how a kind of case goes, and the pure engine that decides.
 *
 * A definition is versioned JSON (sql/seed/workflows/<key>.json, or published into the database). It is loaded into the
 * constant structs below, checked, and only then used. A running case stays on the version that it began with.
 *
 *   intake -> assign -> resolve -> review -> close         the five stages; each state lies in one
 *
 * The engine knows no noun: whether an actor holds a role at a place, whether a guard holds and who last did an event are
 * asked through the facts. It answers with an edge, or with every refusal that stands in the way, each with its rule and how
 * to mend it.
 *
 * Pure except workflow_load (Jansson). Runs on: any thread. Invariant: definitions never change once loaded.
 */
#ifndef DOMAIN_WORKFLOW_H
#define DOMAIN_WORKFLOW_H

#include "base/fault.h"
#include "base/value.h"
#include "domain/due.h"

#include <stddef.h>
#include <stdint.h>

struct arena;

enum { WORKFLOW_REFUSALS_MAX = 16 };

enum workflow_stage { STAGE_INTAKE, STAGE_ASSIGN, STAGE_RESOLVE, STAGE_REVIEW, STAGE_CLOSE };
const char *workflow_stage_name(enum workflow_stage s); /* "intake" ... */

struct workflow_text {
    const char *zh, *en;
};

struct workflow_state {
    const char *key;
    enum workflow_stage stage;
    struct workflow_text title;
    int is_final; /* no clock of kind duty runs, nothing but reopening leaves it */
};

enum workflow_clock_kind {
    CLOCK_DUTY,  /* a statutory or set duty of an office; its ladder escalates and its breach is recorded */
    CLOCK_LOCAL, /* local practice, not statute; escalates, shown as such */
    CLOCK_WINDOW, /* an office may act until then (objection, Art 23 paragraph 3); ends silently, cancelled with the case */
    CLOCK_RIGHT /* a window in which the petitioner may act; ends silently, outlives closing */
};

/* Whose duty a clock is. */
enum workflow_owner {
    OWNER_HOLDER, /* the unit that holds the case */
    OWNER_SENDER, /* the unit that sent it */
    OWNER_RULER,  /* the unit that rules on a dispute (Art 24) */
    OWNER_TASK    /* the assisting unit of the event's task; several may run, each ended on its own */
};

struct workflow_level {
    int level;      /* 1.. in order of time */
    enum due_at at; /* "50%", "5d" (days left), "overdue", "overdue+3d" */
    int n;
    const char *const *to; /* addressees by name: "handler", "holder_head" ...; NULL-terminated */
    int is_supervision;    /* makes the case a candidate for supervision (督办) */
    const char *event;     /* the system does this event then, when it is possible; NULL: none */
};

struct workflow_clock {
    const char *key; /* "C6" */
    struct workflow_text title;
    const char *article; /* "信访工作条例第三十四条" */
    enum workflow_clock_kind kind;
    enum workflow_owner owner;
    enum due_unit unit;
    int length;             /* 0 with from_field */
    const char *from_field; /* DUE_ON_DATE: event field that gives the last day */
    int extension_max;      /* days in total; 0: cannot be extended */
    int outlives_closing;   /* a duty that may begin or go on after closing, such as calling back who is not content */
    int is_many;            /* may run several times at once, such as one for each instalment */
    const struct workflow_level *levels;
    size_t level_count;
};

enum workflow_field_kind {
    WF_TEXT,
    WF_LONG,
    WF_DATE,
    WF_INT,
    WF_BOOL,
    WF_CHOICE,
    WF_UNIT,
    WF_ACCOUNT,
    WF_CLASS,
    WF_DEMAND, /* id of one of the case's demands */
    WF_ANSWERS
};
struct workflow_choice {
    const char *key;
    struct workflow_text title;
};
struct workflow_field {
    const char *name;
    enum workflow_field_kind kind;
    struct workflow_text title, hint; /* hint may be NULL/NULL */
    int is_required;
    const char *required_when_field; /* "outcome" */
    const char *required_when_value; /* "support": required only then */
    int64_t min, max; /* characters for texts, value for ints; max 0: default (200 for text, 20000 for long) */
    const struct workflow_choice *choices;
    size_t choice_count;
};

/* Where the actor must hold the role. */
enum workflow_place {
    PLACE_HOLDER,
    PLACE_SENDER,
    PLACE_REGISTRAR,
    PLACE_BUREAU,
    PLACE_ANY,
    PLACE_ASSISTING, /* a unit with an open task on the case */
    PLACE_RULER,     /* the unit that rules on the present dispute */
    PLACE_SYSTEM     /* nobody: a rung of a ladder does it */
};

struct workflow_edge {
    const char *event;
    struct workflow_text title, hint;
    const char *const *from; /* NULL-terminated state keys */
    const char *to;          /* NULL: stays where it is */
    /* The case goes on in the current definition of this lane, or of the lane that this field names, in the state `to` and with the clocks
     * `start` of that definition; NULL, NULL: it stays in its own. */
    const char *lane, *lane_field;
    const char *const *roles; /* any of them is enough; NULL-terminated */
    enum workflow_place place;
    struct workflow_text who; /* the same in words: "现承办单位负责人"; NULL/NULL: the place is named instead */
    const char
        *differs_from; /* four eyes: the actor may not be the one who last did this event on the case; NULL: none */
    const struct workflow_field *fields;
    size_t field_count;
    const int *guards;            /* indexes into workflow_names.guards, ended by -1; all must hold */
    const int *effects;           /* indexes into workflow_names.effects, ended by -1; run in this order */
    const char *const *documents; /* types made by this event; NULL-terminated */
    const char *const *start, *const *stop, *const *cancel; /* clock keys; NULL-terminated */
    const char *const *notices;                             /* addressees who are told of the event; NULL-terminated */
};

/* One thing that a case must have before it is closed, in one of three loops (三闭环): duty, procedure, service. */
enum workflow_loop { LOOP_DUTY, LOOP_PROCEDURE, LOOP_SERVICE };
const char *workflow_loop_name(enum workflow_loop l); /* "duty" ... */
struct workflow_check_item {
    const char *key; /* "petitioner_contacted" */
    int check;       /* index into workflow_names.checks */
    enum workflow_loop loop;
    struct workflow_text title, hint; /* hint may be NULL/NULL: how to mend it */
};

struct workflow_names;

struct workflow {
    const struct workflow_names *names; /* what it was loaded against */
    const char *key;
    int version;
    const char *lane; /* "C6" */
    struct workflow_text title;
    const char *initial;
    /* How many may speak for a group of at most `few_people`; 0: only Art 20 paragraph 3 limits it. By a local profile. */
    int few_people, few_representatives;
    const char *few_article;
    /* Clocks started when a case begins: by whom it was registered. NULL-terminated. */
    const char *const *start_at_bureau, *const *start_at_unit;
    const char *const *start_forwarded; /* and when it was passed down to the bureau from the national one */
    const char *const *start_urgent;    /* and when the matter is urgent or major, Art 25 */
    const struct workflow_state *states;
    size_t state_count;
    const struct workflow_clock *clocks;
    size_t clock_count;
    const struct workflow_edge *edges;
    size_t edge_count;
    const struct workflow_check_item *checks;
    size_t check_count;
};

/* The names that a definition may use; NULL-terminated arrays, owned by the caller for the life of the definition. */
struct workflow_guard_name {
    const char *name;
    struct reason reason; /* told when it does not hold */
    const char *rule;     /* article or practice behind it */
    int needs_fields;     /* 1: can only be judged with the event's fields, skipped when moves are listed; 2: so only
                               on an event that asks for answers itself, otherwise from what is stored; 0: always judged */
    const char *needs;    /* fields that an event with it must require, parted by spaces */
};
/* What the Regulation says of a clock, in days: no definition gives an office more, or a petitioner less. */
struct workflow_limit {
    const char *clock;
    int most, most_extended; /* of a duty, without and with all extensions; 0: none */
    int least;               /* of a right; 0: none */
    const char *article;
};
struct workflow_names {
    const struct workflow_limit *limits;      /* ended by clock NULL */
    const struct workflow_guard_name *guards; /* ended by name NULL */
    const char *const *effects, *const *effect_needs,
                                    *const *lanes, *const *roles, *const *documents, *const *addressees, *const *checks;
};

/* One thing that is wrong with a definition. */
struct workflow_problem {
    const char *pointer; /* "/events/3/guards/0" */
    const char *code;    /* "state_unreachable", "clock_never_stopped" ...: all are listed in workflow_problem.c */
    const char *text;    /* English sentence */
    const char *text_zh;
};
/* Reads and checks. RC_OK with `*out` on `a`; RC_INVALID with all problems (at most 100); RC_MALFORMED for text that is not JSON
 * (one problem with line and column); RC_TOO_LARGE when the arena is full. The format is described in workflow_load.c. */
RC_MUST enum rc workflow_load(struct arena *a, const char *json, size_t n, const struct workflow_names *names,
                              const struct workflow **out, struct workflow_problem **problems, size_t *problem_count);

const struct workflow_state *workflow_state_find(const struct workflow *w, const char *key);
const struct workflow_clock *workflow_clock_find(const struct workflow *w, const char *key);

/* What the engine asks. `arg` is the caller's. */
struct workflow_facts {
    const char *state;
    const char *actor_id; /* account id, or "system" */
    const void *arg;
    /* 1 when the actor holds the role at the place. */
    int (*has_role)(const void *arg, const char *role, enum workflow_place place);
    /* 1 when the guard holds; else 0, and `args` may be filled for the reason's {0} {1} and `pointer` with the field. */
    int (*guard)(const void *arg, int guard, const struct value *fields, const char *args[2], const char **pointer);
    /* Account id of whoever last did the event on this case, or NULL. */
    int (*has_done)(const void *arg, const char *event); /* the actor did this event on this case before */
    int is_recused; /* the actor withdrew from this case: nothing on it is theirs to do */
};

struct workflow_refusal {
    const struct reason *reason;
    const char *args[2];
    const char *pointer; /* "/fields/to_unit" or NULL */
    const char *rule;    /* "信访工作条例第二十三条" or NULL */
};
struct workflow_decision {
    const struct workflow_edge *edge; /* NULL when refused */
    struct workflow_refusal refusals[WORKFLOW_REFUSALS_MAX];
    int refusal_count;
};

/* Every reason that the engine itself refuses with; those of guards are in workflow_names. Codes about fields begin with
 * "field_": the input has to change, not the case. */
const struct reason *workflow_reasons(size_t *count);

/* With `fields` NULL only what can be judged without them (for the list of moves). Otherwise fields are checked by their
 * rows first (unknown, missing, wrong kind, too long: refusals with pointers), then who, four eyes and guards. Returns 1 when
 * allowed. Texts of refusals are constants or on `a`. */
int workflow_decide(struct arena *a, const struct workflow *w, const struct workflow_facts *facts, const char *event,
                    const struct value *fields, struct workflow_decision *out);
/* The first edge for (state, event), or NULL: such an event is "not_from_here". Where a definition has several, told apart by
 * their guards, workflow_decide takes the first that is allowed, or refuses as the one with the fewest refusals does. */
const struct workflow_edge *workflow_edge_find(const struct workflow *w, const char *state, const char *event);
/* The first edge with this event from whatever state, for its title; NULL also when `w` or `event` is. */
const struct workflow_edge *workflow_edge_named(const struct workflow *w, const char *event);

/* The drawing as Mermaid state diagram or Graphviz DOT, titles in Chinese when `is_zh`; on `a`. */
const char *workflow_draw(struct arena *a, const struct workflow *w, int is_dot, int is_zh);

#endif
