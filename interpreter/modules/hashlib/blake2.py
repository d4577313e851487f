"""BLAKE2b and BLAKE2s with keys, salts and trees (RFC 7693; "BLAKE2: simpler, smaller, fast as MD5"), as the module `_blake2`. OpenSSL has them
without these parameters only.

The two functions differ in their words (64 and 32 bits), rounds and rotations."""
from __future__ import annotations

from typing import TypeVar

from interpreter.errors import overflow_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import add_methods, define
from interpreter.modules.hashlib.openssl import hashed_data, hexadecimal
from interpreter.numbers.bigint_bytes import to_bytes
from interpreter.objects.bytes import EMPTY_BYTES
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import index
from transform.rpython import GcArray, Ptr, cast, copy_items, data_pointer, inline, keepalive, new_array, uint8, uint32, uint64, unroll
from transform.rpython.builders import BytesBuilder

T = TypeVar("T", uint32, uint64)

_SIGMA = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0]]
_ORDER = [n for line in _SIGMA for n in line]
"""Which word of the message comes when, in ten rounds."""
_COLUMNS_AND_DIAGONALS = [(0, 0, 4, 8, 12), (1, 1, 5, 9, 13), (2, 2, 6, 10, 14), (3, 3, 7, 11, 15),
                          (4, 0, 5, 10, 15), (5, 1, 6, 11, 12), (6, 2, 7, 8, 13), (7, 3, 4, 9, 14)]
_START_B = [uint64(n) for n in (
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179)]
_START_S = [uint32(int(n) >> 32) for n in _START_B]


@inline
def rotated(x: T, count: int, bits: int) -> T:
    return x >> count | x << (bits - count)


@inline
def mix(v: GcArray[T], m: GcArray[T], rounds: int, bits: int, r1: int, r2: int, r3: int, r4: int) -> None:
    """The rounds of both functions, on 16 words of state and 16 of the message."""
    for n in range(rounds):
        base = n % 10 * 16
        for k, a, b, c, d in unroll(_COLUMNS_AND_DIAGONALS):
            v[a] = v[a] + v[b] + m[_ORDER[base + 2 * k]]
            v[d] = rotated(v[d] ^ v[a], r1, bits)
            v[c] = v[c] + v[d]
            v[b] = rotated(v[b] ^ v[c], r2, bits)
            v[a] = v[a] + v[b] + m[_ORDER[base + 2 * k + 1]]
            v[d] = rotated(v[d] ^ v[a], r3, bits)
            v[c] = v[c] + v[d]
            v[b] = rotated(v[b] ^ v[c], r4, bits)


class Blake2(Object):
    """One computation. `waiting` are the bytes that were not hashed yet, since the last block is hashed in another way; `done` counts the others."""
    block_size = 0
    name = ""
    digest_size: int
    is_last_node: bool
    waiting: bytes
    done: int

    def __init__(self, digest_size: int, is_last_node: bool) -> None:
        self.digest_size = digest_size
        self.is_last_node = is_last_node
        self.waiting = b""
        self.done = 0

    def compress(self, block: Ptr[uint8], is_last: bool) -> None:
        """Takes a block into the state; `done` has been raised already."""
        raise NotImplementedError

    def copied(self) -> Blake2:
        raise NotImplementedError

    def state_bytes(self) -> bytes:
        raise NotImplementedError

    def take(self, data: bytes) -> None:
        """Hashes further bytes."""
        if len(self.waiting) + len(data) <= self.block_size:
            self.waiting += data
            return
        everything = self.waiting + data
        start = data_pointer(everything)
        position = 0
        while len(everything) - position > self.block_size:
            self.done += self.block_size
            self.compress(start + position, False)
            position += self.block_size
        self.waiting = everything[position:]
        keepalive(everything)

    def result(self) -> bytes:
        """The digest."""
        copy = self.copied()
        copy.done += len(copy.waiting)
        last = copy.waiting + bytes(self.block_size - len(copy.waiting))
        copy.compress(data_pointer(last), True)
        keepalive(last)
        return copy.state_bytes()[:self.digest_size]


