// attack: files by handle, around every mount
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    char handle[256] = {8, 0, 0, 0, 1, 0, 0, 0, 2};
    int mount;
    const char *paths[] = {"/", "/usr", "/proc", "/dev/shm", "/box", "/sys", "."};
    for (int i = 0; i < 7; i++) {
        MUST_FAIL(syscall(SYS_name_to_handle_at, AT_FDCWD, paths[i], handle, &mount, 0));
        int folder = open(paths[i], O_RDONLY);
        for (int number = 0; number < 64; number++) {
            *(int *)(handle + 8) = number;
            MUST_FAIL(syscall(SYS_open_by_handle_at, folder, handle, O_RDONLY));
        }
    }
    MUST_FAIL(syscall(SYS_open_by_handle_at, -10, handle, O_RDONLY));
    TELL();
}
