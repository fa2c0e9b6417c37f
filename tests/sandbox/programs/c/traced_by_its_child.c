// attack: its child traces it when it ends, and holds the end back
// verdict: OK TLE RTE
#include "attack.h"
ATTACK {
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
    pid_t parent = getpid();
    if (fork() == 0) { ptrace(PTRACE_SEIZE, parent, 0, PTRACE_O_TRACEEXIT); for (;;) pause(); }
    usleep(100000);
    _exit(0);
}
