// Sorts the weights and walks from both ends towards the middle.
#include <algorithm>
#include <iostream>
#include <utility>
#include <vector>

int main() {
    std::ios::sync_with_stdio(false);
    int count;
    long long parcel;
    std::cin >> count >> parcel;
    std::vector<std::pair<long long, int>> weights(count);
    for (int i = 0; i < count; i++) {
        std::cin >> weights[i].first;
        weights[i].second = i + 1;
    }
    std::sort(weights.begin(), weights.end());
    int light = 0, heavy = count - 1;
    while (light < heavy) {
        long long sum = weights[light].first + weights[heavy].first;
        if (sum == parcel) {
            std::cout << weights[heavy].second << ' ' << weights[light].second << '\n';
            return 0;
        }
        if (sum < parcel) light++;
        else heavy--;
    }
    std::cout << "none\n";
}
