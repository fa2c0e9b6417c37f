// attack: fifos, links, sparse files, folders without rights
// verdict: OK
// prints: held
#include "attack.h"
ATTACK {
    mkfifo("fifo", 0);
    if (symlink("/proc/1/root", "link") || symlink("/box/source", "source")) abort();
    int file = open("sparse", O_CREAT | O_RDWR, 0);
    if (ftruncate(file, 60L << 20)) abort();
    char name[256] = {0};
    for (int i = 0; i < 300; i++) {
        memset(name, '\xff', 255);
        name[0] = i % 254 + 1 == '/' ? 'x' : i % 254 + 1;
        if (mkdir(name, 0700) == 0 && chdir(name) == 0 && i % 2) chmod(".", 0);
    }
    puts("held");
}
