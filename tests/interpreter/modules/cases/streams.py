"""_io: files, buffers, text, streams in memory."""
import _io, posix
p = __import__("posix").environ.get(b"TMPDIR", b"/tmp").decode() + "/bobbin_streams_case.txt"
with open(p, "w") as f:
    print("hallo", "wörld", file=f)
    f.write("a\nb\r\nc\rd")
with open(p) as f:
    print(f.readline(), f.tell(), f.read(3), f.tell(), list(map(repr, f.readlines())))
with open(p, newline="") as f:
    print(f.readlines())
with open(p, "rb") as f:
    print(f.read(), f.tell(), f.seek(2), f.readline(), f.peek()[:3], f)
    print(f.raw)
for line in open(p):
    print(repr(line))
with open(p, "r+b") as f:
    f.seek(3); f.write(b"XX"); print(f.read(4)); f.seek(0); print(f.readlines())
with open(p, "a") as f: print(f.tell(), f); f.write("end\n")
print(open(p, encoding="latin-1").read())
try: open("/nonexistent/a")
except OSError as e: print(e)
for bad in ("q", "rw", "rbt"):
    try: open(p, bad)
    except ValueError as e: print(e)
b = _io.BytesIO(b"abc\ndef\n")
print(b.readline(), b.read(2), b.tell(), b.write(b"ZZZZZ"), b.getvalue(), b.seek(0), list(b))
s = _io.StringIO("x\ny\n"); print(list(s), s.tell()); s.write("more"); print(repr(s.getvalue())); s.seek(1); s.write("QQ"); print(repr(s.getvalue()))
t = _io.TextIOWrapper(_io.BytesIO(b"\xc3\xa4\n\xff"), errors="replace"); print(t.read())
t = _io.TextIOWrapper(_io.BytesIO(), newline="\r\n"); t.write("a\nb\n"); t.flush(); print(t.buffer.getvalue())
class R(_io._RawIOBase):
    def __init__(self): self.n = 3
    def readable(self): return True
    def readinto(self, b):
        if self.n == 0: return 0
        self.n -= 1; b[:3] = b"ab\n"; return 3
print(_io.BufferedReader(R()).readlines(), R().read(5), R().readall())
try: _io._IOBase().fileno()
except OSError as e: print(type(e), e, isinstance(e, ValueError))
f = open(p); f.close()
try: f.read()
except ValueError as e: print(e)
d = _io.IncrementalNewlineDecoder(None, True); print(repr(d.decode("a\r")), repr(d.decode("\nb\rc", True)), d.newlines)
try: f.write(3)
except TypeError as e: print(e)
try: open(p).write("a")
except _io.UnsupportedOperation as e: print(e)
try: open(p, "wb").write("a")
except TypeError as e: print(e)
r, w = posix.pipe()
pw = open(w, "w"); pw.write("x" * 5); pw.close(); print(open(r).read())

# What cannot be encoded is refused where it is written.
below = _io.BytesIO()
text = _io.TextIOWrapper(below, "ascii")
text.write("before ")
for wrong in ["é", "\udc80"]:
    try:
        text.write(wrong)
    except UnicodeEncodeError as error:
        print(error)
text.write("behind")
text.flush()
print(below.getvalue())
