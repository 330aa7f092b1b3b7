/*
 * faulty.c - a library that is loaded before the C library's and lets one call of a kind fail, as a bad disk or a full one does.
 *
 * FAULTY="pwrite:28:17" fails the 17th pwrite on a file with errno 28; "17+" every one from there on. Errno 0 is a disk that lies:
 * the call claims to have written and has not. FAULTY_BOOK names a file in which calls are counted, so that whoever watches
 * knows how many there are of each kind and when the fault has struck.
 *
 * Runs on: any thread of the program under test. Owns: the mapped book, for ever.
 */
#include "faulty.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static struct faulty_book *book;
static enum faulty_kind wanted = FAULTY_KINDS;
static int wanted_errno, is_lasting;
static long wanted_at;

__attribute__((constructor)) static void faulty_begin(void)
{
    static const char *const names[] = {FAULTY_NAMES};
    const char *path = getenv("FAULTY_BOOK"), *text = getenv("FAULTY");
    int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) {
        return;
    }
    void *map = mmap(NULL, sizeof *book, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    for (int i = 0; text != NULL && i < FAULTY_KINDS; i++) {
        size_t n = strlen(names[i]);
        if (strncmp(text, names[i], n) == 0 && text[n] == ':') {
            char *end;
            wanted_errno = (int)strtol(text + n + 1, &end, 10);
            wanted_at = strtol(end + 1, &end, 10);
            is_lasting = *end == '+';
            wanted = (enum faulty_kind)i;
        }
    }
    book = map != MAP_FAILED ? map : NULL;
}

/* Counts the call; 1 when it is to fail. */
static int faulty_strikes(enum faulty_kind kind)
{
    if (book == NULL) {
        return 0;
    }
    long n = __atomic_add_fetch(&book->calls[kind], 1, __ATOMIC_RELAXED);
    if (kind != wanted || n < wanted_at || (!is_lasting && n > wanted_at)) {
        return 0;
    }
    __atomic_store_n(&book->has_struck, 1, __ATOMIC_RELAXED);
    errno = wanted_errno;
    return 1;
}

static int faulty_is_file(int fd)
{
    struct stat st;
    int before = errno, is_file = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    errno = before;
    return is_file;
}

/* The function behind ours. */
static void *faulty_next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) {
        abort();
    }
    return found;
}

/* A pointer to data and one to a function are not the same to the standard; POSIX promises that this works. */
#define NEXT(type, name)                                                                                               \
    type *next;                                                                                                        \
    void *found = faulty_next(name);                                                                                   \
    memcpy(&next, &found, sizeof next)

typedef ssize_t pwrite_fn(int fd, const void *data, size_t n, off64_t at);
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at)
{
    NEXT(pwrite_fn, "pwrite64");
    if (faulty_is_file(fd) && faulty_strikes(FAULTY_PWRITE)) {
        return wanted_errno != 0 ? -1 : (ssize_t)n;
    }
    return next(fd, data, n, at);
}

typedef ssize_t pread_fn(int fd, void *data, size_t n, off64_t at);
ssize_t pread64(int fd, void *data, size_t n, off64_t at)
{
    NEXT(pread_fn, "pread64");
    return faulty_is_file(fd) && faulty_strikes(FAULTY_PREAD) ? -1 : next(fd, data, n, at);
}

typedef int sync_fn(int fd);
int fdatasync(int fd)
{
    NEXT(sync_fn, "fdatasync");
    return faulty_strikes(FAULTY_SYNC) ? -1 : next(fd);
}

int fsync(int fd)
{
    NEXT(sync_fn, "fsync");
    return faulty_strikes(FAULTY_SYNC) ? -1 : next(fd);
}

typedef int ftruncate_fn(int fd, off64_t size);
int ftruncate64(int fd, off64_t size)
{
    NEXT(ftruncate_fn, "ftruncate64");
    return faulty_strikes(FAULTY_TRUNCATE) ? -1 : next(fd, size);
}

typedef int open_fn(const char *path, int flags, ...);
int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    NEXT(open_fn, "open64");
    return strstr(path, "petitiond") != NULL && faulty_strikes(FAULTY_OPEN) ? -1 : next(path, flags, mode);
}

void *malloc(size_t size)
{
    return faulty_strikes(FAULTY_MALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return faulty_strikes(FAULTY_MALLOC) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return size > 0 && faulty_strikes(FAULTY_MALLOC) ? NULL : __libc_realloc(old, size);
}
