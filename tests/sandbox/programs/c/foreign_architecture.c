// attack: system calls by the 32-bit entry, and with the numbers of x32
// verdict: OK RTE
#include "attack.h"
ATTACK {
    long result = syscall(0x40000000 | SYS_getpid);
    printf("%ld\n", result);
#ifdef __x86_64__
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
#endif
}
