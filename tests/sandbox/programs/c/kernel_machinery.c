// attack: parts of the kernel with a history: io_uring, bpf, perf, userfaultfd, keys, modules
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    char zeros[256] = {0};
    for (int command = 0; command < 40; command++) MUST_FAIL(syscall(SYS_bpf, command, zeros, sizeof zeros));
    for (int type = 0; type < 6; type++) {
        int event[32] = {type, 128};
        MUST_FAIL(syscall(SYS_perf_event_open, event, 0, -1, -1, 0));
        MUST_FAIL(syscall(SYS_perf_event_open, event, -1, 0, -1, 0));
    }
    for (int flags = 0; flags < 2; flags++) MUST_FAIL(syscall(SYS_userfaultfd, flags | O_CLOEXEC));
    MUST_FAIL(syscall(425, 1, zeros));
    MUST_FAIL(syscall(426, 0, 1, 1, 1, NULL, 0));
    MUST_FAIL(syscall(427, 0, 0, NULL, 0));
    for (int command = 0; command < 32; command++) MUST_FAIL(syscall(SYS_keyctl, command, -3, 1, 0, 0));
    MUST_FAIL(syscall(SYS_add_key, "keyring", "x", NULL, 0, -3));
    MUST_FAIL(syscall(SYS_request_key, "user", "x", NULL, -3));
    MUST_FAIL(syscall(SYS_init_module, zeros, 256, ""));
    MUST_FAIL(syscall(SYS_finit_module, 0, "", 0));
    MUST_FAIL(syscall(SYS_delete_module, "dummy", O_NONBLOCK));
    MUST_FAIL(syscall(SYS_kexec_load, 0, 0, NULL, 0));
    MUST_FAIL(syscall(SYS_lookup_dcookie, 0L, zeros, 256));
    MUST_FAIL(syscall(447, 0));
    MUST_FAIL(syscall(451, 0, (long[2]){0, 4096}, zeros, 0));
    TELL();
}
