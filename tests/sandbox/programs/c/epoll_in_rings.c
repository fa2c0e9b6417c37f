// attack: watches of descriptors by the ten thousand, in chains
// verdict: OK MLE RTE TLE
// On a busy machine the time may be up first.
#include "attack.h"
#include <sys/epoll.h>
ATTACK {
    int all[200], count = 0;
    while (count < 200 && (all[count] = epoll_create1(0)) >= 0) count++;
    for (int one = 0; one < count; one++)
        for (int other = 0; other < count; other++)
            epoll_ctl(all[one], EPOLL_CTL_ADD, all[other], &(struct epoll_event){EPOLLIN | EPOLLET});
    puts("held");
}
