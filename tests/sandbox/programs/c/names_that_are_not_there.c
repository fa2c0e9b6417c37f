// attack: names by the ten thousand that are not there, for the kernel to remember
// verdict: OK MLE TLE
// On a busy machine the time may be up first.
#include "attack.h"
ATTACK {
    char name[64];
    for (int number = 0; number < 60000; number++) {
        sprintf(name, "%s/nothing-%d", number % 2 ? "/usr" : "/dev/shm", number);
        access(name, F_OK);
    }
    puts("held");
}
