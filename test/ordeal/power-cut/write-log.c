/*
 * Preloaded into a process under test: writes down, in order, every change that it makes to the files of one folder, and
 * when it synchronises them; or refuses the n-th of them. What a disk would hold after a power cut is rebuilt from this.
 *
 *   WRITE_LOG_FOLDER   the folder whose files are watched
 *   WRITE_LOG          where the log goes; none: nothing is written down
 *   WRITE_LOG_FAIL     `N EIO` or `N ENOSPC`: the n-th write or synchronising from 1, and all behind it for ENOSPC, fails so;
 *                      never one of the file `confirmed`, which is the test's and not the product's, nor of `yike.reached`,
 *                      whose refusal is passed over without a word
 *
 * A record: kind (1 byte), length of the path, offset, length of the data (8 bytes each, this machine's order), path, data.
 * Shared memory (SQLite's -shm) is mapped, not written: SQLite builds it anew after a crash.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *paths[MOST_FILES]; /* of open files of the folder, by descriptor */
static const char *folder;
static int out = -1;
static long fail_at, counted;
static int fail_as, fail_on;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  folder = getenv("WRITE_LOG_FOLDER");
  const char *log = getenv("WRITE_LOG"), *fail = getenv("WRITE_LOG_FAIL");
  if (folder && log) out = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fail) {
    fail_at = atol(fail);
    fail_on = strstr(fail, "ENOSPC") != NULL;
    fail_as = fail_on ? ENOSPC : EIO;
  }
  unsetenv("LD_PRELOAD"); /* children are their own */
}

static void all(const void *bytes, size_t length) {
  const char *from = bytes;
  while (length > 0) {
    ssize_t done = syscall(SYS_write, out, from, length);
    if (done <= 0) abort();
    from += done;
    length -= done;
  }
}

/** 'w' write, 't' truncate to offset, 's' synchronise, 'x' a synchronising refused, 'c' create, 'u' unlink, 'r' rename: data is the new path. */
static void note(char kind, const char *path, uint64_t offset, const void *data, uint64_t length) {
  if (out < 0) return;
  uint64_t head[3] = {strlen(path), offset, length};
  pthread_mutex_lock(&lock);
  all(&kind, 1);
  all(head, sizeof head);
  all(path, head[0]);
  if (length) all(data, length);
  pthread_mutex_unlock(&lock);
}

static int watched(const char *path, char *whole) {
  if (!folder || !path) return 0;
  if (path[0] == '/') snprintf(whole, PATH_MAX, "%s", path);
  else if (getcwd(whole, PATH_MAX)) strncat(strcat(whole, "/"), path, PATH_MAX - strlen(whole) - 2);
  size_t length = strlen(folder);
  return strncmp(whole, folder, length) == 0 && (whole[length] == '/' || whole[length] == 0);
}

static const char *path_of(int fd) { return fd >= 0 && fd < MOST_FILES ? paths[fd] : NULL; }

static int refused(const char *path) {
  const char *name = strrchr(path, '/');
  if (!fail_at || (name && (strcmp(name, "/confirmed") == 0 || strcmp(name, "/yike.reached") == 0))) return 0;
  pthread_mutex_lock(&lock);
  long now = ++counted;
  pthread_mutex_unlock(&lock);
  if (now == fail_at || (fail_on && now > fail_at)) {
    errno = fail_as;
    return 1;
  }
  return 0;
}

static int opened(int fd, const char *path, int flags, int existed) {
  char whole[PATH_MAX];
  if (fd < 0 || fd >= MOST_FILES) return fd;
  free(paths[fd]); /* of one that was closed by a system call of its own, as libuv does */
  paths[fd] = NULL;
  if (!watched(path, whole)) return fd;
  paths[fd] = strdup(whole);
  if ((flags & O_CREAT) && !existed) note('c', whole, 0, NULL, 0);
  if ((flags & O_TRUNC) && existed) note('t', whole, 0, NULL, 0);
  return fd;
}

#define OPEN(name)                                             \
  int name(const char *path, int flags, ...) {                 \
    va_list more;                                              \
    va_start(more, flags);                                     \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                              \
    int existed = access(path, F_OK) == 0;                     \
    return opened(REAL(name)(path, flags, mode), path, flags, existed); \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (path_of(fd)) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
  return REAL(close)(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
  const char *path = path_of(fd);
  if (path && refused(path)) return -1;
  off_t at = path ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = syscall(SYS_write, fd, data, length);
  if (path && done > 0) note('w', path, at, data, done);
  return done;
}

#define PWRITE(name, offset_t)                                        \
  ssize_t name(int fd, const void *data, size_t length, offset_t at) { \
    const char *path = path_of(fd);                                    \
    if (path && refused(path)) return -1;                                  \
    ssize_t done = syscall(SYS_pwrite64, fd, data, length, at);        \
    if (path && done > 0) note('w', path, at, data, done);             \
    return done;                                                       \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define SYNC(name)                                \
  int name(int fd) {                              \
    const char *path = path_of(fd);               \
    if (path && refused(path)) {                  \
      note('x', path, 0, NULL, 0);                \
      errno = fail_as;                            \
      return -1;                                  \
    }                                             \
    int failed = REAL(name)(fd);                  \
    if (path && !failed) note('s', path, 0, NULL, 0); \
    return failed;                                \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset_t)                         \
  int name(int fd, offset_t length) {                    \
    const char *path = path_of(fd);                      \
    if (path && refused(path)) return -1;                    \
    int failed = REAL(name)(fd, length);                 \
    if (path && !failed) note('t', path, length, NULL, 0); \
    return failed;                                       \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int unlink(const char *path) {
  char whole[PATH_MAX];
  int failed = REAL(unlink)(path);
  if (!failed && watched(path, whole)) note('u', whole, 0, NULL, 0);
  return failed;
}

int rename(const char *from, const char *to) {
  char old[PATH_MAX], next[PATH_MAX];
  int failed = REAL(rename)(from, to);
  if (!failed && watched(from, old) && watched(to, next)) note('r', old, 0, next, strlen(next));
  return failed;
}
