"""Given the word `search`, looks for other cases' input in files, in memory and in descriptors; else keeps its input."""

import os
import re
import sys

WANTED = re.compile(b"canary" + b"-[0-9a-f]{32}")
found = []


def look(path):
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return
    try:
        for _ in range(64):
            data = os.read(descriptor, 1 << 18)
            if WANTED.search(data):
                found.append(path)
            if not data:
                break
    except OSError:
        pass
    finally:
        os.close(descriptor)


def look_at_memory(process):
    try:
        with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
            for line in maps:
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                try:
                    memory.seek(start)
                    if WANTED.search(memory.read(min(end - start, 1 << 24))):
                        found.append(f"memory of {process}: {line}")
                except (OSError, OverflowError, ValueError):
                    pass
    except OSError:
        pass


def search():
    for process in (name for name in os.listdir("/proc") if name.isdigit()):
        look_at_memory(process)
        for name in ("environ", "cmdline", "stat", "fd/0", "fd/1", "fd/3", "fd/4", "fd/5", "fd/6"):
            look(f"/proc/{process}/{name}")
    for top, folders, names in os.walk("/"):
        if top == "/":
            folders[:] = [name for name in folders if name not in ("proc", "sys", "usr")]
        for name in names:
            look(f"{top}/{name}")
    uninitialised = bytearray(1 << 24)
    if WANTED.search(uninitialised):
        found.append("fresh memory")
    print("found: " + ", ".join(found) if found else "held")


text = sys.stdin.buffer.read()
if text == b"search":
    search()
else:
    with open("kept", "wb") as file:
        file.write(text)
    os.environ["KEPT"] = text[:1000].decode()
    print("honest")
