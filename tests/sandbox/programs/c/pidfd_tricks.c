// attack: descriptors of other processes: of their files, and to signal them
// verdict: OK
// prints: held
// ordinary user: a signal to the runner is allowed, and lost: it is the first process
#include "attack.h"
ATTACK {
    int targets[] = {1, getppid()};
    for (int i = 0; i < 2; i++) {
        int process = syscall(434, targets[i], 0);
        for (int number = 0; number < 20; number++) MUST_FAIL(syscall(438, process, number, 0));
        MUST_FAIL(syscall(424, process, SIGKILL, NULL, 0));
        MUST_FAIL(syscall(440, process, &(struct iovec){attack, 4096}, 1, MADV_PAGEOUT, 0));
        MUST_FAIL(syscall(448, process, 0));
        MUST_FAIL(setns(process, 0x7E020000));
    }
    TELL();
}
