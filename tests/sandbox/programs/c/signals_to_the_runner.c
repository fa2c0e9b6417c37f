// attack: every signal to process 1, and to all
// verdict: OK
// prints: held
// ordinary user: the calls succeed; the kernel delivers nothing to the first process of a namespace
#include "attack.h"
#include <sys/syscall.h>
ATTACK {
    for (int number = 1; number <= 64; number++) {
        if (number == 32 || number == 33) continue;
        MUST_FAIL(kill(1, number));
        MUST_FAIL(syscall(SYS_tgkill, 1, 1, number));
        MUST_FAIL(syscall(SYS_rt_sigqueueinfo, 1, number, (char[128]){0}));
    }
    MUST_FAIL(kill(-1, SIGKILL));
    TELL();
}
