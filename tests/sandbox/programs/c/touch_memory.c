// attack: touches 512 MiB
// verdict: MLE TLE
// On a busy machine the kernel may look for memory to free until the time is up.
#include "attack.h"
ATTACK {
    char *memory = mmap(NULL, 1 << 29, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    for (long i = 0; i < 1 << 29; i += 4096) memory[i] = 1;
}
