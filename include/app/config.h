/*
 * config.h - the settings of the server: one row each in config.def.
 *
 * Runs on: the main thread before any other. Owns: the texts, until config_free.
 */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "base/log.h"
#include "base/rc.h"
#include "domain/env.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum config_number {
#define CONFIG_TEXT(name, fallback, prose)                 CONFIG_AT_##name,
#define CONFIG_INT(name, low, high, fallback, unit, prose) CONFIG_AT_##name,
#define CONFIG_BOOL(name, fallback, prose)                 CONFIG_AT_##name,
#include "app/config.def"
#undef CONFIG_TEXT
#undef CONFIG_INT
#undef CONFIG_BOOL
    CONFIG_SETTINGS
};

struct config {
    char *from[CONFIG_SETTINGS]; /* where each was read: file and line, variable or flag; NULL: as delivered */
#define CONFIG_TEXT(name, fallback, prose)                 char *name;
#define CONFIG_INT(name, low, high, fallback, unit, prose) int64_t name;
#define CONFIG_BOOL(name, fallback, prose)                 int64_t name;
#include "app/config.def"
#undef CONFIG_TEXT
#undef CONFIG_INT
#undef CONFIG_BOOL
};

enum { CONFIG_MESSAGE_SIZE = 512 };

/* Defaults. */
void config_init(struct config *c);
void config_free(struct config *c);
/* Sets one setting from text. RC_INVALID with a sentence in `message` that says what is wrong and what would be right;
 * `from` names the place ("--threads", "PETITIOND_THREADS", "petitiond.conf line 3"). */
RC_MUST enum rc config_set(struct config *c, const char *name, const char *value, const char *from,
                           char message[CONFIG_MESSAGE_SIZE]);
/* "name = value" lines, '#' begins a comment. RC_NOT_FOUND with a message when there is no such file. */
RC_MUST enum rc config_read_file(struct config *c, const char *path, char message[CONFIG_MESSAGE_SIZE]);
/* Every PETITIOND_<NAME> of a setting. */
RC_MUST enum rc config_read_environment(struct config *c, char message[CONFIG_MESSAGE_SIZE]);
/* Flags "--name value", "--name=value" and for booleans "--name"; '-' and '_' are the same. */
RC_MUST enum rc config_read_flags(struct config *c, int argc, char **argv, char message[CONFIG_MESSAGE_SIZE]);
/* All of it in order: the file (--config FILE, else DIR/petitiond.conf when it is there), environment, flags; then what only
 * the whole can tell (a data folder is named, the log level exists). */
RC_MUST enum rc config_load(struct config *c, int argc, char **argv, char message[CONFIG_MESSAGE_SIZE]);
/* The table of settings for --help. */
void config_help(FILE *out);
/* Do browsers come over TLS, ours or a proxy's? */
int config_is_secure(const struct config *c);
enum log_level config_log_level(const struct config *c);

/* All settings as texts, for administrators to read. None of them is a secret: keys and passwords are in files that they name. */
struct config_view {
    struct env_setting rows[CONFIG_SETTINGS];
    char numbers[CONFIG_SETTINGS][24];
};
/* Borrows from `c`, which must live as long. */
void config_show(const struct config *c, struct config_view *out);

#endif
