"""zlib and gzip."""
import bz2
import gzip
import io
import random
import zlib

import _bz2


def show(expression):
    try:
        result = eval(expression)
    except BaseException as error:
        result = type(error).__name__, str(error)
    print(expression, "->", ascii(result))


for line in r"""
zlib.compress(b'x',11)
zlib.compress('x')
zlib.compress(b'x',-2)
zlib.compress(b'x',1,99)
zlib.decompress(b'x')
zlib.decompress(b'')
zlib.decompress(zlib.compress(b'abc')[:-1])
zlib.decompress(zlib.compress(b'abc')+b'x')
zlib.decompress(b'x',99)
zlib.decompress(zlib.compress(b'abc'),15,-1)
zlib.decompress(zlib.compress(b'abc'),15,0)
zlib.compressobj(11)
zlib.compressobj(1,3)
zlib.decompressobj(99)
zlib.compressobj(zdict='x')
zlib.decompressobj(zdict='x')
zlib.compressobj().flush(9)
zlib.compressobj().flush(0)
zlib.decompressobj().flush(0)
zlib.decompressobj().flush()
zlib.decompressobj().decompress(b'x',-1)
zlib.decompressobj().decompress(b'xyz')
zlib.crc32(b'abc',-1)
zlib.crc32(b'abc',1<<40)
zlib.adler32('x')
zlib.crc32(b'abc',1<<70)
""".strip().splitlines():
    show(line)

done = zlib.compressobj()
done.flush()
for line in ["done.flush()", "done.compress(b'x')", "done.copy()"]:
    show(line)
d = zlib.decompressobj()
text = zlib.compress(b"abc" * 100)
for line in ["d.decompress(text + b'tail', 10)", "d.unconsumed_tail", "d.decompress(d.unconsumed_tail)[:3]",
             "(d.unused_data, d.eof, d.unconsumed_tail)", "d.decompress(b'more')", "d.unused_data", "type(d.copy())", "d.flush()", "d.copy()",
             "d.decompress(b'more')"]:
    show(line)
with_dictionary = zlib.compressobj(zdict=b"abcabc")
text = with_dictionary.compress(b"abcabcabc") + with_dictionary.flush()
for line in ["zlib.decompress(text)", "zlib.decompressobj(zdict=b'abcabc').decompress(text)",
             "zlib.decompressobj(zdict=b'nope').decompress(text)", "zlib.decompressobj().decompress(text)"]:
    show(line)

generator = random.Random(1)
data = bytes(generator.randrange(4) * generator.randrange(64) for _ in range(5000))
for level in (0, 1, 6, 9):
    print(zlib.decompress(zlib.compress(data, level)) == data)
raw = zlib.compressobj(wbits=-15)
packed = b"".join(raw.compress(data[i:i + 777]) for i in range(0, len(data), 777)) + raw.copy().flush()
d = zlib.decompressobj(-15)
unpacked, tail = b"", packed
while tail and not d.eof:
    unpacked += d.decompress(tail, 100)
    tail = d.unconsumed_tail
print(unpacked + d.flush() == data, d.eof)
stream = io.BytesIO()
with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0) as file:
    file.write(data)
print(gzip.decompress(stream.getvalue()) == data, gzip.decompress(gzip.compress(b"abc" * 10)))



c = _bz2.BZ2Compressor()
text = c.compress(b"abc" * 1000) + c.flush()
d = _bz2.BZ2Decompressor()
for line in """
_bz2.BZ2Compressor(0)
_bz2.BZ2Compressor('x')
c.compress(b'')
c.flush()
d.decompress('x')
d.needs_input
d.decompress(text, 10)
(d.needs_input, d.eof, d.unused_data)
d.decompress(b'', 5)
len(d.decompress(b'tail'))
(d.needs_input, d.eof, d.unused_data)
d.decompress(b'')
_bz2.BZ2Decompressor().decompress(b'xxxxxxxxxxxxx')
bz2.decompress(bz2.compress(bytes(100000))) == bytes(100000)
bz2.compress(b'')
""".strip().splitlines():
    show(line)
