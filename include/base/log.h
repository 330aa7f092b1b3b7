/*
 * log.h - one-line JSON records on standard error.
 *
 * Control bytes are escaped, user text is never a format string. A record is cut at 4 KiB (PIPE_BUF; its last
 * member is then "cut":true), and is dropped but counted when standard error takes no more: the log never stops the
 * program. Nothing personal and no secret may be handed to it: log ids, route templates, counts and result codes only.
 *
 * Runs on: any thread; a record is one write(2), so lines never mix.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_SILENT };

/* Records below `level` are not written. LOG_INFO at start; LOG_SILENT writes nothing. */
void log_set_level(enum log_level level);
/* `event` is a constant like "writer.commit"; the rest are key/value pairs: const char *key, then a LOG_S or LOG_I
 * value. Written as LOG(LOG_INFO, "http.start", LOG_S("address", addr), LOG_I("port", port)). Leaves errno alone. */
struct log_field {
    const char *key;
    const char *text; /* NULL: `number` counts */
    int64_t number;
};
static inline const char *log_text(const char *text)
{
    return text ? text : "";
}
#define LOG_S(k, v) ((struct log_field){.key = (k), .text = log_text(v)})
#define LOG_I(k, v) ((struct log_field){.key = (k), .number = (int64_t)(v)})
void log_write(enum log_level level, const char *event, const struct log_field *fields, int count);
#define LOG(level, event, ...)                                                                                         \
    log_write((level), (event), (const struct log_field[]){{0}, __VA_ARGS__} + 1,                                      \
              (int)(sizeof((const struct log_field[]){{0}, __VA_ARGS__}) / sizeof(struct log_field)) - 1)

#endif
