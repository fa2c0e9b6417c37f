#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

int main() {
    int count;
    std::cin >> count;
    std::atomic<long> total{0};
    std::vector<std::thread> threads;
    for (int number = 1; number <= count; ++number) threads.emplace_back([&total, number] { total += number * number; });
    for (auto& thread : threads) thread.join();
    std::cout << total << "\n";
}
