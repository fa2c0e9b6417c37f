// attack: filters of its own, with a listener that answers for the kernel
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    struct { unsigned short code; unsigned char yes, no; unsigned value; } lines[] = {
        {0x20, 0, 0, 0}, {0x15, 0, 1, SYS_getppid}, {0x06, 0, 0, 0x7fc00000}, {0x06, 0, 0, 0x7fff0000}};
    struct { unsigned short count; void *lines; } filter = {4, lines};
    int listener = syscall(SYS_seccomp, 1, 8, &filter);
    if (fork() == 0) {
        setsid();
        syscall(SYS_getppid);
        for (;;) pause();
    }
    MUST_FAIL(syscall(SYS_seccomp, 0, 0, NULL));
    MUST_FAIL(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
    if (listener >= 0) fcntl(listener, F_SETFD, 0);
    TELL();
}
