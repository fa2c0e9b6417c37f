#include <stdio.h>

int main(void) {
    int count, total = 0;
    if (scanf("%d", &count) != 1) return 1;
    int weights[60];
    for (int i = 0; i < count; i++) {
        if (scanf("%d", &weights[i]) != 1) return 1;
        total += weights[i];
    }

    /* Find the smallest possible difference of the two loads. */
    printf("%d\n", total);
    return 0;
}
