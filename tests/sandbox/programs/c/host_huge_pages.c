// attack: huge pages of the machine's pool, which no control group counts as memory
// verdict: OK
// prints: held
#include "attack.h"
#include <sys/ipc.h>
#include <sys/shm.h>
ATTACK {
    for (int size = 0; size < 64; size++) {
        MUST_FAIL(mmap(NULL, 1 << 21, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | size << 26, -1, 0));
        through += errno != ENOMEM;
    }
    MUST_FAIL(mmap(NULL, 1 << 21, PROT_READ, MAP_SHARED | MAP_ANONYMOUS | MAP_HUGETLB | MAP_NORESERVE, -1, 0));
    MUST_FAIL(syscall(SYS_memfd_create, "x", 4));
    through += errno != ENOMEM && errno != ENOSYS;
    MUST_FAIL(syscall(SYS_memfd_create, "x", 4 | 21 << 26));
    MUST_FAIL(syscall(SYS_memfd_create, "x", 7));
    MUST_FAIL(shmget(IPC_PRIVATE, 1 << 21, IPC_CREAT | SHM_HUGETLB | 0600));
    through += errno != ENOMEM;
    MUST_FAIL(open("/dev/hugepages/x", O_CREAT | O_RDWR, 0600));
    TELL();
}
