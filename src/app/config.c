/*
 * config.c - settings from file, environment and flags, all by the rows of config.def.
 *
 * Runs on: the main thread. Owns: the texts of the settings.
 */
#include "app/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum config_type { CONFIG_IS_TEXT, CONFIG_IS_INT, CONFIG_IS_BOOL };

struct config_row {
    const char *name;
    enum config_type type;
    size_t offset;
    int64_t low, high, fallback;
    const char *fallback_text, *unit, *prose;
};

static const struct config_row config_rows[] = {
#define CONFIG_TEXT(member, fallback_value, prose_text)                                                                \
    {.name = #member,                                                                                                  \
     .type = CONFIG_IS_TEXT,                                                                                           \
     .offset = offsetof(struct config, member),                                                                        \
     .fallback_text = (fallback_value),                                                                                \
     .prose = (prose_text)},
#define CONFIG_INT(member, low_value, high_value, fallback_value, unit_text, prose_text)                               \
    {.name = #member,                                                                                                  \
     .type = CONFIG_IS_INT,                                                                                            \
     .offset = offsetof(struct config, member),                                                                        \
     .low = (low_value),                                                                                               \
     .high = (high_value),                                                                                             \
     .fallback = (fallback_value),                                                                                     \
     .unit = (unit_text),                                                                                              \
     .prose = (prose_text)},
#define CONFIG_BOOL(member, fallback_value, prose_text)                                                                \
    {.name = #member,                                                                                                  \
     .type = CONFIG_IS_BOOL,                                                                                           \
     .offset = offsetof(struct config, member),                                                                        \
     .fallback = (fallback_value),                                                                                     \
     .prose = (prose_text)},
#include "app/config.def"
#undef CONFIG_TEXT
#undef CONFIG_INT
#undef CONFIG_BOOL
};

enum { CONFIG_ROWS = sizeof config_rows / sizeof config_rows[0], CONFIG_LINE_SIZE = 1024 };
_Static_assert((int)CONFIG_ROWS == (int)CONFIG_SETTINGS, "one number per row");

static char **config_text_at(struct config *c, const struct config_row *row)
{
    return (char **)(void *)((char *)c + row->offset);
}

static int64_t *config_number_at(struct config *c, const struct config_row *row)
{
    return (int64_t *)(void *)((char *)c + row->offset);
}

void config_init(struct config *c)
{
    memset(c, 0, sizeof *c);
    for (int i = 0; i < CONFIG_ROWS; i++) {
        if (config_rows[i].type == CONFIG_IS_TEXT) {
            *config_text_at(c, &config_rows[i]) = strdup(config_rows[i].fallback_text);
        } else {
            *config_number_at(c, &config_rows[i]) = config_rows[i].fallback;
        }
    }
}

void config_free(struct config *c)
{
    for (int i = 0; i < CONFIG_ROWS; i++) {
        if (config_rows[i].type == CONFIG_IS_TEXT) {
            free(*config_text_at(c, &config_rows[i]));
            *config_text_at(c, &config_rows[i]) = NULL;
        }
        free(c->from[i]);
        c->from[i] = NULL;
    }
}

/* '-' and '_' are the same, letters of any case: flags, environment and file spell one name each in their own way. */
static int config_is_name(const char *name, const char *typed, size_t n)
{
    if (strlen(name) != n) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        char c = typed[i] == '-' ? '_' : typed[i];
        c = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        if (c != name[i]) {
            return 0;
        }
    }
    return 1;
}

static const struct config_row *config_find(const char *typed, size_t n)
{
    for (int i = 0; i < CONFIG_ROWS; i++) {
        if (config_is_name(config_rows[i].name, typed, n)) {
            return &config_rows[i];
        }
    }
    return NULL;
}

static enum rc config_set_int(struct config *c, const struct config_row *row, const char *value, const char *from,
                              char *message)
{
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || number < row->low || number > row->high) {
        snprintf(message, CONFIG_MESSAGE_SIZE,
                 "setting %s (from %s): \"%s\" must be a whole number from %lld to %lld (%s)", row->name, from, value,
                 (long long)row->low, (long long)row->high, row->unit);
        return RC_INVALID;
    }
    *config_number_at(c, row) = number;
    return RC_OK;
}

static enum rc config_set_bool(struct config *c, const struct config_row *row, const char *value, const char *from,
                               char *message)
{
    static const char *const words[] = {"no", "yes", "false", "true", "0", "1", "off", "on"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], value) == 0) {
            *config_number_at(c, row) = (int64_t)(i & 1);
            return RC_OK;
        }
    }
    snprintf(message, CONFIG_MESSAGE_SIZE, "setting %s (from %s): \"%s\" must be yes or no", row->name, from, value);
    return RC_INVALID;
}

