// attack: System V and POSIX objects left
// verdict: OK
// prints: held
#include "attack.h"
#include <mqueue.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
ATTACK {
    char *memory = shmat(shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0666), NULL, 0);
    strcpy(memory, "left");
    semget(77, 1, IPC_CREAT | 0666);
    msgget(77, IPC_CREAT | 0666);
    shm_open("/left", O_CREAT | O_RDWR, 0666);
    sem_open("/left", O_CREAT, 0666, 1);
    mq_open("/left", O_CREAT | O_RDWR, 0666, NULL);
    puts("held");
}
