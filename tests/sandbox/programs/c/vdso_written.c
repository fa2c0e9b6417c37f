// attack: the code of the clock, written over where the kernel maps it
// verdict: OK RTE
#include "attack.h"
ATTACK {
    unsigned long base = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[256];
    while (fgets(line, sizeof line, maps)) if (strstr(line, "[vdso]")) base = strtoul(line, NULL, 16);
    puts("held");
    fflush(stdout);
    if (base && mprotect((void *)base, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) == 0) memset((void *)base, 0xcc, 4096);
    mremap((void *)base, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)(base - (1L << 30)));
    _exit(0);
}
