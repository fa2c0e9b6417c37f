// Right, but walks every way that visits no square twice.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

const int TOO_FAR = 1'000'000;
int rows, columns;
std::vector<std::string> maze;
std::vector<std::vector<char>> on_way;

int fewest(int row, int column, bool ladder) {
    if (row < 0 || row >= rows || column < 0 || column >= columns || on_way[row][column]) return TOO_FAR;
    if (maze[row][column] == 'E') return 0;
    if (maze[row][column] == '#') {
        if (!ladder) return TOO_FAR;
        ladder = false;
    }
    on_way[row][column] = 1;
    const int best = std::min({
        fewest(row, column + 1, ladder),
        fewest(row + 1, column, ladder),
        fewest(row, column - 1, ladder),
        fewest(row - 1, column, ladder),
    });
    on_way[row][column] = 0;
    return best + 1;
}

int main() {
    std::cin >> rows >> columns;
    maze.resize(rows);
    on_way.assign(rows, std::vector<char>(columns));
    for (std::string& line : maze) std::cin >> line;
    for (int row = 0; row < rows; row++) {
        const std::size_t column = maze[row].find('S');
        if (column == std::string::npos) continue;
        const int steps = fewest(row, static_cast<int>(column), true);
        if (steps < TOO_FAR) std::cout << steps << '\n';
        else std::cout << "no way\n";
    }
}
