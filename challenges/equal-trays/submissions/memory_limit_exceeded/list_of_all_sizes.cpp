// Writes every size into a list before counting: far more numbers than fit in memory.
#include <iostream>
#include <vector>

int main() {
    long long rolls;
    std::cin >> rolls;
    std::vector<long long> all;
    for (long long size = 1; size <= rolls; size++) all.push_back(size);
    long long sizes = 0;
    for (long long size : all) sizes += rolls % size == 0;
    std::cout << sizes << '\n';
}
