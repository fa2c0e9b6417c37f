// attack: the exit code of a killed process
// verdict: RTE
#include "attack.h"
ATTACK { _exit(137); }
