// attack: children that nobody waits for burn CPU time in turn
// verdict: TLE
#include "attack.h"
#include <sys/wait.h>
#include <time.h>
ATTACK {
    signal(SIGCHLD, SIG_IGN);
    // Two seconds of CPU time in all, however busy the machine is.
    for (int i = 0; i < 20; i++) {
        if (fork() == 0) { while (clock() < CLOCKS_PER_SEC / 10); _exit(0); }
        // Lasts until there is no child, and hears of none.
        wait(NULL);
    }
}
