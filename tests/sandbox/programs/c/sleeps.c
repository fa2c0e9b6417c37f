// attack: sleeps for ever with all signals blocked
// verdict: TLE
#include "attack.h"
ATTACK { sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, NULL); for (;;) pause(); }
