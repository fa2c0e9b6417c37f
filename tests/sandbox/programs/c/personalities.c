// attack: another personality: executable data, old addresses, no random ones, then itself anew
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    extern int personality(unsigned long);
    unsigned long kinds[] = {0x0400000, 0x0040000, 0x0200000, 0x0008, 0x0080000, 0x0100000, 0x4000000};
    for (int i = 0; i < 7; i++) personality(kinds[i]);
    if (!getenv("AGAIN")) {
        setenv("AGAIN", "1", 1);
        execl("/proc/self/exe", "x", "personalities", NULL);
    }
    MUST_FAIL(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED ? -1 : 0);
    TELL();
}
