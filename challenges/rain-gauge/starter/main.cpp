#include <iostream>
#include <string>

int main() {
    int count;
    std::cin >> count;
    double total = 0;
    for (int i = 0; i < count; i++) {
        std::string day;
        std::cin >> day;
        // A dash means that the gauge was frozen; std::stod(day) gives the number.
    }
    std::cout << total << '\n';
}
