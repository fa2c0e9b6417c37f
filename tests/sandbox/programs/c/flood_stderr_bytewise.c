// attack: error output, a byte at a time
// verdict: OLE TLE
#include "attack.h"
ATTACK { for (;;) if (write(2, "x", 1) < 0) _exit(1); }
