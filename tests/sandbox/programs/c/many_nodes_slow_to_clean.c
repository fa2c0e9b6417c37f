// attack: fifos, sockets and folders in folders, as many as there can be, in shared memory too
// verdict: OK MLE TLE
// On a busy machine the time may be up first.
#include "attack.h"
ATTACK {
    char name[64];
    const char *places[] = {".", "/dev/shm", "/box/scratch"};
    for (int number = 0; number < 100000; number++) {
        sprintf(name, "%s/n%d", places[number % 3], number);
        mkdir(name, 0700);
        strcat(name, "/f");
        if (mknod(name, number % 2 ? S_IFIFO | 0600 : S_IFSOCK | 0600, 0)) break;
    }
    puts("held");
}
