# what the streams say of themselves
import os
import stat
import sys

for stream in (sys.stdout, sys.stderr):
    print(stream, stream.encoding, stream.errors, stream.line_buffering, stream.write_through, stream.isatty())
    print(stream.buffer, stream.buffer.raw, stream.seekable(), stream.newlines, stream._CHUNK_SIZE)
    print(stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode), os.get_blocking(stream.fileno()))
