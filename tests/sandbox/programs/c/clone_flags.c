// attack: new namespaces by every flag of clone and unshare, one by one
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    for (int bit = 7; bit < 32; bit++) {
        unsigned long flag = 1UL << bit;
        if (!(flag & 0x7E020080)) continue;
        MUST_FAIL(syscall(SYS_unshare, flag));
        MUST_FAIL(syscall(SYS_clone, flag | SIGCHLD, NULL, NULL, NULL, NULL));
        MUST_FAIL(syscall(SYS_clone, flag | CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL));
        unsigned long arguments[11] = {flag, 0, 0, 0, SIGCHLD};
        MUST_FAIL(syscall(SYS_clone3, arguments, sizeof arguments));
    }
    unsigned long into[11] = {0x200000000UL, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, 3};
    MUST_FAIL(syscall(SYS_clone3, into, sizeof into));
    const char *names[] = {"mnt", "pid", "net", "ipc", "uts", "user", "cgroup", "time"};
    for (int i = 0; i < 8; i++) {
        char path[40];
        sprintf(path, "/proc/1/ns/%s", names[i]);
        int file = open(path, O_RDONLY);
        MUST_FAIL(syscall(SYS_setns, file, 0));
    }
    TELL();
}