/* The later one wins, of the place too. */
static void config_note(struct config *c, const struct config_row *row, const char *from)
{
    char **at = &c->from[row - config_rows];
    free(*at);
    *at = strdup(from);
}

static enum rc config_set_row(struct config *c, const struct config_row *row, const char *value, const char *from,
                              char *message)
{
    config_note(c, row, from);
    switch (row->type) {
    case CONFIG_IS_INT: return config_set_int(c, row, value, from, message);
    case CONFIG_IS_BOOL: return config_set_bool(c, row, value, from, message);
    case CONFIG_IS_TEXT: break;
    }
    char *copy = strdup(value);
    if (copy == NULL) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "no memory");
        return RC_UNAVAILABLE;
    }
    free(*config_text_at(c, row));
    *config_text_at(c, row) = copy;
    return RC_OK;
}

enum rc config_set(struct config *c, const char *name, const char *value, const char *from,
                   char message[CONFIG_MESSAGE_SIZE])
{
    const struct config_row *row = config_find(name, strlen(name));
    if (row == NULL) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: there is no setting \"%s\"; petitiond serve --help lists them",
                 from, name);
        return RC_INVALID;
    }
    return config_set_row(c, row, value, from, message);
}

/* Cuts white space off both ends, in place. */
static char *config_trim(char *s)
{
    s += strspn(s, " \t\r\n");
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL) {
        s[--n] = '\0';
    }
    return s;
}

/* `lines`: where each setting was read before, so that one that stands there twice is told instead of guessed at. */
static enum rc config_read_line(struct config *c, char *line, const char *path, int number, int lines[CONFIG_ROWS],
                                char *message)
{
    char from[256];
    snprintf(from, sizeof from, "%.200s line %d", path, number);
    line[strcspn(line, "#")] = '\0';
    char *name = config_trim(line);
    if (name[0] == '\0') {
        return RC_OK;
    }
    char *equals = strchr(name, '=');
    if (equals == NULL) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: a line is \"name = value\"", from);
        return RC_INVALID;
    }
    *equals = '\0';
    char *value = config_trim(equals + 1);
    name = config_trim(name);
    const struct config_row *row = config_find(name, strlen(name));
    int *first = row != NULL ? &lines[row - config_rows] : NULL;
    if (first != NULL && *first != 0) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "%s: setting %s stands in line %d already", from, row->name, *first);
        return RC_INVALID;
    }
    if (first != NULL) {
        *first = number;
    }
    return config_set(c, name, value, from, message);
}

enum rc config_read_file(struct config *c, const char *path, char message[CONFIG_MESSAGE_SIZE])
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        snprintf(message, CONFIG_MESSAGE_SIZE, "the settings file %.300s cannot be read", path);
        return RC_NOT_FOUND;
    }
    char line[CONFIG_LINE_SIZE];
    int lines[CONFIG_ROWS] = {0};
    enum rc rc = RC_OK;
    for (int number = 1; rc == RC_OK && fgets(line, sizeof line, file) != NULL; number++) {
        rc = config_read_line(c, line, path, number, lines, message);
    }
    fclose(file);
    return rc;
}

