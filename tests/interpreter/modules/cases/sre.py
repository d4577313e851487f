import _sre

CODES = [
    ('(?P<a>\\d+)-(\\w)?', 32, [14, 4, 0, 2, 4294967295, 17, 0, 24, 9, 1, 4294967295, 13, 4, 8, 10, 0, 1, 17, 1, 16, 45, 23, 12, 0, 1, 17,
     2, 13, 4, 8, 14, 0, 17, 3, 18, 1], 2, {'a': 1}, (None, 'a', None)),
    ('a|b', 32, [14, 8, 4, 1, 1, 22, 97, 98, 0, 13, 5, 22, 97, 98, 0, 1], 0, {}, (None,)),
    ('(a)|(b)', 32, [14, 4, 0, 1, 1, 7, 9, 17, 0, 16, 97, 17, 1, 15, 11, 9, 17, 2, 16, 98, 17, 3, 15, 2, 0, 1], 2, {}, (None, None, None)),
    ('x*', 32, [14, 4, 0, 0, 4294967295, 24, 6, 0, 4294967295, 16, 120, 1, 1], 0, {}, (None,)),
    ('\\s*,\\s*', 32, [14, 4, 0, 1, 4294967295, 24, 9, 0, 4294967295, 13, 4, 8, 12, 0, 1, 16, 44, 24, 9, 0, 4294967295, 13, 4, 8, 12, 0, 1,
     1], 0, {}, (None,)),
    ('a', 34, [14, 4, 0, 1, 1, 40, 97, 1], 0, {}, (None,)),
    (b'ab+', 2, [14, 4, 0, 2, 4294967295, 32, 97, 24, 6, 1, 4294967295, 32, 98, 1, 1], 0, {}, (None,)),
    ('[à-ü]+', 34, [14, 4, 0, 1, 4294967295, 24, 10, 1, 4294967295, 39, 5, 22, 224, 252, 0, 1, 1], 0, {}, (None,)),
    ('(?<=a)b', 32, [14, 4, 0, 1, 1, 4, 5, 1, 16, 97, 1, 16, 98, 1], 0, {}, (None,)),
]
"""What re._compiler makes of some patterns."""

digits, letters, groups, xs, commas, a, ab, accents, behind = [_sre.compile(*code) for code in CODES]

def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


m = digits.match("12-")
print(m, m.group(), m.group("a", 2), m["a"], m.groups(), m.groups("x"), m.groupdict(), m.span(), m.start(2), m.end("a"))
print(m.regs, m.lastindex, m.lastgroup, m.pos, m.endpos, m.string, m.re is digits, bool(m))
print(letters.findall("xaybz"), groups.findall("xaybz"), xs.findall("axbc"), [x.span() for x in xs.finditer("axxc")])
print(commas.split("a , b,c"), groups.split("xaybz", maxsplit=1), xs.split("axbc"))
print(a.sub("b", "banAna"), a.subn(lambda m: m.group().upper(), "banana", count=2), xs.sub("-", "abxd"), ab.sub(b"c", b"xABB"))
print(ab, a, letters.pattern, digits.groups, digits.groupindex, accents.match("ÉÀ"), behind.search("cab"), letters.fullmatch("ab"))
print(letters.search("bax", 1), letters.search("bax", 2), a.search("ba", 0, 1), a == _sre.compile(*CODES[5]), a == letters)
scanner = letters.scanner("abc")
print(scanner.match(), scanner.search(), scanner.match(), scanner.pattern is letters)
show(lambda: a.match(b"a"))
show(lambda: ab.match("a"))
show(lambda: a.match(1))
show(lambda: m.group(7))
show(lambda: m["zz"])
show(lambda: a.sub(lambda m: 1, "a"))
show(lambda: _sre.compile("x", 0, [1, 2, 3], 0, {}, ()))
print(_sre.MAGIC, _sre.MAXREPEAT, _sre.getcodesize(), _sre.ascii_iscased(65), _sre.unicode_iscased(0xe9), _sre.ascii_tolower(65), _sre.unicode_tolower(0xc9))
