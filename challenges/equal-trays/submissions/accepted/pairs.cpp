#include <iostream>

int main() {
    long long rolls;
    std::cin >> rolls;
    long long sizes = 0;
    for (long long size = 1; size * size <= rolls; size++) {
        if (rolls % size == 0) sizes += size * size == rolls ? 1 : 2;
    }
    std::cout << sizes << '\n';
}
