/*
 * file_tree.h - a whole folder goes.
 *
 * Runs on: any thread that may wait. Owns: nothing.
 */
#ifndef APP_FILE_TREE_H
#define APP_FILE_TREE_H

#include "base/rc.h"

/* Removes the folder with all that is in it; links are removed and never followed. A folder that is not there is gone already. RC_UNAVAILABLE
 * when something stays; what could go is gone then. */
RC_MUST enum rc file_tree_drop(const char *path);

#endif
