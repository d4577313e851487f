"""Damaged data gives a result or a proper exception wherever something is read.

Prints a line for each that ends otherwise, and how many there were."""
import binascii
import bz2
import codecs
import csv
import gc
import importlib.util
import io
import json
import marshal
import os
import pickle
import random
import re
import struct
import sys
import tempfile
import time
import unicodedata
import zlib
from pathlib import Path

PROPER = (ValueError, TypeError, EOFError, LookupError, MemoryError, OverflowError, AttributeError, ImportError, SyntaxError, RecursionError,
          OSError, AssertionError, pickle.UnpicklingError, re.error, struct.error, csv.Error, binascii.Error, zlib.error)
VALUE = {"a": [1, 2.5, -3, 10 ** 30, None, True, "é", b"\0\xff"], (1, "x"): {4, 5}, "n": {"m": [[], {}, ()]}, 1: 2j, "t": range}
CODECS = ["utf-8", "utf-16", "utf-32", "utf-7", "utf-8-sig", "latin-1", "ascii", "cp1252", "unicode_escape", "raw_unicode_escape", "idna",
          "punycode", "charmap", "hex", "base64", "quopri", "uu", "zlib", "bz2", "rot13", "palmos", "utf-16-le", "utf-32-be"]
HANDLERS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "namereplace", "xmlcharrefreplace", "none"]


class Counts:
    tries = 0


def attempt(name, function, *arguments):
    Counts.tries += 1
    try:
        return function(*arguments)
    except PROPER:
        return None
    except Exception as error:
        print(name, "->", type(error).__name__, str(error)[:200])


def damaged(data, chance):
    """Bytes of which some are changed, cut out or doubled."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(made) + 1)
        match chance.randrange(4):
            case 0:
                made[place:place + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[place:place + chance.randrange(1, 9)]
            case 2:
                made[place:place] = made[place:place + chance.randrange(1, 9)]
            case _:
                made[place:place + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\x80"])
    return bytes(made)


def read_all():
    """All readers of data, with the data that they are given damaged."""
    code = compile("def f(a, *b, c=1):\n    try:\n        return [x for x in b if x in (1, 'a')]\n    finally:\n        print(c)\n", "file", "exec")
    text = "é \U0001f600 text, a='b'\n" * 5
    plain = {key: value for key, value in VALUE.items() if key != "t"}
    return {
        "marshal": (marshal.loads, marshal.dumps(plain)), "code": (marshal.loads, marshal.dumps(code)),
        **{f"pickle {protocol}": (pickle.loads, pickle.dumps(VALUE, protocol)) for protocol in range(6)},
        "pickle in Python": (pickle._loads, pickle.dumps(VALUE, 4)),
        "json": (json.loads, json.dumps({"a": [1, 2.5, "\u1234", None, {"b": []}]}).encode()),
        "zlib": (zlib.decompress, zlib.compress(text.encode())), "bz2": (bz2.decompress, bz2.compress(text.encode())),
        "csv": (lambda data: list(csv.reader(io.StringIO(data.decode("latin-1")))), b'a,"b ""c""",3\n' * 5),
        "pattern": (lambda data: re.compile(data).search(b"abcabc" * 5), rb"(?P<n>a|b)*?[^\w-z]{2,5}(?=\1)(?<!x)(?i:c+)$"),
        "template": (lambda data: re.sub(b"(a)", data, b"aaa"), rb"\1\g<1>\g<0>\n"),
        "struct": (lambda data: struct.unpack(data, bytes(64)), b"<2i3sxh?dq"),
        "format": (lambda data: data.decode("latin-1").format(1, "a", x=2.5), b"{0:>10,.3f} {1!r:*^5} {x:+e} {0[1]} {1.real}"),
        "percent": (lambda data: data.decode("latin-1") % (1, "a", 2.5), b"%05d %-10.3s %+.2e %%"),
        "named percent": (lambda data: data % {b"a": 1}, b"%(a)05x %(a)s"),
        "int": (int, b"0x1_000"), "float": (lambda data: float(data.decode("latin-1")), b"-1.5e+300"),
        "strftime": (lambda data: time.strftime(data.decode("latin-1")), b"%Y-%m-%d %H"),
        "strptime": (lambda data: time.strptime("2020-01-02", data.decode("latin-1")), b"%Y-%m-%d"),
        "normalize": (lambda data: unicodedata.normalize("NFKD", data.decode("utf-8", "replace")), text.encode()),
        "source": (lambda data: compile(data, "f", "exec"), "# coding: utf-8\nx = 'é'\nf'{x!r:>{10}}'\n".encode()),
    }


def pyc_files(chance):
    """Byte-code files that are damaged are refused, and the source is taken where there is one."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "victim.py")
        source.write_text("def f(x):\n    return [y for y in x]\nvalue = f([1, 2])\n")
        cached = Path(importlib.util.cache_from_source(str(source)))
        cached.parent.mkdir(parents=True, exist_ok=True)
        header = importlib.util.MAGIC_NUMBER + bytes(4) + int(source.stat().st_mtime).to_bytes(4, "little") \
            + source.stat().st_size.to_bytes(4, "little")
        whole = header + marshal.dumps(compile(source.read_text(), str(source), "exec"))
        sys.path.insert(0, folder)
        for i in range(100):
            cached.write_bytes(whole[:chance.randrange(len(whole))] if i % 3 == 0 else damaged(whole, chance))
            sys.modules.pop("victim", None)
            attempt("byte-code file", __import__, "victim")
        del sys.path[0]


def texts(chance):
    """All codecs with all handlers of errors."""
    for codec in CODECS:
        for handler in HANDLERS:
            for _ in range(5):
                data = bytes(chance.choice([65, 32, 43, 92, 120, 128, 195, 237, 160, 255, 0, 216]) for _ in range(chance.randrange(12)))
                attempt(f"decoding {codec} {handler}", codecs.decode, data, codec, handler)
                text = "".join(chance.choice("a é€\ud800\U0001f600\0\n.\udc80") for _ in range(chance.randrange(12)))
                attempt(f"encoding {codec} {handler}", codecs.encode, text, codec, handler)


def names_with_zeros():
    """No zero byte reaches C."""
    for function in (open, os.stat, os.listdir, os.mkdir, os.getenv, __import__, os.access, os.path.exists, os.readlink):
        for name in ("a\0b", b"a\0b", "\ud800\0", "x" * 100_000):
            attempt(f"{function.__name__} of zeros", function, *((name, os.R_OK) if function is os.access else (name,)))


def main():
    readers = read_all()
    for seed in range(300):
        chance = random.Random(seed)
        for name, (read, data) in readers.items():
            attempt(name, read, damaged(data, chance))
    pyc_files(random.Random(1))
    texts(random.Random(2))
    names_with_zeros()
    attempt("what numbers refer to", gc.get_referents, 1, 2.5, "a")
    print(Counts.tries, "tries")


if __name__ == "__main__":
    sys.exit(main())
