// attack: many children, each small, above the limit together
// verdict: MLE TLE
// Where several want memory at once on a busy machine, the kernel may look for some to free until the time is up.
#include "attack.h"
ATTACK {
    for (int i = 0; i < 20; i++)
        if (fork() == 0) {
            char *memory = malloc(9000000);
            memset(memory, 1, 9000000);
            for (;;) { pause(); memory[0]++; }
        }
    int status;
    wait(&status);
    _exit(1);
}
