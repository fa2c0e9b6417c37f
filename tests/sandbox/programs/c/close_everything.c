// attack: closes all descriptors
// verdict: OK
#include "attack.h"
ATTACK { for (int i = 0; i < 1024; i++) close(i); _exit(0); }
