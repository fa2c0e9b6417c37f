// Right, but tries every size from 1 to n.
#include <iostream>

int main() {
    long long rolls;
    std::cin >> rolls;
    long long sizes = 0;
    for (long long size = 1; size <= rolls; size++) {
        if (rolls % size == 0) sizes++;
    }
    std::cout << sizes << '\n';
}
