// attack: orphans that fork and end for ever, after the main process ended well
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    puts("held");
    fflush(stdout);
    for (int i = 0; i < 4; i++)
        if (fork() == 0) for (setsid();;) if (fork() > 0) _exit(0);
}
