// attack: mounts by the old calls and the new
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    MUST_FAIL(syscall(SYS_mount, "none", "/box/scratch", "tmpfs", 0, ""));
    MUST_FAIL(syscall(SYS_mount, "/usr", "/box/scratch", NULL, 4096, NULL));
    MUST_FAIL(syscall(SYS_mount, NULL, "/", NULL, 32 | 4096, NULL));
    MUST_FAIL(syscall(SYS_mount, "proc", "/proc", "proc", 0, NULL));
    MUST_FAIL(syscall(SYS_umount2, "/proc", 2));
    MUST_FAIL(syscall(SYS_umount2, "/dev/shm", 0));
    MUST_FAIL(syscall(SYS_pivot_root, ".", "."));
    MUST_FAIL(chroot("."));
    MUST_FAIL(syscall(428, AT_FDCWD, "/", 1));
    MUST_FAIL(syscall(429, AT_FDCWD, "/usr", AT_FDCWD, ".", 0));
    const char *kinds[] = {"tmpfs", "proc", "sysfs", "overlay", "cgroup2", "devpts", "fuse", "bpf", "mqueue"};
    for (int i = 0; i < 9; i++) MUST_FAIL(syscall(430, kinds[i], 0));
    MUST_FAIL(syscall(431, 0, 6, NULL, NULL, 0));
    MUST_FAIL(syscall(432, 0, 0, 0));
    MUST_FAIL(syscall(433, AT_FDCWD, "/", 0));
    MUST_FAIL(syscall(442, AT_FDCWD, "/", 0, (long[4]){0}, 32));
    MUST_FAIL(syscall(457, (long[4]){24, 1}, (char[512]){0}, 512, 0));
    MUST_FAIL(syscall(458, (long[4]){24, -1}, (long[64]){0}, 64, 0));
    MUST_FAIL(syscall(467, AT_FDCWD, "/", 1, (long[4]){0}, 32));
    TELL();
}