class Blake2b(Blake2):
    """Return a new BLAKE2b hash object."""
    block_size = 128
    name = "blake2b"
    state: GcArray[uint64]

    def __init__(self, digest_size: int, is_last_node: bool) -> None:
        super().__init__(digest_size, is_last_node)
        self.state = new_array(uint64, 8)

    def start(self, parameters: bytes) -> None:
        words = cast(uint64, data_pointer(parameters))
        for i in range(8):
            self.state[i] = _START_B[i] ^ words[i]
        keepalive(parameters)

    def copied(self) -> Blake2:
        copy = Blake2b(self.digest_size, self.is_last_node)
        copy_items(self.state, 0, copy.state, 0, 8)
        copy.waiting = self.waiting
        copy.done = self.done
        return copy

    def compress(self, block: Ptr[uint8], is_last: bool) -> None:
        words = cast(uint64, block)
        message = new_array(uint64, 16)
        v = new_array(uint64, 16)
        for i in range(16):
            message[i] = words[i]
        for i in range(8):
            v[i] = self.state[i]
            v[i + 8] = _START_B[i]
        v[12] = v[12] ^ uint64(self.done)
        if is_last:
            v[14] = ~v[14]
            if self.is_last_node:
                v[15] = ~v[15]
        mix(v, message, 12, 64, 32, 24, 16, 63)
        for i in range(8):
            self.state[i] = self.state[i] ^ v[i] ^ v[i + 8]

    def state_bytes(self) -> bytes:
        builder = BytesBuilder()
        for i in range(64):
            builder.append_byte(int(self.state[i >> 3] >> (8 * (i & 7))) & 255)
        return builder.build()


class Blake2s(Blake2):
    """Return a new BLAKE2s hash object."""
    block_size = 64
    name = "blake2s"
    state: GcArray[uint32]

    def __init__(self, digest_size: int, is_last_node: bool) -> None:
        super().__init__(digest_size, is_last_node)
        self.state = new_array(uint32, 8)

    def start(self, parameters: bytes) -> None:
        words = cast(uint32, data_pointer(parameters))
        for i in range(8):
            self.state[i] = _START_S[i] ^ words[i]
        keepalive(parameters)

    def copied(self) -> Blake2:
        copy = Blake2s(self.digest_size, self.is_last_node)
        copy_items(self.state, 0, copy.state, 0, 8)
        copy.waiting = self.waiting
        copy.done = self.done
        return copy

    def compress(self, block: Ptr[uint8], is_last: bool) -> None:
        words = cast(uint32, block)
        message = new_array(uint32, 16)
        v = new_array(uint32, 16)
        for i in range(16):
            message[i] = words[i]
        for i in range(8):
            v[i] = self.state[i]
            v[i + 8] = _START_S[i]
        v[12] = v[12] ^ uint32(self.done)
        v[13] = v[13] ^ uint32(self.done >> 32)
        if is_last:
            v[14] = ~v[14]
            if self.is_last_node:
                v[15] = ~v[15]
        mix(v, message, 10, 32, 16, 12, 8, 7)
        for i in range(8):
            self.state[i] = self.state[i] ^ v[i] ^ v[i + 8]

    def state_bytes(self) -> bytes:
        builder = BytesBuilder()
        for i in range(32):
            builder.append_byte(int(self.state[i >> 2] >> (8 * (i & 3))) & 255)
        return builder.build()


def tree_number(value: Object, name: str, size: int) -> bytes:
    """An offset or a size in a tree, in so many bytes."""
    number = index(value).big()
    if number.size < 0:
        raise value_error("value must be positive")
    if number.bit_length() > 64:
        raise overflow_error("int too big to convert")
    if number.bit_length() > 8 * size:
        raise overflow_error(f"{name} is too large")
    return to_bytes(number, size, True, False)


def checked_part(value: Object, name: str, most: int) -> bytes:
    """A key, salt or person, which may have so many bytes."""
    data = bytes_of(value)
    if len(data) > most:
        raise value_error(f"maximum {name} length is {most} bytes")
    return data


def parameter_block(unit: int, digest_size: int, key: bytes, salt: bytes, person: bytes, fanout: int, depth: int, leaf_size: Object,
                    node_offset: Object, node_depth: int, inner_size: int) -> bytes:
    """What the state starts with; `unit` is the size of salts, 16 or 8."""
    most = unit * 4
    if not 0 <= fanout <= 255:
        raise value_error("fanout must be between 0 and 255")
    if not 1 <= depth <= 255:
        raise value_error("depth must be between 1 and 255")
    leaf = tree_number(leaf_size, "leaf_size", 4)
    offset = tree_number(node_offset, "node_offset", 8 if unit == 16 else 6)
    if not 0 <= node_depth <= 255:
        raise value_error("node_depth must be between 0 and 255")
    if not 0 <= inner_size <= most:
        raise value_error(f"inner_size must be between 0 and is {most}")
    head = BytesBuilder()
    for byte in [digest_size, len(key), fanout, depth]:
        head.append_byte(byte)
    head.append(leaf)
    head.append(offset)
    head.append_byte(node_depth)
    head.append_byte(inner_size)
    start = head.build()
    start += bytes(unit * 2 - len(start))
    return start + salt + bytes(unit - len(salt)) + person + bytes(unit - len(person))


