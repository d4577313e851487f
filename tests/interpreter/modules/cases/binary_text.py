import binascii


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


data = bytes(range(256))
for n in (0, 1, 2, 3, 4, 45):
    for part in (data[:n], data[256 - n:]):
        print(binascii.b2a_base64(part), binascii.a2b_base64(binascii.b2a_base64(part)) == part, binascii.b2a_uu(part),
              binascii.a2b_uu(binascii.b2a_uu(part, backtick=True)) == part, binascii.hexlify(part), binascii.crc32(part),
              binascii.crc_hqx(part, 7))
for text in ("a", "abc", "abcde", "ab==", "ab=a=", "ab=a", "=ab", "abcd=", "a!bcd", "ab==c", "ab=", "YWI=\n", "é"):
    show(lambda: binascii.a2b_base64(text))
    show(lambda: binascii.a2b_base64(text, strict_mode=True))
for text in ("0", "zz", "é", "00Ff", b"41", 1):
    show(lambda: binascii.unhexlify(text))
for text in ("zzz", "!", "!\x00\x7f", "#86)C", "#86)Cabc", ""):
    show(lambda: binascii.a2b_uu(text))
show(lambda: binascii.b2a_uu(b"a" * 46))
show(lambda: binascii.b2a_hex(b"abc", "xx"))
show(lambda: (binascii.hexlify(b"abcde", "-", -2), binascii.hexlify(b"abcde", b":", 2), binascii.b2a_base64(b"a", newline=False)))
show(lambda: binascii.crc32("a"))
show(lambda: (binascii.crc32(b"b", binascii.crc32(b"a")), binascii.crc32(bytearray(b"ab")), binascii.Error.__mro__, binascii.Incomplete.__mro__))
