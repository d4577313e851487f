"""`_locale` and what `locale` makes of it."""
import _locale
import locale

print(_locale.setlocale(locale.LC_NUMERIC), locale.setlocale(locale.LC_ALL, "C"), locale.getlocale(locale.LC_NUMERIC))
print(locale.localeconv())
print(locale.setlocale(locale.LC_CTYPE, "C.UTF-8"), locale.getencoding(), locale.getpreferredencoding(False))
print(repr(locale.nl_langinfo(locale.RADIXCHAR)), locale.nl_langinfo(locale.DAY_1), locale.nl_langinfo(locale.ABMON_12), locale.nl_langinfo(locale.CODESET))
print(locale.strcoll("a", "b") < 0, locale.strcoll("b", "a") > 0, locale.strcoll("é", "é"), locale.strxfrm("aé\U0001f600"))
print(sorted(["b", "é", "a"], key=locale.strxfrm), sorted(k for k in vars(_locale) if k[0] != "_"))
print(locale.gettext("text"), locale.dgettext(None, "text"), locale.dcgettext("messages", "text", locale.LC_MESSAGES), locale.textdomain(None))
print(locale.bindtextdomain("bobbin", "/tmp"), locale.bindtextdomain("bobbin", None), locale.bind_textdomain_codeset("bobbin", None))
for call in (lambda: locale.setlocale(locale.LC_ALL, "xx_YY.none"), lambda: locale.setlocale(999), lambda: locale.strcoll("a\0", "b"),
             lambda: locale.strxfrm("\0"), lambda: locale.nl_langinfo(-1), lambda: locale.bindtextdomain("", None), lambda: locale.strcoll(1, "")):
    try:
        print(call())
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)
print(locale.format_string("%d %.2f", (1234567, 2.5), grouping=True), locale.str(1.5), locale.atof("2.5"), locale.currency(1) if False else "")
