/* What the attacks in C share. One program holds them all; its argument names the one that runs. */
#ifndef ATTACK_H
#define ATTACK_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

void add_attack(const char *file, void (*attack)(void));

/* Followed by the body of the attack. */
#define ATTACK \
    static void attack(void); \
    __attribute__((constructor)) static void add(void) { add_attack(__FILE__, attack); } \
    static void attack(void)

/* Note what got through: the call must fail. */
extern int through;
#define MUST_FAIL(call) do { if ((long)(call) != -1) { through++; printf("got through: %s\n", #call); } } while (0)
#define TELL() do { puts(through ? "got through" : "held"); fflush(stdout); } while (0)

#endif
