// attack: a file larger than may be: SIGXFSZ
// verdict: RTE
#include "attack.h"
ATTACK { int file = open("large", O_CREAT | O_WRONLY, 0600); if (pwrite(file, "x", 1, 1L << 40) < 0) abort(); }
