// attack: changes its own file and executes itself
// verdict: OK
// prints: held
// ordinary user: the box is its own; the runner writes the program anew and removes the rest
#include "attack.h"
ATTACK {
    MUST_FAIL(open("/proc/self/exe", O_RDWR));
    MUST_FAIL(open("/box/build/program", O_RDWR));
    MUST_FAIL(unlink("/box/build/program"));
    MUST_FAIL(rename("/box/build/program", "program"));
    MUST_FAIL(chmod("/box/build/program", 0777));
    MUST_FAIL(creat("/box/build/x", 0777));
    MUST_FAIL(creat("/box/source/x", 0777));
    MUST_FAIL(creat("/box/x", 0777));
    TELL();
}
