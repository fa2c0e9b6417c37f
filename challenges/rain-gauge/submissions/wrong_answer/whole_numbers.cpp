// Keeps whole numbers only: everything after the point is lost.
#include <iostream>
#include <string>

int main() {
    int count, total = 0, measured = 0;
    std::cin >> count;
    for (int i = 0; i < count; i++) {
        std::string day;
        std::cin >> day;
        if (day == "-") continue;
        total += std::stoi(day);
        measured++;
    }
    if (measured == 0) std::cout << "none\n";
    else std::cout << total / measured << '\n';
}
