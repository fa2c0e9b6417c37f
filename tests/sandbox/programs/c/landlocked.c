// attack: a sandbox of its own inside, which it cannot leave and others are not in
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    unsigned long all[2] = {0x1fff, 0};
    int rules = syscall(444, all, 8, 0);
    if (rules >= 0 && syscall(446, rules, 0) == 0) MUST_FAIL(open("file", O_CREAT | O_RDWR, 0600));
    if (fork() == 0) {
        setsid();
        for (;;) pause();
    }
    TELL();
}
