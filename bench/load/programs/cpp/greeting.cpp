#include <iostream>
int main() { std::cout << "good morning\n"; }
