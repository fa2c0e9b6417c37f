// attack: recursion without end
// verdict: RTE MLE TLE
// On a busy machine the kernel may look for memory to free until the time is up.
#include "attack.h"
#pragma GCC diagnostic ignored "-Winfinite-recursion"
static __attribute__((noinline)) int down(volatile char *above) { volatile char here[4096]; here[0] = *above; return down(here) + here[0]; }
ATTACK { volatile char top = 1; _exit(down(&top)); }
