#include <iostream>
#include <vector>

int main() {
    int count;
    std::cin >> count;
    std::vector<int> readings(count);
    for (int& reading : readings) std::cin >> reading;

    // Find the lowest reading, the highest reading and the biggest jump.
    int lowest = 0;
    int highest = 0;
    int biggest_jump = 0;

    std::cout << lowest << ' ' << highest << ' ' << biggest_jump << '\n';
}
