// attack: takes its own output back out of the pipe
// verdict: OK TLE RTE
#include "attack.h"
ATTACK {
    int back = open("/proc/self/fd/1", O_RDWR | O_NONBLOCK);
    char data[100];
    if (write(1, "x", 1) < 0 || read(back, data, sizeof data) < 0) _exit(0);
}
