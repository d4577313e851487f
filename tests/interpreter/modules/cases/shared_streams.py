"""Threads that write to and read from one stream lose and double nothing."""
import io
import os
import tempfile
import threading


def run(count, function):
    threads = [threading.Thread(target=function, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


path = os.path.join(tempfile.mkdtemp(), "shared")

with open(path, "wb", buffering=0) as raw:
    writer = io.BufferedWriter(raw, 8)
    run(5, lambda number: [writer.write(bytes([number]) * (1 + turn % 20)) for turn in range(100)])
    writer.flush()
    writer.detach()
with open(path, "rb") as file:
    written = file.read()
print(len(written), [written.count(bytes([number])) for number in range(5)])

with open(path, "rb", buffering=0) as raw:
    reader = io.BufferedReader(raw, 8)
    parts = []
    run(5, lambda number: parts.extend(iter(lambda: reader.read(3), b"")))
    reader.detach()
print(sorted(b"".join(parts)) == sorted(written))

with open(path, "w", buffering=1) as file:
    run(5, lambda number: [file.write(f"{number} {turn}\n") for turn in range(50)])
with open(path) as file:
    print(sorted(file) == sorted(f"{number} {turn}\n" for number in range(5) for turn in range(50)))

os.unlink(path)
os.rmdir(os.path.dirname(path))
