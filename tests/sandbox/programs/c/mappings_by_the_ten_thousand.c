// attack: as many mappings as there can be, in every child
// verdict: OK MLE RTE TLE
// On a busy machine the time may be up first.
#include "attack.h"
ATTACK {
    for (int child = 0; child < 4; child++) if (fork() == 0) break;
    for (long number = 0; number < 20000; number++)
        if (mmap(NULL, 4096, number % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) break;
    puts("held");
}
