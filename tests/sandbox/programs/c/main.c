/* Runs the attack that its argument names, or the honest program. */
#include "attack.h"
#include <dirent.h>

int through;
static struct { const char *file; void (*attack)(void); } attacks[200];
static int count;

void add_attack(const char *file, void (*attack)(void)) {
    attacks[count].file = file;
    attacks[count++].attack = attack;
}

static int entries(const char *folder, int links_too) {
    DIR *open = opendir(folder);
    int found = 0;
    for (struct dirent *entry; open && (entry = readdir(open));)
        found += entry->d_name[0] != '.' && (links_too || entry->d_type != DT_LNK);
    if (open) closedir(open);
    return found;
}

static void expect(const char *name, long value, long wanted) {
    if (value != wanted) printf("%s: %ld, not %ld\n", name, value, wanted);
}

static int processes(void) {
    DIR *open = opendir("/proc");
    int found = 0;
    for (struct dirent *entry; open && (entry = readdir(open));) found += atoi(entry->d_name) > 0;
    closedir(open);
    return found;
}

static void probe(void) {
    expect("scratch", entries(".", 0), 0);
    expect("/dev/shm", entries("/dev/shm", 1), 0);
    expect("/dev/mqueue", entries("/dev/mqueue", 1), 0);
    expect("processes", processes(), 2);
    for (int number = 3; number < 1024; number++) expect("descriptor", fcntl(number, F_GETFD), -1);
    expect("priority", getpriority(PRIO_PROCESS, 0), 0);
    expect("scheduler", sched_getscheduler(0), SCHED_OTHER);
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    for (int number = 1; number < 64; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) == 0) expect("ignored signal", action.sa_handler == SIG_IGN, 0);
        expect("blocked signal", sigismember(&mask, number) == 1, 0);
    }
    char line[100] = "";
    if (!fgets(line, sizeof line, stdin)) puts("no input");
    printf("clean %s\n", line);
}

int main(int argument_count, char **arguments) {
    if (argument_count < 2 || !strcmp(arguments[1], "probe")) return probe(), 0;
    for (int i = 0; i < count; i++) {
        const char *slash = strrchr(attacks[i].file, '/');
        const char *name = slash ? slash + 1 : attacks[i].file;
        size_t length = strlen(arguments[1]);
        if (!strncmp(name, arguments[1], length) && !strcmp(name + length, ".c")) return attacks[i].attack(), 0;
    }
    return puts("no such attack"), 3;
}
