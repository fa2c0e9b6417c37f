// attack: SIGXCPU to itself
// verdict: RTE
#include "attack.h"
ATTACK { raise(SIGXCPU); }
