/*
 * workflow_check_paths.c - walks every way through a definition, with the set of clocks that run along it.
 *
 * What is walked are pairs (state, set of running clocks). Two ways into a state may leave different clocks running, and "a
 * clock runs here, on whichever way the case came" can only be told from the pairs, not from one set per state. Guards are
 * taken as open: a way that guards happen to block today may open tomorrow. A clock whose last day comes from a field that need
 * not be given may or may not start, so both ways are walked. Of the clocks of tasks several may run; stopping one leaves the
 * others, so that only cancelling ends them for certain.
 *
 * Runs on: any thread. Owns: nothing. Invariant: at most PATHS_PAIRS_MAX pairs are visited.
 */
#include "domain/workflow_inside.h"

#include <string.h>

enum { PATHS_PAIRS_MAX = 8192, PATHS_SLOTS = 32768 };
enum { PATHS_STAYS = -1, PATHS_LEAVES = -2 /* another lane's definition takes the case over */ };

struct paths_pair {
    int state;
    uint64_t running;
};

/* An edge with its names as numbers. */
struct paths_edge {
    uint64_t from; /* set of states */
    int to;        /* PATHS_STAYS or PATHS_LEAVES */
    uint64_t ended, started, maybe;
};

struct paths {
    const struct workflow *w;
    struct workflow_problems *problems;
    struct paths_edge *edges;
    struct paths_pair *pairs; /* those visited, in the order of their discovery */
    size_t count;
    int *slots; /* hash of the pairs: index + 1 */
    int is_too_complex;
    uint64_t must_end;                /* all but what outlives closing: rights, and duties that say so */
    uint64_t many;                    /* may run several times at once */
    uint64_t told_states;             /* states told to be without a clock */
    uint64_t *told_runs, *told_twice; /* per edge: clocks told of */
};

static uint64_t paths_clocks(const struct workflow *w, const char *const *list)
{
    uint64_t set = 0;
    for (size_t i = 0; list[i] != NULL; i++) {
        int index = workflow_clock_index(w, list[i]);
        set |= index >= 0 ? UINT64_C(1) << index : 0; /* else a clock of another lane */
    }
    return set;
}

/* Clocks that an edge starts only when a field is given. */
static uint64_t paths_maybe(const struct workflow *w, const struct workflow_edge *e)
{
    uint64_t set = 0;
    for (size_t i = 0; e->start[i] != NULL; i++) {
        int index = workflow_clock_index(w, e->start[i]);
        for (size_t k = 0; index >= 0 && w->clocks[index].from_field != NULL && k < e->field_count; k++) {
            if (strcmp(e->fields[k].name, w->clocks[index].from_field) == 0 && !e->fields[k].is_required) {
                set |= UINT64_C(1) << index;
            }
        }
    }
    return set;
}

static int paths_new(struct paths *p, struct workflow_problems *problems, const struct workflow *w)
{
    struct arena *a = problems->arena;
    *p = (struct paths){.w = w, .problems = problems};
    p->edges = arena_array_of(a, struct paths_edge, w->edge_count);
    p->pairs = arena_array_of(a, struct paths_pair, PATHS_PAIRS_MAX);
    p->slots = arena_array_of(a, int, PATHS_SLOTS);
    p->told_runs = arena_array_of(a, uint64_t, w->edge_count);
    p->told_twice = arena_array_of(a, uint64_t, w->edge_count);
    if (p->edges == NULL || p->pairs == NULL || p->slots == NULL || p->told_runs == NULL || p->told_twice == NULL) {
        return 0;
    }
    for (size_t i = 0; i < w->clock_count; i++) {
        p->must_end |= w->clocks[i].kind != CLOCK_RIGHT && !w->clocks[i].outlives_closing ? UINT64_C(1) << i : 0;
        p->many |= w->clocks[i].is_many ? UINT64_C(1) << i : 0;
    }
    for (size_t i = 0; i < w->edge_count; i++) {
        const struct workflow_edge *e = &w->edges[i];
        struct paths_edge *out = &p->edges[i];
        for (size_t k = 0; e->from[k] != NULL; k++) {
            out->from |= UINT64_C(1) << workflow_state_index(w, e->from[k]);
        }
        out->to = e->to == NULL ? PATHS_STAYS : e->lane != NULL ? PATHS_LEAVES : workflow_state_index(w, e->to);
        out->ended = (paths_clocks(w, e->stop) & ~p->many) | paths_clocks(w, e->cancel);
        out->maybe = paths_maybe(w, e);
        out->started = paths_clocks(w, e->start) & ~out->maybe;
    }
    return 1;
}

/* Remembers a pair that was not met before. */
static void paths_visit(struct paths *p, int state, uint64_t running)
{
    uint64_t hash = (running * 64 + (uint64_t)state) * UINT64_C(0x9e3779b97f4a7c15);
    size_t slot = (size_t)(hash >> 50) % PATHS_SLOTS;
    for (; p->slots[slot] != 0; slot = (slot + 1) % PATHS_SLOTS) {
        const struct paths_pair *known = &p->pairs[p->slots[slot] - 1];
        if (known->state == state && known->running == running) {
            return;
        }
    }
    if (p->count == PATHS_PAIRS_MAX) {
        p->is_too_complex = 1;
        return;
    }
    p->pairs[p->count++] = (struct paths_pair){state, running};
    p->slots[slot] = (int)p->count;
    const struct workflow_state *s = &p->w->states[state];
    if (!s->is_final && running == 0 && !(p->told_states >> state & 1)) {
        p->told_states |= UINT64_C(1) << state;
        workflow_problem_add(p->problems, WORKFLOW_STATE_WITHOUT_CLOCK,
                             workflow_path_at(p->problems->arena, "/states", (size_t)state), s->key, NULL);
    }
}

