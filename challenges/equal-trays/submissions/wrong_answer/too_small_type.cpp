// int holds 32 bits: the larger orders do not fit.
#include <iostream>

int main() {
    int rolls;
    std::cin >> rolls;
    int sizes = 0;
    for (long long size = 1; size * size <= rolls; size++) {
        if (rolls % size == 0) sizes += size * size == rolls ? 1 : 2;
    }
    std::cout << sizes << '\n';
}
