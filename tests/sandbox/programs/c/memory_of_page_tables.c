// attack: page tables of memory that it only reads, so that it has none
// verdict: MLE RTE TLE
// On a busy machine the time may be up first.
#include "attack.h"
ATTACK {
    for (;;) {
        char *memory = mmap(NULL, 1L << 40, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED) abort();
        volatile char sum = 0;
        for (long at = 0; at < 1L << 40; at += 1L << 21) sum += memory[at];
    }
}
