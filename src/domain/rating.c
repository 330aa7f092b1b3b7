/*
 * rating.c - see rating.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/rating.h"

#include <string.h>

struct rating_window rating_window(const struct deadline_row *clocks, size_t count)
{
    struct rating_window window = {NULL, 0};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(clocks[i].clock, "C19") == 0) {
            window.last = &clocks[i];
            window.round++;
        }
    }
    return window;
}

int rating_is_open(const struct rating_window *window, int64_t now_ms)
{
    const struct deadline_row *w = window->last;
    return w != NULL && (strcmp(w->status, "running") == 0 || strcmp(w->status, "met") == 0) && now_ms < w->due_ms;
}
