// attack: many children, each small, above the limit together
// verdict: MLE
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
