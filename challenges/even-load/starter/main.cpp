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

    // Find the smallest possible difference of the two loads.
    std::cout << total << '\n';
}
