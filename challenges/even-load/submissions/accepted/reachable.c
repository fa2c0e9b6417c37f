#include <stdbool.h>
#include <stdio.h>

static bool reachable[60001];

int main(void) {
    int count, total = 0;
    if (scanf("%d", &count) != 1) return 1;
    reachable[0] = true;
    for (int i = 0; i < count; i++) {
        int weight;
        if (scanf("%d", &weight) != 1) return 1;
        for (int load = total; load >= 0; load--) {
            if (reachable[load]) reachable[load + weight] = true;
        }
        total += weight;
    }
    int best = total / 2;
    while (!reachable[best]) best--;
    printf("%d\n", total - 2 * best);
    return 0;
}
