"""`_lzma`, through `lzma`."""
import _lzma
import io
import lzma
import random

source = random.Random(5)
data = b"".join(source.choice([b"a line of text\n", b"another\n", bytes(source.randrange(256) for _ in range(50))]) for _ in range(400))


def shown(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


for arguments in ({}, {"preset": 0}, {"preset": 3 | lzma.PRESET_EXTREME}, {"check": lzma.CHECK_CRC32}, {"check": lzma.CHECK_SHA256},
                  {"format": lzma.FORMAT_ALONE}, {"format": lzma.FORMAT_ALONE, "filters": [{"id": lzma.FILTER_LZMA1, "preset": 5, "lc": 2}]},
                  {"filters": [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}]},
                  {"filters": [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 1}]}):
    packed = lzma.compress(data, **arguments)
    decompressor = lzma.LZMADecompressor()
    print(arguments, len(packed) < len(data), decompressor.check, decompressor.decompress(packed + b"rest") == data, decompressor.check,
          decompressor.eof, decompressor.needs_input, decompressor.unused_data)
    shown(lambda: decompressor.decompress(b"more"))
raw = [{"id": lzma.FILTER_LZMA2, "preset": 2}]
packed = lzma.compress(data, format=lzma.FORMAT_RAW, filters=raw)
print(lzma.decompress(packed, format=lzma.FORMAT_RAW, filters=raw) == data)

packed = lzma.compress(data)
decompressor = lzma.LZMADecompressor()
parts = [decompressor.decompress(packed, max_length=100)]
print(len(parts[0]), decompressor.needs_input)
while not decompressor.eof:
    parts.append(decompressor.decompress(b"", 900))
print(b"".join(parts) == data, decompressor.needs_input)
decompressor = lzma.LZMADecompressor()
print(b"".join(decompressor.decompress(packed[i:i + 37]) for i in range(0, len(packed), 37)) == data)
file = io.BytesIO()
with lzma.open(file, "wt", encoding="ascii") as stream:
    stream.write("one\ntwo\n")
file.seek(0)
print(lzma.open(file, "rt", encoding="ascii").readlines(), lzma.decompress(packed + packed) == data + data)

for call in (lambda: lzma.decompress(b"no such thing at all"), lambda: lzma.decompress(packed[:-10]), lambda: lzma.decompress(packed[:100] + b"xxxx" + packed[104:]),
             lambda: lzma.LZMADecompressor(memlimit=1000).decompress(packed), lambda: lzma.LZMACompressor(format=9), lambda: lzma.LZMADecompressor(format=9),
             lambda: lzma.LZMACompressor(preset=10), lambda: lzma.LZMACompressor(preset=-1), lambda: lzma.LZMACompressor(preset=1 << 40),
             lambda: lzma.LZMACompressor(preset=1, filters=raw), lambda: lzma.LZMACompressor(format=lzma.FORMAT_ALONE, check=lzma.CHECK_CRC32),
             lambda: lzma.LZMACompressor(format=lzma.FORMAT_RAW), lambda: lzma.LZMADecompressor(format=lzma.FORMAT_RAW),
             lambda: lzma.LZMADecompressor(filters=raw), lambda: lzma.LZMADecompressor(format=lzma.FORMAT_RAW, memlimit=1, filters=raw),
             lambda: lzma.LZMACompressor(filters=[{}]), lambda: lzma.LZMACompressor(filters=[5]), lambda: lzma.LZMACompressor(filters=raw * 5),
             lambda: lzma.LZMACompressor(filters=[{"id": 77}]), lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA2, "x": 1}]),
             lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_DELTA, "dist": 1 << 33}]), lambda: lzma.LZMACompressor(filters=[{"id": -1}]),
             lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA1}]), lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA2, "preset": 50}]),
             lambda: lzma.LZMACompressor(format=lzma.FORMAT_ALONE, filters=raw), lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_X86, "dist": 3}]),
             lambda: lzma.LZMACompressor().compress("text"), lambda: lzma.LZMACompressor(check=77)):
    shown(call)
compressor = lzma.LZMACompressor()
compressor.flush()
shown(compressor.flush)
shown(lambda: compressor.compress(b""))

for specifier in ({"id": lzma.FILTER_LZMA1, "preset": 6}, {"id": lzma.FILTER_LZMA2, "dict_size": 4096}, {"id": lzma.FILTER_DELTA, "dist": 7},
                  {"id": lzma.FILTER_X86, "start_offset": 16}):
    encoded = _lzma._encode_filter_properties(specifier)
    print(encoded, _lzma._decode_filter_properties(specifier["id"], encoded))
shown(lambda: _lzma._decode_filter_properties(lzma.FILTER_LZMA2, b""))
shown(lambda: _lzma._decode_filter_properties(77, b""))
print(lzma.is_check_supported(lzma.CHECK_CRC32), lzma.is_check_supported(99), lzma.LZMAError.__mro__, lzma.LZMAError.__doc__)
print({name: value for name, value in vars(_lzma).items() if isinstance(value, int)})
