// Right, but takes each square of hedge away in turn and searches the whole maze again.
#include <algorithm>
#include <iostream>
#include <queue>
#include <string>
#include <utility>
#include <vector>

int rows, columns;
std::vector<std::string> maze;

int fewest(std::pair<int, int> start) {
    std::vector<int> steps(rows * columns, -1);
    std::queue<std::pair<int, int>> queue;
    queue.push(start);
    steps[start.first * columns + start.second] = 0;
    const int down[] = {0, 1, 0, -1}, right[] = {1, 0, -1, 0};
    while (!queue.empty()) {
        const auto [row, column] = queue.front();
        queue.pop();
        const int so_far = steps[row * columns + column];
        if (maze[row][column] == 'E') return so_far;
        for (int k = 0; k < 4; k++) {
            const int r = row + down[k], c = column + right[k];
            if (r < 0 || r >= rows || c < 0 || c >= columns || maze[r][c] == '#') continue;
            if (steps[r * columns + c] >= 0) continue;
            steps[r * columns + c] = so_far + 1;
            queue.push({r, c});
        }
    }
    return rows * columns;
}

int main() {
    std::cin >> rows >> columns;
    maze.resize(rows);
    std::pair<int, int> start;
    for (int row = 0; row < rows; row++) {
        std::cin >> maze[row];
        if (maze[row].find('S') != std::string::npos) start = {row, static_cast<int>(maze[row].find('S'))};
    }
    int best = fewest(start);
    for (std::string& line : maze) {
        for (char& square : line) {
            if (square != '#') continue;
            square = '.';
            best = std::min(best, fewest(start));
            square = '#';
        }
    }
    if (best < rows * columns) std::cout << best << '\n';
    else std::cout << "no way\n";
}
