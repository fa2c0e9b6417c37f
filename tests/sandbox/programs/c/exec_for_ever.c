// attack: executes itself for ever
// verdict: TLE
#include "attack.h"
ATTACK { execl("/proc/self/exe", "x", "exec_for_ever", NULL); }
