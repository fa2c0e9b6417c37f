// attack: message queues and semaphores, of which a user of the machine has so many
// verdict: OK
// prints: held
#include "attack.h"
#include <mqueue.h>
ATTACK {
    char name[16];
    for (int number = 0; number < 20; number++) {
        sprintf(name, "/q%d", number);
        MUST_FAIL(mq_open(name, O_CREAT | O_RDWR, 0600, NULL));
    }
    MUST_FAIL(setrlimit(RLIMIT_MSGQUEUE, &(struct rlimit){819200, 819200}));
    MUST_FAIL(setrlimit(RLIMIT_MEMLOCK, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY}));
    TELL();
}
