// Never uses the ladder.
#include <iostream>
#include <queue>
#include <string>
#include <utility>
#include <vector>

int main() {
    int rows, columns;
    std::cin >> rows >> columns;
    std::vector<std::string> maze(rows);
    for (std::string& line : maze) std::cin >> line;
    std::vector<std::vector<int>> steps(rows, std::vector<int>(columns, -1));
    std::queue<std::pair<int, int>> queue;
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            if (maze[row][column] != 'S') continue;
            queue.push({row, column});
            steps[row][column] = 0;
        }
    }
    const int down[] = {0, 1, 0, -1}, right[] = {1, 0, -1, 0};
    while (!queue.empty()) {
        const auto [row, column] = queue.front();
        queue.pop();
        if (maze[row][column] == 'E') {
            std::cout << steps[row][column] << '\n';
            return 0;
        }
        for (int k = 0; k < 4; k++) {
            const int r = row + down[k], c = column + right[k];
            if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
            if (maze[r][c] == '#' || steps[r][c] >= 0) continue;
            steps[r][c] = steps[row][column] + 1;
            queue.push({r, c});
        }
    }
    std::cout << "no way\n";
}
