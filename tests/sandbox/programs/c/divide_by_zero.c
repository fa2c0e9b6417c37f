// attack: a division by zero
// verdict: RTE
#include "attack.h"
ATTACK { volatile int zero = 0, some = 3000; printf("%d\n", some / zero); }
