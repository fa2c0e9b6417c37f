# attack: reports of its own, as the runner would write them, into every descriptor of every process
# verdict: OK
import json
import os
import struct

header = json.dumps(
    {
        "key": 0,
        "exit_code": 0,
        "signal": None,
        "stop": "",
        "oom_kills": 0,
        "cpu_ns": 1,
        "wall_ns": 1,
        "peak_bytes": 1,
        "truncated": [False, False],
    }
).encode()
frames = b"".join(struct.pack("!BHI", kind, len(header), 0) + header for kind in (6, 7, 1, 5, 2))
frames += b"\x01\0\0\0\0\0\0\xff" + frames
os.write(1, frames)
os.write(2, frames)
for process in os.listdir("/proc"):
    if process.isdigit() and process != str(os.getpid()):
        for number in range(64):
            try:
                with open(f"/proc/{process}/fd/{number}", "wb") as file:
                    file.write(frames)
                    os.write(2, b"got through\n")
            except OSError:
                pass
os.write(1, b"\nheld\n")
