#include <stdio.h>

int main(void) {
    int count;
    if (scanf("%d", &count) != 1) return 1;

    /* Find the lowest reading, the highest reading and the biggest jump. */
    int lowest = 0;
    int highest = 0;
    int biggest_jump = 0;
    for (int i = 0; i < count; i++) {
        int reading;
        if (scanf("%d", &reading) != 1) return 1;
    }

    printf("%d %d %d\n", lowest, highest, biggest_jump);
    return 0;
}
