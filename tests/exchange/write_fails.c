/* Preloaded into a process: the n-th call that changes the disk kills it, or that call and every
   later one find the disk full. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

static long done, at = -1;
static int is_full;

/* 0 counts only; a negative number leaves everything alone. */
void fail_at(long number, int full) {
    done = 0;
    at = number;
    is_full = full;
}

long writes_done(void) { return done; }

/* Nonzero: this call is to fail. */
static int fails(void) {
    if (at < 0)
        return 0;
    done++;
    if (at == 0 || done < at)
        return 0;
    if (!is_full)
        _exit(9);
    errno = ENOSPC;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
    if (fd > 2 && fails())
        return -1;
    return REAL(write)(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at_) {
    return fails() ? -1 : REAL(pwrite)(fd, data, size, at_);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at_) {
    return fails() ? -1 : REAL(pwrite64)(fd, data, size, at_);
}

int fsync(int fd) { return fails() ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails() ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return fails() ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fails() ? -1 : REAL(ftruncate64)(fd, size); }
int posix_fallocate(int fd, off_t a, off_t b) {
    return fails() ? ENOSPC : REAL(posix_fallocate)(fd, a, b);
}

/* Taking a name away needs no room, so a full disk lets it happen. */
int rename(const char *from, const char *to) {
    return fails() && !is_full ? -1 : REAL(rename)(from, to);
}
int unlink(const char *path) { return fails() && !is_full ? -1 : REAL(unlink)(path); }
