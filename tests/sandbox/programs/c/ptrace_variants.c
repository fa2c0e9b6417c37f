// attack: every request of ptrace, to every process that is not its own
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    int targets[] = {1, getppid()};
    for (int i = 0; i < 2; i++) {
        MUST_FAIL(ptrace(PTRACE_ATTACH, targets[i], NULL, NULL));
        MUST_FAIL(ptrace(PTRACE_SEIZE, targets[i], NULL, 0x100000));
        MUST_FAIL(ptrace(PTRACE_PEEKDATA, targets[i], attack, NULL));
        MUST_FAIL(ptrace(PTRACE_POKEDATA, targets[i], attack, 0));
        MUST_FAIL(ptrace(PTRACE_KILL, targets[i], NULL, NULL));
        MUST_FAIL(ptrace(0x4207, targets[i], NULL, NULL));
        MUST_FAIL(ptrace(0x420c, targets[i], 0, mmap));
        MUST_FAIL(ptrace(0x420e, targets[i], 88, NULL));
    }
    MUST_FAIL(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
    TELL();
}
