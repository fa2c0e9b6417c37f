// attack: output by splice and vmsplice, from /dev/zero
// verdict: OLE RTE TLE
#include "attack.h"
ATTACK {
    static char data[1 << 16];
    struct iovec piece = {data, sizeof data};
    int zero = open("/dev/zero", O_RDONLY);
    fcntl(1, F_SETPIPE_SZ, 1 << 20);
    for (;;) if (splice(zero, NULL, 1, NULL, 1 << 16, 0) <= 0 && vmsplice(1, &piece, 1, 0) <= 0) _exit(1);
}
