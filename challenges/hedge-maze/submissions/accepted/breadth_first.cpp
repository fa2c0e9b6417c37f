#include <iostream>
#include <queue>
#include <string>
#include <vector>

struct Place {
    int row, column, ladder;
};

int main() {
    int rows, columns;
    std::cin >> rows >> columns;
    std::vector<std::string> maze(rows);
    for (std::string& line : maze) std::cin >> line;

    std::vector<int> steps(rows * columns * 2, -1);
    auto number = [&](const Place& place) { return (place.row * columns + place.column) * 2 + place.ladder; };
    std::queue<Place> queue;
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            if (maze[row][column] == 'S') queue.push({row, column, 1});
        }
    }
    steps[number(queue.front())] = 0;
    const int down[] = {0, 1, 0, -1}, right[] = {1, 0, -1, 0};
    while (!queue.empty()) {
        const Place place = queue.front();
        queue.pop();
        if (maze[place.row][place.column] == 'E') {
            std::cout << steps[number(place)] << '\n';
            return 0;
        }
        for (int k = 0; k < 4; k++) {
            Place next{place.row + down[k], place.column + right[k], place.ladder};
            if (next.row < 0 || next.row >= rows || next.column < 0 || next.column >= columns) continue;
            if (maze[next.row][next.column] == '#') next.ladder--;
            if (next.ladder < 0 || steps[number(next)] >= 0) continue;
            steps[number(next)] = steps[number(place)] + 1;
            queue.push(next);
        }
    }
    std::cout << "no way\n";
}
