// attack: fork bomb in sessions of their own, all signals blocked
// verdict: TLE RTE
#include "attack.h"
ATTACK {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (;;) if (fork() == 0) setsid();
}
