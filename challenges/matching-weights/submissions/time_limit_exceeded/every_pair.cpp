// Right, but compares every weight with every other.
#include <iostream>
#include <vector>

int main() {
    std::ios::sync_with_stdio(false);
    int count;
    long long parcel;
    std::cin >> count >> parcel;
    std::vector<long long> weights(count);
    for (long long& weight : weights) std::cin >> weight;
    for (int left = 0; left < count; left++) {
        for (int right = left + 1; right < count; right++) {
            if (weights[left] + weights[right] == parcel) {
                std::cout << left + 1 << ' ' << right + 1 << '\n';
                return 0;
            }
        }
    }
    std::cout << "none\n";
}
