// attack: output without end and line
// verdict: OLE
#include "attack.h"
ATTACK { static char data[1 << 20]; for (;;) if (write(1, data, sizeof data) < 0) _exit(1); }
