#include <iostream>

int main() {
    int count
    std::cin >> count;
    std::cout << count << '\n';
}
