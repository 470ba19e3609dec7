"""Runs a program on a terminal of its own and answers each prompt that ends in a colon with $ANSWER."""

import os
import pty
import sys

answer = os.environ.pop("ANSWER").encode() + b"\n"
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])

seen = b""
while True:
    try:
        output = os.read(terminal, 1024)
    except OSError:  # Linux reports the end of a terminal as EIO
        break
    if not output:
        break
    sys.stderr.buffer.write(output)
    seen += output
    if seen.rstrip(b" ").endswith(b":"):
        os.write(terminal, answer)
        seen = b""
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
