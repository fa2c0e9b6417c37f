// attack: folders by the hundred thousand, each of which costs whoever removes it
// verdict: OK MLE TLE
// On a busy machine the time may be up first.
#include "attack.h"
ATTACK {
    char name[32];
    for (int number = 0; number < 400000; number++) {
        sprintf(name, "d%d", number);
        if (mkdir(name, 0700)) break;
    }
    puts("held");
}