def check_digest_size(size: int, most: int) -> None:
    if not 1 <= size <= most:
        raise value_error(f"digest_size must be between 1 and {most} bytes")


@exposed_static("__new__")
def blake2b_new(cls: Type, data: Object = EMPTY_BYTES, /, *, digest_size: int = 64, key: Object = EMPTY_BYTES, salt: Object = EMPTY_BYTES,
                person: Object = EMPTY_BYTES, fanout: int = 1, depth: int = 1, leaf_size: Object = new_int(0), node_offset: Object = new_int(0),
                node_depth: int = 0, inner_size: int = 0, last_node: bool = False, usedforsecurity: bool = True) -> Object:
    """Return a new BLAKE2b hash object."""
    check_digest_size(digest_size, 64)
    salted, personal = checked_part(salt, "salt", 16), checked_part(person, "person", 16)
    secret = checked_part(key, "key", 64)
    made = Blake2b(digest_size, last_node)
    made.start(parameter_block(16, digest_size, secret, salted, personal, fanout, depth, leaf_size, node_offset, node_depth, inner_size))
    take_first(made, secret, data)
    return made


@exposed_static("__new__")
def blake2s_new(cls: Type, data: Object = EMPTY_BYTES, /, *, digest_size: int = 32, key: Object = EMPTY_BYTES, salt: Object = EMPTY_BYTES,
                person: Object = EMPTY_BYTES, fanout: int = 1, depth: int = 1, leaf_size: Object = new_int(0), node_offset: Object = new_int(0),
                node_depth: int = 0, inner_size: int = 0, last_node: bool = False, usedforsecurity: bool = True) -> Object:
    """Return a new BLAKE2s hash object."""
    check_digest_size(digest_size, 32)
    salted, personal = checked_part(salt, "salt", 8), checked_part(person, "person", 8)
    secret = checked_part(key, "key", 32)
    made = Blake2s(digest_size, last_node)
    made.start(parameter_block(8, digest_size, secret, salted, personal, fanout, depth, leaf_size, node_offset, node_depth, inner_size))
    take_first(made, secret, data)
    return made


def take_first(made: Blake2, key: bytes, data: Object) -> None:
    """Hashes the key, in a block of its own, and the data given to the constructor."""
    if len(key) > 0:
        made.take(key + bytes(made.block_size - len(key)))
    made.take(hashed_data(data))


@exposed("update")
def hash_update(self: Blake2, data: Object, /) -> None:
    """Update this hash object's state with the provided bytes-like object."""
    self.take(hashed_data(data))


@exposed("digest")
def hash_digest(self: Blake2) -> bytes:
    """Return the digest value as a bytes object."""
    return self.result()


@exposed("hexdigest")
def hash_hexdigest(self: Blake2) -> str:
    """Return the digest value as a string of hexadecimal digits."""
    return hexadecimal(self.result())


@exposed("copy")
def hash_copy(self: Blake2) -> Object:
    """Return a copy of the hash object."""
    return self.copied()


@exposed_property("name")
def hash_name(self: Blake2) -> str:
    return self.name


@exposed_property("digest_size")
def hash_digest_size(self: Blake2) -> int:
    return self.digest_size


@exposed_property("block_size")
def hash_block_size(self: Blake2) -> int:
    return self.block_size


blake2b_type = define(Blake2b, "blake2b", methods=__name__, prefix="blake2b_", module="_blake2")
blake2s_type = define(Blake2s, "blake2s", methods=__name__, prefix="blake2s_", module="_blake2")
_contents: dict[str, Object] = {"blake2b": blake2b_type, "blake2s": blake2s_type}
for _type, _prefix, _unit in ((blake2b_type, "BLAKE2B", 16), (blake2s_type, "BLAKE2S", 8)):
    add_methods(_type, __name__, "hash_")
    for _name, _size in (("SALT_SIZE", _unit), ("PERSON_SIZE", _unit), ("MAX_KEY_SIZE", _unit * 4), ("MAX_DIGEST_SIZE", _unit * 4)):
        _contents[f"{_prefix}_{_name}"] = _type.namespace[_name] = new_int(_size)

define_module(__name__, "_blake2", contents=_contents)
