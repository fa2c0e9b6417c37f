// attack: types into terminals
// verdict: OK
// prints: held
#include "attack.h"
#include <sys/ioctl.h>
ATTACK {
    for (int i = 0; i < 3; i++) {
        MUST_FAIL(ioctl(i, TIOCSTI, "x"));
        MUST_FAIL(ioctl(i, TIOCSCTTY, 1));
        MUST_FAIL(ioctl(i, TIOCLINUX, "\x02"));
    }
    MUST_FAIL(open("/dev/tty", O_RDWR));
    MUST_FAIL(open("/dev/console", O_RDWR));
    TELL();
}
