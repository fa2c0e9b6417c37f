// attack: links by the hundred thousand, to nowhere and to one file
// verdict: OK MLE TLE
// On a busy machine the time may be up first.
#include "attack.h"
ATTACK {
    char name[32];
    close(open("file", O_CREAT | O_WRONLY, 0600));
    for (int number = 0; number < 400000; number++) {
        sprintf(name, "l%d", number);
        if (number % 2 ? symlink("nowhere", name) : link("file", name)) break;
    }
    puts("held");
}
