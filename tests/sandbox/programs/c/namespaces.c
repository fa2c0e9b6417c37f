// attack: new namespaces by every call
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    int flags[] = {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP};
    for (int i = 0; i < 7; i++) {
        MUST_FAIL(unshare(flags[i]));
        MUST_FAIL(unshare(flags[i] | CLONE_NEWUSER));
        MUST_FAIL(syscall(SYS_clone, flags[i] | SIGCHLD, 0, 0, 0, 0));
        unsigned long arguments[8] = {flags[i] | CLONE_NEWUSER};
        MUST_FAIL(syscall(435, arguments, sizeof arguments));
    }
    MUST_FAIL(chroot("."));
    MUST_FAIL(syscall(SYS_pivot_root, ".", "."));
    MUST_FAIL(syscall(SYS_mount, "x", ".", "tmpfs", 0, 0));
    TELL();
}
