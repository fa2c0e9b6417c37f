#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

int main() {
    std::vector<std::string> names;
    for (std::string name; std::cin >> name;) names.push_back(name);
    std::sort(names.begin(), names.end());
    for (const auto& name : names) std::cout << name << "\n";
}