/* Tells each clock of the set once per edge. */
static void paths_tell(struct paths *p, enum workflow_problem_id id, uint64_t clocks, uint64_t *told, size_t edge,
                       int state)
{
    for (size_t i = 0; i < p->w->clock_count; i++) {
        uint64_t bit = UINT64_C(1) << i;
        if ((clocks & bit & ~told[edge]) != 0) {
            told[edge] |= bit;
            workflow_problem_add(p->problems, id, workflow_path_at(p->problems->arena, "/events", edge),
                                 p->w->clocks[i].key, p->w->states[state].key);
        }
    }
}

static void paths_arrive(struct paths *p, size_t edge, int state, uint64_t running)
{
    if (p->w->states[state].is_final) {
        paths_tell(p, WORKFLOW_CLOCK_RUNS_AFTER_CLOSE, running & p->must_end, p->told_runs, edge, state);
    }
    paths_visit(p, state, running);
}

static void paths_step(struct paths *p, struct paths_pair at, size_t edge)
{
    const struct paths_edge *e = &p->edges[edge];
    int to = e->to < 0 ? at.state : e->to;
    if (e->to == PATHS_LEAVES) {
        return;
    }
    uint64_t left = at.running & ~e->ended;
    uint64_t twice = left & (e->started | e->maybe) & ~p->many;
    paths_tell(p, WORKFLOW_CLOCK_STARTED_TWICE, twice, p->told_twice, edge, at.state);
    left |= e->started;
    paths_arrive(p, edge, to, left);
    /* Every choice of those that may start; there is rarely more than one. */
    for (uint64_t some = e->maybe; some != 0 && !p->is_too_complex; some = (some - 1) & e->maybe) {
        paths_arrive(p, edge, to, left | some);
    }
}

static void paths_walk(struct paths *p)
{
    int first = workflow_state_index(p->w, p->w->initial);
    uint64_t bureau = paths_clocks(p->w, p->w->start_at_bureau), unit = paths_clocks(p->w, p->w->start_at_unit);
    uint64_t more[] = {0, paths_clocks(p->w, p->w->start_urgent)};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) { /* the same pair twice is one */
        paths_visit(p, first, bureau | more[i]);
        paths_visit(p, first, bureau | more[i] | paths_clocks(p->w, p->w->start_forwarded));
        paths_visit(p, first, unit | more[i]);
    }
    for (size_t at = 0; at < p->count && !p->is_too_complex; at++) {
        for (size_t i = 0; i < p->w->edge_count; i++) {
            if (p->edges[i].from >> p->pairs[at].state & 1) {
                paths_step(p, p->pairs[at], i);
            }
        }
    }
    if (p->is_too_complex) {
        workflow_problem_add(p->problems, WORKFLOW_TOO_COMPLEX, "/clocks", NULL, NULL);
    }
}

/* Grows `set` over the edges, forwards or backwards, until nothing is added. */
static uint64_t paths_closure(const struct paths *p, uint64_t set, int is_backwards)
{
    uint64_t before;
    do {
        before = set;
        for (size_t i = 0; i < p->w->edge_count; i++) {
            const struct paths_edge *e = &p->edges[i];
            uint64_t to = e->to < 0 ? 0 : UINT64_C(1) << e->to;
            if (is_backwards) {
                set |= (to & set) != 0 || e->to == PATHS_LEAVES ? e->from : 0;
            } else {
                set |= (e->from & set) != 0 ? to : 0;
            }
        }
    } while (set != before);
    return set;
}

static void paths_reach(struct paths *p)
{
    uint64_t final = 0;
    for (size_t i = 0; i < p->w->state_count; i++) {
        final |= p->w->states[i].is_final ? UINT64_C(1) << i : 0;
    }
    uint64_t reached = paths_closure(p, UINT64_C(1) << workflow_state_index(p->w, p->w->initial), 0);
    uint64_t closing = paths_closure(p, final, 1);
    for (size_t i = 0; i < p->w->state_count; i++) {
        const char *path = workflow_path_at(p->problems->arena, "/states", i);
        if (!(reached >> i & 1)) {
            workflow_problem_add(p->problems, WORKFLOW_STATE_UNREACHABLE, path, p->w->states[i].key, NULL);
        }
        if (!(closing >> i & 1)) {
            workflow_problem_add(p->problems, WORKFLOW_CLOSE_UNREACHABLE, path, p->w->states[i].key, NULL);
        }
    }
}

void workflow_check_paths(struct workflow_problems *problems, const struct workflow *w)
{
    struct paths p;
    if (paths_new(&p, problems, w)) { /* else the arena is full, which workflow_load reports */
        paths_reach(&p);
        paths_walk(&p);
    }
}
