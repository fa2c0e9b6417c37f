// attack: an instruction that does not exist
// verdict: RTE
#include "attack.h"
ATTACK { __builtin_trap(); }
