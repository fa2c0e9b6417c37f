// attack: privileges by every call
// verdict: OK
// prints: held
#include "attack.h"
#include <grp.h>
ATTACK {
    MUST_FAIL(setuid(0));
    MUST_FAIL(setgid(0));
    MUST_FAIL(setresuid(20000, 0, 0));
    MUST_FAIL(setgroups(1, (gid_t[]){0}));
    MUST_FAIL(mknod("device", S_IFBLK | 0666, 8 << 8));
    MUST_FAIL(sethostname("x", 1));
    MUST_FAIL(settimeofday(&(struct timeval){0}, NULL));
    MUST_FAIL(setpriority(PRIO_PROCESS, 0, -20));
    MUST_FAIL(sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){50}));
    MUST_FAIL(sched_setscheduler(0, SCHED_RR, &(struct sched_param){50}));
    MUST_FAIL(syscall(SYS_reboot, 0xfee1dead, 672274793, 0x1234567, 0));
    MUST_FAIL(syscall(SYS_bpf, 0, (char[128]){0}, 72));
    MUST_FAIL(syscall(SYS_perf_event_open, (char[128]){0}, 0, -1, -1, 0));
    MUST_FAIL(syscall(SYS_add_key, "user", "x", "x", 1, -4));
    MUST_FAIL(syscall(SYS_keyctl, 0, -4, 1));
    MUST_FAIL(syscall(425, 8, (char[256]){0}));
    MUST_FAIL(syscall(SYS_userfaultfd, 0));
    MUST_FAIL(syscall(SYS_init_module, "", 0, ""));
    MUST_FAIL(socket(AF_VSOCK, SOCK_STREAM, 0));
    MUST_FAIL(socket(AF_PACKET, SOCK_RAW, 0));
    MUST_FAIL(socket(AF_INET, SOCK_RAW, 1));
    MUST_FAIL(socket(AF_ALG, SOCK_SEQPACKET, 0));
    MUST_FAIL(open("/dev/mem", O_RDWR));
    MUST_FAIL(open("/dev/kmsg", O_RDWR));
    TELL();
}
