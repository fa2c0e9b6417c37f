// attack: asks to be traced by the runner, then stops
// verdict: TLE RTE
#include "attack.h"
ATTACK { ptrace(PTRACE_TRACEME, 0, 0, 0); raise(SIGSTOP); raise(SIGTRAP); }
