// attack: small processes that ask the kernel to take the runner instead
// verdict: MLE TLE RTE
#include "attack.h"
ATTACK {
    for (int score = 1000; score >= -1000; score -= 100) {
        FILE *file = fopen("/proc/self/oom_score_adj", "w");
        if (file) { fprintf(file, "%d", score); fclose(file); }
    }
    for (int i = 0; i < 22; i++)
        if (fork() == 0) { char *m = malloc(6000000); memset(m, 1, 6000000); for (;;) { pause(); m[0]++; } }
    for (;;) pause();
}
