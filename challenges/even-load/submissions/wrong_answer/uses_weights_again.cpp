// Walks up instead of down, so one rucksack is loaded again and again.
#include <iostream>
#include <vector>

int main() {
    int count, total = 0;
    std::cin >> count;
    std::vector<int> weights(count);
    for (int& weight : weights) {
        std::cin >> weight;
        total += weight;
    }
    std::vector<bool> reachable(total + 1);
    reachable[0] = true;
    for (int weight : weights) {
        for (int load = weight; load <= total; load++) {
            if (reachable[load - weight]) reachable[load] = true;
        }
    }
    int best = total / 2;
    while (!reachable[best]) best--;
    std::cout << total - 2 * best << '\n';
}
