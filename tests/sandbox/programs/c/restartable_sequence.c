// attack: a restartable sequence of its own, in memory that is not there
// verdict: RTE OK
#include "attack.h"
ATTACK {
    puts("held");
    fflush(stdout);
    syscall(SYS_rseq, (void *)32, 32, 0, 0x53053053);
    char area[64] __attribute__((aligned(32))) = {0};
    *(unsigned long *)(area + 8) = 0xdeadbeef0000;
    syscall(SYS_rseq, area, 32, 0, 0x53053053);
    for (int i = 0; i < 100; i++) sched_yield();
}
