#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int count, previous;
    if (scanf("%d %d", &count, &previous) != 2) return 1;
    int lowest = previous, highest = previous, biggest_jump = 0;
    for (int i = 1; i < count; i++) {
        int reading;
        if (scanf("%d", &reading) != 1) return 1;
        if (reading < lowest) lowest = reading;
        if (reading > highest) highest = reading;
        if (abs(reading - previous) > biggest_jump) biggest_jump = abs(reading - previous);
        previous = reading;
    }
    printf("%d\n%d\n%d\n", lowest, highest, biggest_jump);
    return 0;
}
