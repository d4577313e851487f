print("aé".encode("cp1252"), b"\xe9".decode("koi8-r"), "é€".encode("iso-8859-15"), "a".encode("utf-16"), "é".encode("utf-7"))
import codecs
print(codecs.lookup("latin1").name, codecs.encode("abc", "rot13"), codecs.decode(b"\\x41", "unicode_escape"), codecs.lookup_error("strict"))
codecs.register_error("mine", lambda e: ("<%d-%d>" % (e.start, e.end), e.end))
print("aéb".encode("ascii", "mine"), "é€".encode("latin-1", "mine"), b"a\xffb".decode("utf-8", "mine"), "a€".encode("cp1251", "namereplace"), "aĀ".encode("cp1251","mine"))
for f in (
    lambda: "a".encode("nope"),
    lambda: "é".encode("ascii", "nope"),
    lambda: "a".encode("rot13"),
    lambda: "\u0100".encode("cp1252"),
    lambda: b"\x81".decode("cp1252"),
    lambda: codecs.lookup_error("zz"),
    lambda: "é".encode("ascii"),
    lambda: b"a\xff".decode("utf-16"),
    lambda: b"abc".decode("utf-32"),
    lambda: str(b"\xff", "ascii"),
    lambda: codecs.utf_8_decode("a"),
    lambda: codecs.register_error("x", 1),
    lambda: codecs.strict_errors(UnicodeEncodeError("a","b",0,1,"r"))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(codecs.ignore_errors(UnicodeEncodeError("ascii", "éa", 0, 1, "why")), codecs.xmlcharrefreplace_errors(UnicodeEncodeError("ascii", "éa", 0, 1, "why")), codecs.replace_errors(UnicodeTranslateError("éa", 0, 2, "why")))
d = codecs.getincrementaldecoder("utf-8")()
print(repr(d.decode(b"\xc3")), repr(d.decode(b"\xa9")), codecs.utf_16_ex_decode(b"\xff\xfea\0"), codecs.escape_decode(b"a\\n\\x41"), codecs.escape_encode(b"\n'"))
print(codecs.charmap_decode(b"ab", "strict", {97: "x", 98: 66}), codecs.charmap_encode("ab", "strict", {97: b"xy", 98: 66}))
print(str(b"abc", "utf8"), b"\xff\xfea\0".decode("utf-16"), b"+AOk-".decode("utf-7"), "\ud800".encode("utf-8", "surrogatepass"))
print(bytes("é", "u8"), "é".encode("UTF_8"), "x".encode("646"), "aé".encode("ascii", "xmlcharrefreplace"))
