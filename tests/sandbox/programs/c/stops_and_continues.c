// attack: children that stop and wake each other without a pause
// verdict: TLE OK RTE
#include "attack.h"
ATTACK {
    for (int child = 0; child < 12; child++) {
        if (fork()) continue;
        for (;;) {
            kill(0, child % 2 ? SIGCONT : SIGTSTP);
            for (int other = 2; other < 60; other++) kill(other, child % 3 ? SIGCONT : SIGSTOP);
        }
    }
    for (;;) pause();
}
