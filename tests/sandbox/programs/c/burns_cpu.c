// attack: burns CPU time, with SIGXCPU ignored
// verdict: TLE
#include "attack.h"
ATTACK { signal(SIGXCPU, SIG_IGN); for (volatile long i = 0;; i++); }
