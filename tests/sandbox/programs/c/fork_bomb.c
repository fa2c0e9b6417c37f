// attack: fork bomb
// verdict: TLE RTE
#include "attack.h"
ATTACK { for (;;) fork(); }
