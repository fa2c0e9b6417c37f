// attack: waits in vfork for a child that is stopped
// verdict: TLE
#include "attack.h"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
ATTACK {
    if (vfork() == 0) {
        kill(getpid(), SIGSTOP);
        _exit(0);
    }
}
