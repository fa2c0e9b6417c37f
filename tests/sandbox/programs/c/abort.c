// attack: abort
// verdict: RTE
#include "attack.h"
ATTACK { abort(); }
