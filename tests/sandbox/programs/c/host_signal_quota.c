// attack: timers and waiting signals, of which a user of the machine has so many
// verdict: OK
// prints: held
#include "attack.h"
#include <time.h>
ATTACK {
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
    int count = 0;
    while (count < 20000 && timer_create(CLOCK_MONOTONIC, &event, &timer) == 0) count++;
    if (count > 4096) through++;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    count = 0;
    while (count < 20000 && sigqueue(getpid(), SIGRTMIN + 1, (union sigval){0}) == 0) count++;
    if (count > 4096) through++;
    MUST_FAIL(setrlimit(RLIMIT_SIGPENDING, &(struct rlimit){100000, 100000}));
    TELL();
}
