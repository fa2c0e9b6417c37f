// Prints the places in the sorted row, not in the row that was given.
#include <algorithm>
#include <iostream>
#include <vector>

int main() {
    int count;
    long long parcel;
    std::cin >> count >> parcel;
    std::vector<long long> weights(count);
    for (long long& weight : weights) std::cin >> weight;
    std::sort(weights.begin(), weights.end());
    int light = 0, heavy = count - 1;
    while (light < heavy && weights[light] + weights[heavy] != parcel) {
        if (weights[light] + weights[heavy] < parcel) light++;
        else heavy--;
    }
    if (light < heavy) std::cout << light + 1 << ' ' << heavy + 1 << '\n';
    else std::cout << "none\n";
}
