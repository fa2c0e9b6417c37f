#include <iostream>

int main() {
    unsigned long value;
    std::cin >> value;
    for (unsigned long step = 0; step < 150000000UL; ++step) value = (value * 31 + step) % 1000003;
    std::cout << value << "\n";
}
