// attack: terabytes that are never touched
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    for (int i = 0; i < 8; i++)
        mmap(NULL, 1L << 40, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    puts("held");
}
