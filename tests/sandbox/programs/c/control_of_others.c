// attack: calls on itself that reach others: cookies of cores, tracers, sessions, groups, owners of signals
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    MUST_FAIL(prctl(62, 1, 1, 0, 0));
    MUST_FAIL(prctl(62, 2, 1, 1, 0));
    MUST_FAIL(prctl(62, 3, 1, 0, 0));
    MUST_FAIL(prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, 0, 0, 0));
    MUST_FAIL(prctl(PR_CAPBSET_DROP, 21, 0, 0, 0) == 0 ? 0 : -1);
    MUST_FAIL(prctl(PR_SET_SECUREBITS, 0x2f, 0, 0, 0));
    MUST_FAIL(prctl(47, 2, 21, 0, 0));
    MUST_FAIL(setpgid(getppid(), 0));
    MUST_FAIL(setpgid(1, getpid()));
    MUST_FAIL(tcsetpgrp(0, 1));
    prctl(PR_SET_PTRACER, -1, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
    MUST_FAIL(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? -1 : 0);
    TELL();
}
