// attack: children that nobody waits for burn CPU time in turn
// verdict: TLE
#include "attack.h"
#include <time.h>
ATTACK {
    signal(SIGCHLD, SIG_IGN);
    for (int i = 0; i < 40; i++) {
        if (fork() == 0) { while (clock() < CLOCKS_PER_SEC / 10); _exit(0); }
        usleep(50000);
    }
}
