// attack: SIGKILL to itself
// verdict: RTE
#include "attack.h"
ATTACK { raise(SIGKILL); }
