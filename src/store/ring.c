/*
 * ring.c - see ring.h.
 *
 * Runs on: any thread. Owns: nothing. Invariant: clear keys stand in the caller's struct ring only; what passes through here is
 * wiped.
 */
#include "store/ring.h"

#include "base/check.h"
#include "base/disk.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    RING_SEALED_SIZE = CRYPTO_KEY_SIZE + CRYPTO_SEAL_OVERHEAD,
    RING_HEX_SIZE = 2 * RING_SEALED_SIZE + 1,
    RING_LINE_SIZE = 256
};

static const char ring_head[] = "petitiond keys 1\n";
static const char *const ring_names[RING_PURPOSES] = {"field", "sealed", "index", "sign"};

const char *ring_purpose_name(enum ring_purpose purpose)
{
    return ring_names[purpose];
}

const struct ring_key *ring_newest(const struct ring *r, enum ring_purpose purpose)
{
    const struct ring_key *newest = NULL;
    for (int i = 0; i < r->count; i++) {
        if (r->keys[i].purpose == purpose && (newest == NULL || r->keys[i].epoch > newest->epoch)) {
            newest = &r->keys[i];
        }
    }
    return newest;
}

enum rc ring_add(struct ring *r, enum ring_purpose purpose, int64_t now_ms)
{
    const struct ring_key *newest = ring_newest(r, purpose);
    int epoch = newest != NULL ? newest->epoch + 1 : 1;
    if (r->count == RING_MAX || epoch > RING_EPOCH_MAX) {
        return RC_CONFLICT;
    }
    struct ring_key *k = &r->keys[r->count++];
    *k = (struct ring_key){.purpose = purpose, .epoch = epoch, .created_ms = now_ms};
    crypto_random(k->key, sizeof k->key);
    return RC_OK;
}

void ring_make(struct ring *r, int64_t now_ms)
{
    memset(r, 0, sizeof *r);
    for (int i = 0; i < RING_PURPOSES; i++) {
        enum rc rc = ring_add(r, (enum ring_purpose)i, now_ms);
        CHECK(rc == RC_OK); /* there is room */
    }
}

void ring_wipe(struct ring *r)
{
    crypto_wipe(r, sizeof *r);
}

enum rc ring_drop(struct ring *r, enum ring_purpose purpose, int epoch)
{
    for (int i = 0; i < r->count; i++) {
        if (r->keys[i].purpose != purpose || r->keys[i].epoch != epoch) {
            continue;
        }
        if (&r->keys[i] == ring_newest(r, purpose)) {
            return RC_CONFLICT;
        }
        memmove(&r->keys[i], &r->keys[i + 1], (size_t)(r->count - i - 1) * sizeof r->keys[0]);
        r->count--;
        crypto_wipe(&r->keys[r->count], sizeof r->keys[0]);
        return RC_OK;
    }
    return RC_NOT_FOUND;
}

static enum rc refuse(enum rc rc, const char *path, const char *why)
{
    LOG(LOG_ERROR, "ring.refused", LOG_S("path", path), LOG_S("why", why));
    return rc;
}

static void wrapping_key(const uint8_t master[CRYPTO_KEY_SIZE], uint8_t out[CRYPTO_KEY_SIZE])
{
    crypto_derive(master, "pc-ring", 1, out);
}

/* What is authenticated with a key: which one it is. */
static void place(const struct ring_key *k, char out[RING_LINE_SIZE])
{
    (void)snprintf(out, RING_LINE_SIZE, "ring\n%s\n%d\n%lld", ring_names[k->purpose], k->epoch,
                   (long long)k->created_ms);
}

static int write_line(FILE *f, const uint8_t wrapping[CRYPTO_KEY_SIZE], const struct ring_key *k)
{
    char aad[RING_LINE_SIZE];
    uint8_t sealed[RING_SEALED_SIZE];
    char hex[RING_HEX_SIZE];
    place(k, aad);
    crypto_seal(wrapping, aad, k->key, sizeof k->key, sealed);
    crypto_hex(sealed, sizeof sealed, hex);
    return fprintf(f, "%s %d %lld %s\n", ring_names[k->purpose], k->epoch, (long long)k->created_ms, hex) > 0;
}

