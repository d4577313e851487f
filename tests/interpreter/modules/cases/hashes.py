"""Hashes: hashlib with OpenSSL's functions, BLAKE2 with all parameters, HMAC, keys from passwords."""
import hashlib
import hmac


def show(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


for name in ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "sha512_256"]:
    h = hashlib.new(name, b"abc")
    other = h.copy()
    other.update(b"x" * 5000)
    print(h.name, h.digest_size, h.block_size, h.hexdigest(), other.hexdigest(), hashlib.new(name, usedforsecurity=False).hexdigest())
print(hashlib.shake_128(b"a").hexdigest(5), hashlib.shake_256(b"a").digest(0), hashlib.shake_256().digest_size)
print(sorted(hashlib.algorithms_available), hashlib.sha256(memoryview(bytearray(b"abc"))).digest())
for wrong in [lambda: hashlib.new("nope"), lambda: hashlib.new(3), lambda: hashlib.md5("x"), lambda: hashlib.md5(3),
              lambda: hashlib.shake_128().digest(), lambda: type(hashlib.md5())()]:
    show(wrong)

print(hmac.new(b"k", b"m", "sha256").hexdigest(), hmac.digest(b"k", b"m", "sha1"), hmac.new(b"k", digestmod=hashlib.md5).name)
for wrong in [lambda: hmac.new("k", b"m", "md5"), lambda: hmac.new(b"k", b"m", ""), lambda: hmac.new(b"k", "m", "md5")]:
    show(wrong)
print(hmac.compare_digest(b"a", b"a"), hmac.compare_digest("a", "b"))
print(hashlib.pbkdf2_hmac("sha1", b"a", b"b", 10), hashlib.scrypt(b"p", salt=b"", n=4, r=8, p=1, dklen=10))
for wrong in [lambda: hashlib.pbkdf2_hmac("sha1", b"p", b"s", 0), lambda: hashlib.pbkdf2_hmac("sha1", b"p", b"s", 1, 0),
              lambda: hashlib.pbkdf2_hmac("nope", b"p", b"s", 1), lambda: hashlib.scrypt(b"p"), lambda: hashlib.scrypt(b"p", salt=b"", n=3),
              lambda: hashlib.scrypt(b"p", salt=b"", n=4, r=8, p=1, maxmem=-1)]:
    show(wrong)

for blake in (hashlib.blake2b, hashlib.blake2s):
    print(blake(b"abc").hexdigest(), blake(b"x" * 1000, digest_size=20, key=b"k", salt=b"s", person=b"p").hexdigest())
    h = blake(fanout=2, depth=2, leaf_size=4096, node_offset=1, node_depth=0, inner_size=32, last_node=True)
    h.update(b"a" * 64)
    h.update(b"b" * 64)
    h.update(b"")
    print(h.copy().digest(), h.name, h.digest_size, h.block_size, blake.MAX_KEY_SIZE, type(h))
    for options in [{"digest_size": 0}, {"key": b"x" * 65}, {"fanout": 256}, {"leaf_size": -1}, {"leaf_size": 1 << 32}, {"node_offset": 1 << 48},
                    {"node_offset": 1 << 64}, {"salt": b"x" * 17}, {"inner_size": 65}]:
        show(lambda: blake(**options).hexdigest())
    show(lambda: blake("x"))
