// Takes it that some reading is at most 30 and some at least -45.
#include <algorithm>
#include <cstdlib>
#include <iostream>

int main() {
    int count;
    std::cin >> count;
    int lowest = 30, highest = -45, jump = 0, before = 0;
    for (int i = 0; i < count; i++) {
        int reading;
        std::cin >> reading;
        lowest = std::min(lowest, reading);
        highest = std::max(highest, reading);
        if (i > 0) jump = std::max(jump, std::abs(reading - before));
        before = reading;
    }
    std::cout << lowest << ' ' << highest << ' ' << jump << '\n';
}
