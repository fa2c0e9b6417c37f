#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    int count, total = 0;
    if (scanf("%d", &count) != 1) return 1;
    for (int number = 1; number <= count; number++) {
        if (fork() == 0) _exit(number);
    }
    for (int status; wait(&status) > 0;) total += WEXITSTATUS(status);
    printf("%d\n", total);
    return 0;
}
