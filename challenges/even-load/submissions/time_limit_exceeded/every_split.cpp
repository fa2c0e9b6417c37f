// Right, but tries all 2 to the power of n ways.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <vector>

std::vector<int> weights;

int best(std::size_t place, int difference) {
    if (place == weights.size()) return std::abs(difference);
    return std::min(best(place + 1, difference + weights[place]), best(place + 1, difference - weights[place]));
}

int main() {
    int count;
    std::cin >> count;
    weights.resize(count);
    for (int& weight : weights) std::cin >> weight;
    std::cout << best(0, 0) << '\n';
}
