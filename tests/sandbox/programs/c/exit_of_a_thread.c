// attack: the main thread ends; another spins
// verdict: TLE
#include "attack.h"
static int spin(void *unused) { for (volatile long i = 0;; i++); return unused != 0; }
ATTACK {
    char *stack = malloc(65536);
    clone(spin, stack + 65536, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD, NULL);
    syscall(SYS_exit, 0);
}
