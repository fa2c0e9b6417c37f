#include <bitset>
#include <iostream>

int main() {
    int count, total = 0;
    std::cin >> count;
    std::bitset<60001> loads;
    loads[0] = true;
    for (int i = 0; i < count; i++) {
        int weight;
        std::cin >> weight;
        total += weight;
        loads |= loads << weight;
    }
    int best = total / 2;
    while (!loads[best]) best--;
    std::cout << total - 2 * best << '\n';
}
