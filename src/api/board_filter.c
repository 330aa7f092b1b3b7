/*
 * board_filter.c - the filters of the board as text, which a cursor is bound to.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/board_filter.h"

void board_filter_text(const struct worklist_board *b, struct buf *out)
{
    const char *const parts[] = {b->below,           b->class_at,      b->place,       b->place_at,  b->due_as,
                                 b->registered_from, b->registered_to, b->closed_from, b->closed_to, b->duty,
                                 b->duty_from,       b->duty_to,       b->duty_unit,   b->duty_at};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        buf_puts(out, parts[i] ? parts[i] : "");
        buf_putc(out, '\x1f');
    }
    buf_putc(out, b->missed == 1 ? '1' : b->missed == 0 ? '0' : '-');
    buf_putc(out, b->counted == 1 ? '1' : '-');
}