static int write_all(int fd, const uint8_t master[CRYPTO_KEY_SIZE], const struct ring *r)
{
    uint8_t wrapping[CRYPTO_KEY_SIZE];
    FILE *f = fdopen(fd, "w");
    if (f == NULL) {
        close(fd);
        return 0;
    }
    wrapping_key(master, wrapping);
    int is_good = fputs(ring_head, f) >= 0;
    for (int i = 0; i < r->count && is_good; i++) {
        is_good = write_line(f, wrapping, &r->keys[i]);
    }
    crypto_wipe(wrapping, sizeof wrapping);
    is_good = fflush(f) == 0 && fsync(fileno(f)) == 0 && is_good;
    return fclose(f) == 0 && is_good;
}

enum rc ring_write(const char *path, const uint8_t master[CRYPTO_KEY_SIZE], const struct ring *r)
{
    char next[PATH_MAX];
    if ((size_t)snprintf(next, sizeof next, "%s.next", path) >= sizeof next) {
        return refuse(RC_INVALID, path, "the path is too long");
    }
    int fd = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || !write_all(fd, master, r) || rename(next, path) != 0 || !disk_sync_folder_of(path)) {
        (void)unlink(next);
        return refuse(RC_UNAVAILABLE, path, "the keys cannot be written");
    }
    return RC_OK;
}

static int find_purpose(const char *name)
{
    for (int i = 0; i < RING_PURPOSES; i++) {
        if (strcmp(ring_names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static enum rc read_line(const char *line, const uint8_t wrapping[CRYPTO_KEY_SIZE], struct ring *out)
{
    char name[16];
    char hex[RING_HEX_SIZE];
    char aad[RING_LINE_SIZE];
    uint8_t sealed[RING_SEALED_SIZE];
    long long created_ms = 0;
    int end = 0;
    struct ring_key *k = &out->keys[out->count];
    if (out->count == RING_MAX ||
        sscanf(line, "%15[a-z] %d %lld %146[0-9a-f]\n%n", name, &k->epoch, &created_ms, hex, &end) != 4 || end == 0 ||
        line[end] != '\0' || line[end - 1] != '\n' || k->epoch < 1 || k->epoch > RING_EPOCH_MAX ||
        find_purpose(name) < 0 || crypto_unhex(hex, sealed, sizeof sealed) != RC_OK) {
        return RC_INVALID;
    }
    k->purpose = (enum ring_purpose)find_purpose(name);
    k->created_ms = created_ms;
    place(k, aad);
    if (crypto_open(wrapping, aad, sealed, sizeof sealed, k->key) != RC_OK) {
        return RC_CONFLICT;
    }
    out->count++;
    return RC_OK;
}

static enum rc read_all(FILE *f, const uint8_t master[CRYPTO_KEY_SIZE], struct ring *out)
{
    char line[RING_LINE_SIZE];
    uint8_t wrapping[CRYPTO_KEY_SIZE];
    enum rc rc = fgets(line, sizeof line, f) != NULL && strcmp(line, ring_head) == 0 ? RC_OK : RC_INVALID;
    wrapping_key(master, wrapping);
    while (rc == RC_OK && fgets(line, sizeof line, f) != NULL) {
        rc = read_line(line, wrapping, out);
    }
    crypto_wipe(wrapping, sizeof wrapping);
    for (int i = 0; i < RING_PURPOSES && rc == RC_OK; i++) {
        rc = ring_newest(out, (enum ring_purpose)i) != NULL ? RC_OK : RC_INVALID;
    }
    return rc;
}

enum rc ring_read(const char *path, const uint8_t master[CRYPTO_KEY_SIZE], struct ring *out)
{
    struct stat st;
    memset(out, 0, sizeof *out);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return errno == ENOENT ? RC_NOT_FOUND : refuse(RC_INVALID, path, "the keys cannot be read");
    }
    FILE *f = fdopen(fd, "r");
    if (f == NULL) {
        close(fd);
        return RC_UNAVAILABLE;
    }
    enum rc rc = RC_OK;
    if (fstat(fd, &st) != 0 || (st.st_mode & 077) != 0) {
        rc = refuse(RC_INVALID, path, "the keys must be readable by their owner only (chmod 600)");
    } else {
        rc = read_all(f, master, out);
        if (rc == RC_INVALID) {
            rc = refuse(RC_INVALID, path, "this is no ring of keys, or a line of it is damaged");
        } else if (rc == RC_CONFLICT) {
            rc = refuse(RC_INVALID, path, "the keys were sealed under another master key");
        }
    }
    fclose(f);
    if (rc != RC_OK) {
        ring_wipe(out);
    }
    return rc;
}
