// attack: memory that cannot be swapped, huge pages, memory of a file of its own
// verdict: MLE RTE TLE
// On a busy machine the kernel may look for memory to free until the time is up.
#include "attack.h"
ATTACK {
    mlockall(MCL_CURRENT | MCL_FUTURE);
    mmap(NULL, 1 << 28, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    int file = syscall(SYS_memfd_create, "x", 0);
    if (ftruncate(file, 60000000)) abort();
    char *memory = mmap(NULL, 60000000, PROT_WRITE | PROT_READ, MAP_SHARED, file, 0);
    for (long i = 0; i < 60000000; i += 4096) memory[i] = 1;
    char *more = malloc(200000000);
    memset(more, 1, 200000000);
    _exit(more[5]);
}
