// attack: a daemon keeps the streams open for ever
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    puts("held");
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        if (fork()) _exit(0);
        for (;;) pause();
    }
}
