// attack: a time slice before all others: real-time, deadline, negative nice, best of input and output
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    struct { unsigned size, policy; unsigned long flags; int nice; unsigned priority; unsigned long runtime, deadline, period; }
        wish = {48, 6, 0, 0, 0, 1000000, 10000000, 10000000};
    MUST_FAIL(syscall(SYS_sched_setattr, 0, &wish, 0));
    wish.policy = SCHED_FIFO;
    wish.priority = 1;
    MUST_FAIL(syscall(SYS_sched_setattr, 0, &wish, 0));
    wish.policy = SCHED_OTHER;
    wish.priority = 0;
    wish.nice = -1;
    MUST_FAIL(syscall(SYS_sched_setattr, 0, &wish, 0));
    for (int policy = 1; policy < 3; policy++) MUST_FAIL(sched_setscheduler(0, policy, &(struct sched_param){1}));
    MUST_FAIL(nice(-1));
    MUST_FAIL(setrlimit(RLIMIT_RTPRIO, &(struct rlimit){99, 99}));
    MUST_FAIL(setrlimit(RLIMIT_NICE, &(struct rlimit){40, 40}));
    MUST_FAIL(syscall(SYS_ioprio_set, 1, 0, 1 << 13));
    MUST_FAIL(syscall(SYS_ioprio_set, 1, 1, 0));
    MUST_FAIL(syscall(SYS_ioprio_set, 3, 0, 3 << 13));
    MUST_FAIL(sched_setaffinity(1, 8, &(cpu_set_t){{1}}));
    MUST_FAIL(syscall(SYS_sched_setattr, 1, &wish, 0));
    TELL();
}
