// attack: memory given to pipes and let go of, so that only the pipes have it
// verdict: OK MLE RTE TLE
// On a busy machine the kernel may look for memory to free until the time is up.
#include "attack.h"
ATTACK {
    for (int number = 0; number < 110; number++) {
        int ends[2];
        if (pipe(ends)) break;
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        fcntl(ends[1], F_SETFL, O_NONBLOCK);
        char *memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) break;
        memset(memory, 1, 1 << 20);
        vmsplice(ends[1], &(struct iovec){memory, 1 << 20}, 1, 8);
        munmap(memory, 1 << 20);
    }
    puts("held");
}
