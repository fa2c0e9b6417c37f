#include <iostream>

int main() {
    long long rolls;
    std::cin >> rolls;
    long long sizes = 0;
    // Count the tray sizes.
    std::cout << sizes << '\n';
}
