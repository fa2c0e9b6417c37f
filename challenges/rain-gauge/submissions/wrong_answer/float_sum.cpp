// Adds in float, which keeps some seven digits: small amounts are lost beside a large sum.
#include <iostream>
#include <string>

int main() {
    int count, measured = 0;
    std::cin >> count;
    float sum = 0;
    for (int i = 0; i < count; i++) {
        std::string day;
        std::cin >> day;
        if (day == "-") continue;
        sum += std::stof(day);
        measured++;
    }
    if (measured == 0) std::cout << "none\n";
    else std::cout << std::fixed << sum / measured << '\n';
}
