// Takes only the first word of a title, then reads the rest of it as the next action.
#include <iostream>
#include <map>
#include <string>

int main() {
    int count;
    std::cin >> count;
    std::map<std::string, int> copies;
    for (int i = 0; i < count; i++) {
        std::string action, title;
        std::cin >> action >> title;
        copies[title] += action == "OUT" ? 1 : -1;
    }
    for (const auto& [title, number] : copies) {
        if (number > 0) std::cout << number << ' ' << title << '\n';
    }
}
