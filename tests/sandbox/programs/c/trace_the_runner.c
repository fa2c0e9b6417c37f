// attack: ptrace of process 1 and of its parent
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    MUST_FAIL(ptrace(PTRACE_ATTACH, 1, 0, 0));
    MUST_FAIL(ptrace(PTRACE_SEIZE, 1, 0, 0));
    char data[16];
    struct iovec own = {data, 16}, other = {(void *)0x400000, 16};
    MUST_FAIL(process_vm_readv(1, &own, 1, &other, 1, 0));
    MUST_FAIL(process_vm_writev(1, &own, 1, &other, 1, 0));
    MUST_FAIL(open("/proc/1/mem", O_RDONLY));
    MUST_FAIL(open("/proc/1/mem", O_RDWR));
    MUST_FAIL(open("/proc/1/environ", O_RDONLY));
    MUST_FAIL(open("/proc/1/fd/0", O_RDONLY));
    MUST_FAIL(open("/proc/1/fd/1", O_WRONLY));
    MUST_FAIL(open("/proc/1/root/etc", O_RDONLY));
    MUST_FAIL(open("/proc/1/cwd", O_RDONLY));
    MUST_FAIL(syscall(438, syscall(434, 1, 0), 1, 0));
    TELL();
}
