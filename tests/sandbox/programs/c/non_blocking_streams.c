// attack: sets its streams non-blocking, asks for signals to the runner on them, shrinks their pipes
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    for (int i = 0; i < 3; i++) {
        fcntl(i, F_SETFL, O_NONBLOCK | O_ASYNC);
        fcntl(i, F_SETSIG, SIGKILL);
        fcntl(i, F_SETOWN, 1);
        fcntl(i, F_SETPIPE_SZ, 4096);
        fcntl(i, F_SETLEASE, F_WRLCK);
        struct flock lock = {.l_type = F_WRLCK};
        fcntl(i, F_SETLK, &lock);
    }
    puts("held");
}
