// attack: a null pointer is written to
// verdict: RTE
#include "attack.h"
ATTACK { *(volatile int *)0 = 1; }
