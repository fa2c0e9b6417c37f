// attack: children with many descriptors each, so that counting takes long, and memory taken at once meanwhile
// verdict: MLE RTE TLE
// On a busy machine the time may be up first. MADV_POPULATE_WRITE is 23.
#include "attack.h"
ATTACK {
    for (int child = 0; child < 20; child++) {
        if (fork()) continue;
        int file = open("/dev/null", O_RDONLY);
        while (dup(file) >= 0) {}
        for (;;) pause();
    }
    usleep(200000);
    for (;;) {
        char *memory = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED || madvise(memory, 16 << 20, 23)) abort();
        if (write(1, "16 MiB\n", 7) != 7) abort();
    }
}
