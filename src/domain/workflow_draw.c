/*
 * workflow_draw.c - a definition as a drawing: Mermaid state diagram or Graphviz DOT.
 *
 * Events between the same two states share one arrow, so that the drawing stays readable.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/workflow_inside.h"

#include "base/buf.h"

#include <string.h>

static const struct workflow_text draw_stages[] = {
    [STAGE_INTAKE] = {"登记", "Intake"}, [STAGE_ASSIGN] = {"交办", "Assign"}, [STAGE_RESOLVE] = {"办理", "Resolve"},
    [STAGE_REVIEW] = {"审核", "Review"}, [STAGE_CLOSE] = {"办结", "Close"},
};

static const char *draw_pick(struct workflow_text text, int is_zh)
{
    const char *picked = is_zh ? text.zh : text.en;
    return picked ? picked : "";
}

/* Quotes, line ends and what else either syntax would take for its own become harmless. */
static void draw_put(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\' || *text == ';' || *text == '#') {
            buf_putc(b, '\'');
        } else {
            buf_putc(b, *text == '\n' || *text == '\t' ? ' ' : *text);
        }
    }
}

/* Titles of the events that lead from one state to another; 0 when there is none. */
static int draw_put_events(struct buf *b, const struct workflow *w, const char *from, const char *to, int is_zh)
{
    int count = 0;
    for (size_t i = 0; i < w->edge_count; i++) {
        const struct workflow_edge *e = &w->edges[i];
        if (!workflow_list_has(e->from, from) || strcmp(e->to ? e->to : from, to) != 0) {
            continue;
        }
        buf_puts(b, count++ > 0 ? (is_zh ? "、" : ", ") : "");
        draw_put(b, draw_pick(e->title, is_zh));
    }
    return count;
}

/* Arrows with their labels; `arrow`, `middle` and `tail` are the syntax around the two keys and the label. */
static void draw_put_arrows(struct buf *b, const struct workflow *w, const char *arrow, const char *middle,
                            const char *tail, int is_zh)
{
    for (size_t i = 0; i < w->state_count; i++) {
        for (size_t k = 0; k < w->state_count; k++) {
            struct buf label;
            buf_init(&label, b->arena);
            if (draw_put_events(&label, w, w->states[i].key, w->states[k].key, is_zh) > 0) {
                const char *text = buf_cstr(&label);
                buf_printf(b, "    %s %s %s", w->states[i].key, arrow, w->states[k].key);
                buf_puts(b, middle);
                buf_puts(b, text ? text : "");
                buf_puts(b, tail);
            }
        }
    }
}

static void draw_mermaid(struct buf *b, const struct workflow *w, int is_zh)
{
    buf_puts(b, "stateDiagram-v2\n");
    for (size_t i = 0; i < w->state_count; i++) {
        buf_puts(b, "    state \"");
        draw_put(b, draw_pick(w->states[i].title, is_zh));
        buf_printf(b, "\" as %s\n", w->states[i].key);
    }
    buf_printf(b, "    [*] --> %s\n", w->initial);
    draw_put_arrows(b, w, "-->", ": ", "\n", is_zh);
    for (size_t i = 0; i < w->state_count; i++) {
        if (w->states[i].is_final) {
            buf_printf(b, "    %s --> [*]\n", w->states[i].key);
        }
    }
}

static void draw_dot_state(struct buf *b, const struct workflow_state *s, int is_zh)
{
    buf_printf(b, "        %s [label=\"", s->key);
    draw_put(b, draw_pick(s->title, is_zh));
    buf_printf(b, "\"%s];\n", s->is_final ? ", peripheries=2" : "");
}

static void draw_dot(struct buf *b, const struct workflow *w, int is_zh)
{
    buf_printf(b, "digraph %s {\n    rankdir=LR;\n    node [shape=box, style=rounded];\n", w->key);
    for (int stage = STAGE_INTAKE; stage <= STAGE_CLOSE; stage++) {
        buf_printf(b, "    subgraph cluster_%s {\n        label=\"", workflow_stage_name((enum workflow_stage)stage));
        draw_put(b, draw_pick(draw_stages[stage], is_zh));
        buf_puts(b, "\";\n");
        for (size_t i = 0; i < w->state_count; i++) {
            if ((int)w->states[i].stage == stage) {
                draw_dot_state(b, &w->states[i], is_zh);
            }
        }
        buf_puts(b, "    }\n");
    }
    buf_printf(b, "    start [shape=point];\n    start -> %s;\n", w->initial);
    draw_put_arrows(b, w, "->", " [label=\"", "\"];\n", is_zh);
    buf_puts(b, "}\n");
}

const char *workflow_draw(struct arena *a, const struct workflow *w, int is_dot, int is_zh)
{
    struct buf b;
    buf_init(&b, a);
    if (is_dot) {
        draw_dot(&b, w, is_zh);
    } else {
        draw_mermaid(&b, w, is_zh);
    }
    return buf_cstr(&b);
}
