// attack: stops itself and its parent
// verdict: TLE
#include "attack.h"
ATTACK { kill(getppid(), SIGSTOP); kill(1, SIGSTOP); raise(SIGSTOP); }
