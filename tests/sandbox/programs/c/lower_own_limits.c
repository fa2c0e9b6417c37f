// attack: lowers its own limits, and is ended by them
// verdict: RTE TLE
#include "attack.h"
ATTACK {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CPU, &none);
    setrlimit(RLIMIT_NOFILE, &none);
    setrlimit(RLIMIT_NPROC, &none);
    for (;;);
}
