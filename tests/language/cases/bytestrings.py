"""bytes: items are integers; searching, slicing, conversion."""
from tests.language.opaque import an_int, some_bytes


def _shown(b: bytes) -> str:
    return " ".join([str(x) for x in b])


def literals() -> str:
    return _shown(b"a\x00\xff\n")


def length() -> int:
    return len(some_bytes(b"abc\0def"))


def indexing() -> int:
    b = some_bytes(b"\x00\x7f\x80\xff")
    return b[0] + b[an_int(1)] * 10 + b[2] * 1000 + b[-1]


def index_error() -> str:
    try:
        return str(some_bytes(b"ab")[an_int(2)])
    except IndexError:
        return "IndexError"


def negative_index_error() -> str:
    try:
        return str(some_bytes(b"ab")[an_int(-3)])
    except IndexError:
        return "IndexError"


def iteration() -> int:
    total = 0
    for byte in some_bytes(b"\x01\x02\xff"):
        total += byte
    return total


def iteration_with_enumerate() -> int:
    total = 0
    for i, byte in enumerate(some_bytes(b"abc")):
        total += i * byte
    return total


def concatenation() -> str:
    return _shown(some_bytes(b"ab") + some_bytes(b"\xff"))


def repetition() -> str:
    return _shown(some_bytes(b"\x01\x02") * an_int(3))


def slices() -> str:
    b = some_bytes(b"hello world")
    return b[2:5].decode() + "|" + b[:2].decode() + "|" + b[-5:].decode() + "|" + b[20:].decode()


def slice_step() -> str:
    return some_bytes(b"abcdef")[::2].decode() + some_bytes(b"abcdef")[::-1].decode()


def equality() -> str:
    a = some_bytes(b"abc")
    return f"{a == some_bytes(b'abc')} {a == some_bytes(b'abd')} {a != some_bytes(b'ab')}"


def ordering() -> str:
    a = some_bytes(b"a")
    return f"{a < some_bytes(b'b')} {some_bytes(b'ab') > a} {some_bytes(b'') < a}"


def ordering_is_unsigned() -> bool:
    return some_bytes(b"\x7f") < some_bytes(b"\x80")


def containment() -> str:
    b = some_bytes(b"hello")
    return f"{b'ell' in b} {b'xyz' in b} {an_int(104) in b} {an_int(0) in b}"


def find() -> str:
    b = some_bytes(b"abcabc")
    return f"{b.find(b'c')} {b.find(b'c', 3)} {b.find(b'x')} {b.rfind(b'ab')}"


def count() -> int:
    return some_bytes(b"banana").count(b"an")


def starts_and_ends() -> str:
    b = some_bytes(b"file.txt")
    return f"{b.startswith(b'file')} {b.endswith(b'.txt')} {b.startswith(b'x')}"


def split_and_join() -> str:
    return some_bytes(b"|").join(some_bytes(b"a,b,,c").split(b",")).decode()


def strip() -> str:
    return "[" + some_bytes(b"  ab \n").strip().decode() + "]"


def replace() -> str:
    return some_bytes(b"a-b-c").replace(b"-", b"++").decode()


def lower_and_upper() -> str:
    return some_bytes(b"Hello").lower().decode() + some_bytes(b"Hello").upper().decode()


def padding() -> str:
    data = some_bytes(b"-12")
    parts = [data.ljust(5), data.rjust(5, b"*"), data.center(6), data.zfill(6), some_bytes(b"aBC").capitalize()]
    return _shown(b"|".join(parts))


def decode() -> str:
    return some_bytes(b"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80").decode()


def decode_invalid() -> str:
    try:
        return some_bytes(b"a\xff").decode()
    except UnicodeError:
        return "UnicodeError"


def decode_cut() -> str:
    try:
        return some_bytes(b"\xe2\x82").decode()
    except ValueError:
        return "ValueError"


def decode_surrogate() -> str:
    try:
        return some_bytes(b"\xed\xa0\x80").decode()
    except ValueError:
        return "ValueError"


def decode_overlong() -> str:
    try:
        return some_bytes(b"\xc0\x80").decode()
    except ValueError:
        return "ValueError"


def dict_keys() -> int:
    table = {b"a": 1, b"b": 2}
    table[some_bytes(b"a") + some_bytes(b"b")] = 3
    return table[b"ab"] * 100 + table[b"a"] * 10 + table[some_bytes(b"b")]


def hash_equals() -> bool:
    return hash(some_bytes(b"a") + some_bytes(b"b")) == hash(some_bytes(b"ab"))


def truth() -> str:
    return ("T" if some_bytes(b"") else "F") + ("T" if some_bytes(b"\0") else "F")


def from_list() -> str:
    return _shown(bytes([1, 2, an_int(255)]))


def from_list_out_of_range() -> str:
    try:
        return _shown(bytes([an_int(256)]))
    except ValueError:
        return "ValueError"


def words_of_text() -> int:
    text = some_bytes(b"the cat and the dog and the bird")
    counts: dict[bytes, int] = {}
    for word in text.split(b" "):
        counts[word] = counts.get(word, 0) + 1
    return counts[b"the"] * 10 + counts[b"and"]


def parse_number() -> int:
    value = 0
    for byte in some_bytes(b"20260"):
        value = value * 10 + (byte - ord("0"))
    return value


def checksum() -> int:
    total = 0
    for byte in some_bytes(bytes([i * 7 % 256 for i in range(300)])):
        total = (total * 31 + byte) % 65521
    return total
