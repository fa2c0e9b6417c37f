#include <stdio.h>

int main(void) {
    unsigned long value;
    if (scanf("%lu", &value) != 1) return 1;
    for (unsigned long step = 0; step < 150000000UL; step++) value = (value * 31 + step) % 1000003;
    printf("%lu\n", value);
    return 0;
}
