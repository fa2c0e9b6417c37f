// attack: memory of other processes, read, written, moved and compared by every call
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    char mine[64];
    struct iovec local = {mine, sizeof mine}, remote = {(void *)attack, sizeof mine};
    int targets[] = {1, getppid()};
    for (int i = 0; i < 2; i++) {
        MUST_FAIL(syscall(SYS_process_vm_readv, targets[i], &local, 1, &remote, 1, 0));
        MUST_FAIL(syscall(SYS_process_vm_writev, targets[i], &local, 1, &remote, 1, 0));
        MUST_FAIL(syscall(SYS_kcmp, targets[i], getpid(), 0, 1, 1));
        MUST_FAIL(syscall(SYS_move_pages, targets[i], 0, NULL, NULL, NULL, 0));
        MUST_FAIL(syscall(SYS_migrate_pages, targets[i], 1, &(long){1}, &(long){1}));
        MUST_FAIL(syscall(SYS_get_robust_list, targets[i], &(void *){0}, &(size_t){0}));
        sprintf(mine, "/proc/%d/mem", targets[i]);
        MUST_FAIL(open(mine, O_RDWR));
        MUST_FAIL(open(mine, O_RDONLY));
    }
    TELL();
}
