// Right, but compares every weight with every other.
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int count;
    long long parcel;
    if (scanf("%d %lld", &count, &parcel) != 2) return 1;
    long long *weights = malloc(sizeof(long long) * count);
    for (int i = 0; i < count; i++) {
        if (scanf("%lld", &weights[i]) != 1) return 1;
    }
    for (int left = 0; left < count; left++) {
        for (int right = left + 1; right < count; right++) {
            if (weights[left] + weights[right] == parcel) {
                printf("%d %d\n", left + 1, right + 1);
                return 0;
            }
        }
    }
    puts("none");
    return 0;
}