enum rc config_read_environment(struct config *c, char message[CONFIG_MESSAGE_SIZE])
{
    for (int i = 0; i < CONFIG_ROWS; i++) {
        char name[64];
        int n = snprintf(name, sizeof name, "PETITIOND_%s", config_rows[i].name);
        for (int k = 0; k < n; k++) {
            name[k] = (char)(name[k] >= 'a' && name[k] <= 'z' ? name[k] - 'a' + 'A' : name[k]);
        }
        const char *value = getenv(name);
        enum rc rc = value != NULL ? config_set_row(c, &config_rows[i], value, name, message) : RC_OK;
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

enum rc config_read_flags(struct config *c, int argc, char **argv, char message[CONFIG_MESSAGE_SIZE])
{
    for (int i = 0; i < argc; i++) {
        const char *flag = argv[i];
        if (strncmp(flag, "--", 2) != 0) {
            snprintf(message, CONFIG_MESSAGE_SIZE, "\"%.200s\" is not a flag; petitiond serve --help lists them", flag);
            return RC_INVALID;
        }
        size_t n = strcspn(flag + 2, "=");
        const struct config_row *row = config_find(flag + 2, n);
        int is_file = row == NULL && config_is_name("config", flag + 2, n);
        if (row == NULL && !is_file) {
            snprintf(message, CONFIG_MESSAGE_SIZE, "there is no flag %.200s; petitiond serve --help lists them", flag);
            return RC_INVALID;
        }
        const char *value = flag[2 + n] == '=' ? flag + 3 + n : NULL;
        int is_next_flag = i + 1 >= argc || strncmp(argv[i + 1], "--", 2) == 0;
        int is_bare = value == NULL && row != NULL && row->type == CONFIG_IS_BOOL && is_next_flag;
        if (value == NULL && !is_bare) {
            value = i + 1 < argc ? argv[++i] : NULL;
        }
        if (value == NULL && !is_bare) {
            snprintf(message, CONFIG_MESSAGE_SIZE, "%.200s needs a value", flag);
            return RC_INVALID;
        }
        enum rc rc = is_file ? RC_OK : config_set_row(c, row, is_bare ? "yes" : value, flag, message);
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

/* The value of --config, or NULL. */
static const char *config_file_flag(int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "--config=", 9) == 0) {
            return argv[i] + 9;
        }
        if (strcmp(argv[i], "--config") == 0 && i + 1 < argc) {
            return argv[i + 1];
        }
    }
    return NULL;
}

static enum rc config_read_own_file(struct config *c, char *message)
{
    char path[CONFIG_LINE_SIZE];
    int n = snprintf(path, sizeof path, "%s/petitiond.conf", c->data);
    if (c->data[0] == '\0' || n >= (int)sizeof path) {
        return RC_OK;
    }
    enum rc rc = config_read_file(c, path, message);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc config_check(const struct config *c, char *message)
{
    static const char *const levels[] = {"debug", "info", "warn", "error", "silent"};
    if (c->data[0] == '\0') {
        snprintf(message, CONFIG_MESSAGE_SIZE, "no data folder: give --data DIR (petitiond init makes one)");
        return RC_INVALID;
    }
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (strcmp(levels[i], c->log_level) == 0) {
            return RC_OK;
        }
    }
    snprintf(message, CONFIG_MESSAGE_SIZE, "setting log_level: \"%.60s\" must be debug, info, warn, error or silent",
             c->log_level);
    return RC_INVALID;
}

enum rc config_load(struct config *c, int argc, char **argv, char message[CONFIG_MESSAGE_SIZE])
{
    const char *file = config_file_flag(argc, argv);
    enum rc rc = RC_OK;
    if (file != NULL) {
        rc = config_read_file(c, file, message);
    } else {
        /* The folder's own file can only be found once the folder is known. */
        rc = config_read_environment(c, message);
        rc = rc == RC_OK ? config_read_flags(c, argc, argv, message) : rc;
        rc = rc == RC_OK ? config_read_own_file(c, message) : rc;
    }
    rc = rc == RC_OK ? config_read_environment(c, message) : rc;
    rc = rc == RC_OK ? config_read_flags(c, argc, argv, message) : rc;
    return rc == RC_OK ? config_check(c, message) : rc;
}

void config_help(FILE *out)
{
    for (int i = 0; i < CONFIG_ROWS; i++) {
        const struct config_row *row = &config_rows[i];
        char flag[64];
        snprintf(flag, sizeof flag, "--%s", row->name);
        for (char *p = flag; *p != '\0'; p++) {
            *p = (char)(*p == '_' ? '-' : *p);
        }
        fprintf(out, "  %-24s %s\n", flag, row->prose);
        if (row->type == CONFIG_IS_INT) {
            fprintf(out, "  %-24s %lld to %lld %s, %lld unless told\n", "", (long long)row->low, (long long)row->high,
                    row->unit, (long long)row->fallback);
        } else if (row->type == CONFIG_IS_BOOL) {
            fprintf(out, "  %-24s yes or no, alone: yes; %s unless told\n", "", row->fallback ? "yes" : "no");
        } else if (row->fallback_text[0] != '\0') {
            fprintf(out, "  %-24s %s unless told\n", "", row->fallback_text);
        }
    }
}

void config_show(const struct config *c, struct config_view *out)
{
    for (int i = 0; i < CONFIG_ROWS; i++) {
        const struct config_row *row = &config_rows[i];
        const char *at = (const char *)c + row->offset;
        const char *value = out->numbers[i];
        int64_t number = 0;
        if (row->type == CONFIG_IS_TEXT) {
            memcpy(&value, at, sizeof value);
        } else {
            memcpy(&number, at, sizeof number);
            snprintf(out->numbers[i], sizeof out->numbers[i], "%lld", (long long)number);
        }
        if (row->type == CONFIG_IS_BOOL) {
            value = number != 0 ? "yes" : "no";
        }
        out->rows[i] = (struct env_setting){row->name, value, row->unit, c->from[i], row->prose};
    }
}

int config_is_secure(const struct config *c)
{
    return c->tls_certificate[0] != '\0' || c->proxy[0] != '\0';
}

enum log_level config_log_level(const struct config *c)
{
    static const char *const names[] = {[LOG_DEBUG] = "debug",
                                        [LOG_INFO] = "info",
                                        [LOG_WARN] = "warn",
                                        [LOG_ERROR] = "error",
                                        [LOG_SILENT] = "silent"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], c->log_level) == 0) {
            return (enum log_level)i;
        }
    }
    return LOG_INFO;
}
