#include <stdio.h>

int main(void) {
    long number, count = 0, sum = 0;
    while (scanf("%ld", &number) == 1) {
        count++;
        sum += number;
    }
    printf("%ld %ld\n", count, sum);
    return 0;
}
