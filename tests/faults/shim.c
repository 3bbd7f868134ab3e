/* Loaded before libc (LD_PRELOAD): counts the calls that change files below one folder, and has the k-th of
 * them kill the process or fail. fault_arm() is called through ctypes; until then everything passes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PASS, KILL, TORN, FAIL };

static char folder[PATH_MAX];
static int mode, sticky, error_number;
static long left, seen;
static int fired;

void fault_arm(const char *below, int how, long k, int from_then_on, int number)
{
    strncpy(folder, below, sizeof folder - 1);
    mode = how, left = k, sticky = from_then_on, error_number = number, fired = 0, seen = 0;
}

long fault_seen(void) { return seen; }

static int below(const char *path)
{
    size_t length = strlen(folder);
    return length && !strncmp(path, folder, length);
}

static int below_fd(int fd)
{
    char link[64], path[PATH_MAX];
    if (!folder[0])
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0)
        return 0;
    path[n] = 0;
    return below(path);
}

static int below_at(int fd, const char *path) { return path[0] == '/' || fd == AT_FDCWD ? below(path) : below_fd(fd); }

/* Whether this call is the one: 0 let it pass, 1 let it fail, 2 write half of it and die. */
static int hit(void)
{
    __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
    if (mode == PASS)
        return 0;
    if (fired && sticky)
        return 1;
    if (__atomic_sub_fetch(&left, 1, __ATOMIC_SEQ_CST) != 0)
        return 0;
    fired = 1;
    if (mode == KILL)
        for (kill(getpid(), SIGKILL);;)
            pause();
    return mode == TORN ? 2 : 1;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) \
        real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define DIE for (kill(getpid(), SIGKILL);;) pause()

#define GUARD(is_below) \
    if (is_below) { \
        int what = hit(); \
        if (what == 2) \
            DIE; \
        if (what) { \
            errno = error_number; \
            return -1; \
        } \
    }

#define GUARD_WRITE(fd, half) \
    if (below_fd(fd)) { \
        int what = hit(); \
        if (what == 2) { \
            half; \
            DIE; \
        } \
        if (what) { \
            errno = error_number; \
            return -1; \
        } \
    }

ssize_t write(int fd, const void *data, size_t n)
{
    REAL(write);
    GUARD_WRITE(fd, (void)!real(fd, data, n / 2))
    return real(fd, data, n);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
    REAL(writev);
    GUARD_WRITE(fd, (void)!real(fd, parts, n / 2))
    return real(fd, parts, n);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t at)
{
    REAL(pwrite);
    GUARD_WRITE(fd, (void)!real(fd, data, n / 2, at))
    return real(fd, data, n, at);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at)
{
    REAL(pwrite64);
    GUARD_WRITE(fd, (void)!real(fd, data, n / 2, at))
    return real(fd, data, n, at);
}

int fsync(int fd) { REAL(fsync); GUARD(below_fd(fd)) return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); GUARD(below_fd(fd)) return real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); GUARD(below_fd(fd)) return real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); GUARD(below_fd(fd)) return real(fd, n); }
int rename(const char *a, const char *b) { REAL(rename); GUARD(below(b)) return real(a, b); }
int renameat(int f, const char *a, int g, const char *b) { REAL(renameat); GUARD(below_at(g, b)) return real(f, a, g, b); }
int link(const char *a, const char *b) { REAL(link); GUARD(below(b)) return real(a, b); }
int linkat(int f, const char *a, int g, const char *b, int h) { REAL(linkat); GUARD(below_at(g, b)) return real(f, a, g, b, h); }
int unlink(const char *a) { REAL(unlink); GUARD(below(a)) return real(a); }
int unlinkat(int f, const char *a, int g) { REAL(unlinkat); GUARD(below_at(f, a)) return real(f, a, g); }
int mkdir(const char *a, mode_t m) { REAL(mkdir); GUARD(below(a)) return real(a, m); }
int rmdir(const char *a) { REAL(rmdir); GUARD(below(a)) return real(a); }

/* Making a file counts; opening one that is there does not. */
#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t m = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        GUARD((flags & O_CREAT) && below(path) && access(path, F_OK)) \
        return real(path, flags, m); \
    }

OPEN(open)
OPEN(open64)
