#include <iostream>
#include <string>
#include <vector>

int main() {
    int rows, columns;
    std::cin >> rows >> columns;
    std::vector<std::string> maze(rows);
    for (std::string& line : maze) std::cin >> line;

    // maze[row][column] is one of . # S E
    std::cout << "no way\n";
}
