/*
 * stage.h - which office the process shows: its own, or a demonstration in the same folder that stands in front of it for a while.
 *
 * An administrator of an office without cases asks for the demonstration (domain/demonstration.h). It is made as a whole second office
 * in DIR/demo.part, by a thread, while the real one goes on answering; when it is to be shown, the folder becomes DIR/demo, the real
 * office stops, and the demonstration starts at the same address under the same settings. When it is ended, the folder goes, its keys
 * first, and the real office starts again. Of all this the real store knows that it was asked for and that it is over, and nothing
 * else.
 *
 * Whatever the process dies in: DIR/demo is shown by the next one, if it was opened here and is not some folder of that name;
 * DIR/demo.part is swept; a real office that still waits for one is told that it was interrupted. While the demonstration is shown the
 * stage holds the lock of the real folder, so that nobody works in it.
 *
 * Runs on: the main thread, but for the ring of a writer and the thread that makes the demonstration. Owns: the runtime.
 */
#ifndef APP_STAGE_H
#define APP_STAGE_H

#include "app/runtime.h"

struct stage;

struct stage_options {
    const struct config *config; /* outlives the stage */
    struct clock *clock;         /* NULL: the machine's */
    int no_ticker;
};

/* Sweeps what an earlier process left, and starts the office that is to be shown. As runtime_start. */
RC_MUST enum rc stage_open(const struct stage_options *options, struct stage **out, char message[OFFICE_MESSAGE_SIZE]);
/* Readable when stage_turn has something to do. */
int stage_fd(const struct stage *s);
/* Does what was asked for; may stop one office and start another, which takes as long as that takes. When it fails nothing is served
 * any more: close the stage and end. */
RC_MUST enum rc stage_turn(struct stage *s, char message[OFFICE_MESSAGE_SIZE]);
/* Ends the making, if any, and stops what is served. NULL: nothing. */
void stage_close(struct stage *s);
/* What is served now; another one after stage_turn. */
struct runtime *stage_runtime(const struct stage *s);
int stage_is_demo(const struct stage *s);

/* Where a data folder keeps the one that is shown, and the one that is being made. RC_TOO_LARGE for a path without end. */
enum { STAGE_PATH_SIZE = 4096 };
RC_MUST enum rc stage_path(const char *data, int is_part, char out[STAGE_PATH_SIZE]);
/* Whether a demonstration stands in front of the office in this folder. */
int stage_is_in_front(const char *data);

#endif
