# The names below are of characters: é, \N{BULLET} and others.
import _string
import unicodedata


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


for c in "aÉ5½²\u0301\u05d0가中\u00a0\u2460\U0001f600":
    print([ascii(unicodedata.normalize(form, c + "\u0301")) for form in ("NFC", "NFD", "NFKC", "NFKD")], unicodedata.category(c),
          unicodedata.bidirectional(c), unicodedata.combining(c), unicodedata.mirrored(c), unicodedata.east_asian_width(c),
          unicodedata.decomposition(c), unicodedata.name(c), unicodedata.numeric(c, None), unicodedata.digit(c, -1), unicodedata.decimal(c, -1))
show(lambda: unicodedata.lookup("latin small letter e with acute") + unicodedata.lookup("LATIN SMALL LETTER R WITH TILDE"))
show(lambda: unicodedata.lookup("no such"))
show(lambda: unicodedata.name("\0"))
show(lambda: unicodedata.numeric("a"))
show(lambda: unicodedata.category("ab"))
show(lambda: unicodedata.name("ab"))
show(lambda: unicodedata.normalize("X", "a"))
show(lambda: (unicodedata.unidata_version, unicodedata.ucd_3_2_0.unidata_version, unicodedata.ucd_3_2_0.name("a"), unicodedata.is_normalized("NFC", "é")))
show(lambda: unicodedata.ucd_3_2_0.category("\U0001f600"))
print("\N{BULLET}\N{LATIN SMALL LETTER E WITH ACUTE}", "ﬁne" == "fine")
ﬁne = 3
print(fine, eval("ﬁne"))
print(eval(b"# coding: latin-1\n'\xe9'"), eval(b"# coding: cp1252\n'\x80'"))
show(lambda: eval(b"# coding: nonsense\n1"))
for text in ("a{b!r:c{d}}{{x}}{}", "{", "}", "{a", "{!}", "{!r", "{!rx}", "{a:", "{a{b}}", "{a[}]}", "{:}", "a{{b", "{a!r:}", "{a!}", "", "{a!r}b"):
    show(lambda: list(_string.formatter_parser(text)))
for text in ("a.b[0][x].c", "0", "a.", "a[", "a[]", "a[b]c", "", "[x]", "12ab"):
    show(lambda: [_string.formatter_field_name_split(text)[0], list(_string.formatter_field_name_split(text)[1])])
show(lambda: _string.formatter_parser(1))
