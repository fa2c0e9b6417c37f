// attack: System V objects made and removed by the ten thousand
// verdict: OK TLE
// On a busy machine the time may be up first.
#include "attack.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
ATTACK {
    for (int number = 0; number < 20000; number++) {
        int one = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600), two = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
        int three = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
        if (one >= 0) shmctl(one, IPC_RMID, NULL);
        if (two >= 0) semctl(two, 0, IPC_RMID);
        if (three >= 0) msgctl(three, IPC_RMID, NULL);
    }
    puts("held");
}
