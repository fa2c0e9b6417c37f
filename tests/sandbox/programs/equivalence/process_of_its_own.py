# session, group, folder, mask, descriptors
import os
import sys

print(os.getsid(0) == os.getpgrp() == os.getpid(), os.getcwd(), oct(os.umask(0)), os.nice(0), os.getgroups())
print(sorted(os.listdir("/proc/self/fd"))[:3], [os.get_inheritable(number) for number in range(3)], sys.argv[0])
print(os.getuid() == os.geteuid() == os.getgid() == os.getegid() != 0, os.access("/box/source", os.W_OK))
print(os.readlink("/proc/self/exe"), open("/proc/self/comm").read(), os.path.exists("/box/zygote"))
