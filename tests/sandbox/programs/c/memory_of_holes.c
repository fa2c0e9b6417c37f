// attack: room for files that are not written: allocated, cut, punched, cloned
// verdict: MLE RTE OK TLE
// On a busy machine the kernel may look for memory to free until the time is up.
#include "attack.h"
ATTACK {
    int file = open("hole", O_CREAT | O_RDWR, 0600);
    if (fallocate(file, 0, 0, 60 << 20) == 0) puts("allocated");
    ftruncate(file, 1L << 50);
    fallocate(file, 3, 4096, 1 << 20);
    for (int number = 0; number < 4; number++) {
        char name[8];
        sprintf(name, "%d", number);
        int copy = open(name, O_CREAT | O_RDWR, 0600);
        fallocate(copy, 0, 0, 60 << 20);
        copy_file_range(file, NULL, copy, NULL, 60 << 20, 0);
    }
}
