// attack: memory beyond the limit, while children wake each other from every stop
// verdict: MLE TLE RTE
#include "attack.h"
ATTACK {
    for (int child = 0; child < 8; child++) {
        if (fork()) continue;
        int file = open("/dev/null", O_RDONLY);
        while (dup(file) >= 0) {}
        for (;;) kill(-1, SIGCONT);
    }
    usleep(100000);
    for (;;) {
        char *memory = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) abort();
        memset(memory, 1, 8 << 20);
    }
}
