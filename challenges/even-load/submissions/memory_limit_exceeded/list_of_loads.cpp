// Keeps the load of every way, also equal ones: the list doubles with each rucksack.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <vector>

int main() {
    int count, total = 0;
    std::cin >> count;
    std::vector<int> loads{0};
    for (int i = 0; i < count; i++) {
        int weight;
        std::cin >> weight;
        total += weight;
        const std::size_t known = loads.size();
        for (std::size_t k = 0; k < known; k++) loads.push_back(loads[k] + weight);
    }
    int best = total;
    for (int load : loads) best = std::min(best, std::abs(total - 2 * load));
    std::cout << best << '\n';
}
