"""Support for POSIX locales.

The C library of the process keeps the numbers of the locale "C", since texts of floats are made and read with it: what a program sets as
LC_NUMERIC is in force only while this module asks for it. LC_CTYPE is that of the environment as soon as somebody looks (PEP 538: C.UTF-8 where the
environment says "C"); it does not change how files are read, which is always in UTF-8."""
from __future__ import annotations

import _locale as host

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.files import bytes_at, c_string, os_error
from interpreter.modules.posix.paths import decoded, path_of
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, int32, keepalive, null, set_errno, uint8
from transform.rpython.builders import StringBuilder

libc = CLibrary(
    """
    char *change_locale(int category, const char *name);
    char *convention_text(int number);
    int convention_number(int number);
    char *nl_langinfo(int item);
    void enter_numbers(void);
    void leave_numbers(void);
    int wcscoll(const void *first, const void *second);
    size_t wcsxfrm(void *result, const void *text, size_t size);
    char *gettext(const char *message);
    char *dgettext(const char *domain, const char *message);
    char *dcgettext(const char *domain, const char *message, int category);
    char *textdomain(const char *domain);
    char *bindtextdomain(const char *domain, const char *folder);
    char *bind_textdomain_codeset(const char *domain, const char *codeset);
    """,
    headers=["langinfo.h", "libintl.h", "locale.h", "stdlib.h", "string.h", "wchar.h"],
    source="""
    static char *numbers;               /* the program's LC_NUMERIC, NULL for "C" */
    static char *last_name;             /* what change_locale returned last */
    static int has_begun;

    static void begin_locale(void) {
        const char *all = getenv("LC_ALL");
        const char *found = setlocale(LC_CTYPE, "");
        has_begun = 1;
        if ((found == NULL || strcmp(found, "C") == 0 || strcmp(found, "POSIX") == 0) && (all == NULL || *all == 0))
            setlocale(LC_CTYPE, "C.UTF-8");
    }
    static void enter_numbers(void) {
        if (!has_begun) begin_locale();
        if (numbers != NULL) setlocale(LC_NUMERIC, numbers);
    }
    static void leave_numbers(void) {
        if (numbers != NULL) setlocale(LC_NUMERIC, "C");
    }
    /* The name of the locale afterwards, or NULL; name NULL: changes nothing. */
    static char *change_locale(int category, const char *name) {
        enter_numbers();
        char *found = setlocale(category, name);
        if (found != NULL) {
            free(last_name);
            found = last_name = strdup(found);
        }
        char *now = setlocale(LC_NUMERIC, NULL);
        free(numbers);
        numbers = strcmp(now, "C") == 0 ? NULL : strdup(now);
        leave_numbers();
        return found;
    }
    static char *convention_text(int number) {
        struct lconv *found = localeconv();
        char *texts[] = {found->int_curr_symbol, found->currency_symbol, found->mon_decimal_point, found->mon_thousands_sep, found->mon_grouping,
                         found->positive_sign, found->negative_sign, found->decimal_point, found->thousands_sep, found->grouping};
        return texts[number];
    }
    static int convention_number(int number) {
        struct lconv *found = localeconv();
        char numbers[] = {found->int_frac_digits, found->frac_digits, found->p_cs_precedes, found->p_sep_by_space, found->n_cs_precedes,
                          found->n_sep_by_space, found->p_sign_posn, found->n_sign_posn};
        return numbers[number];
    }
    """,
)

_TEXTS = ["int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep", "mon_grouping", "positive_sign", "negative_sign",
          "decimal_point", "thousands_sep", "grouping"]
_NUMBERS = ["int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes", "n_sep_by_space", "p_sign_posn", "n_sign_posn"]
_ORDER = [*_TEXTS[:7], *_NUMBERS, *_TEXTS[7:]]

error_type = Type("Error", None, [EXCEPTIONS["Exception"]], {})
define(ExceptionObject, "Error", existing=error_type, allocate=new_exception, module="locale", doc="")


@exposed("setlocale")
def set_locale(category: int, locale: Object = NONE, /) -> Object:
    """Activates/queries locale processing."""
    if locale is NONE:
        found = libc.change_locale(category, null(uint8))
        if not found:
            raise PyError(error_type, "locale query failed")
    else:
        if not isinstance(locale, Str):
            raise type_error(f"setlocale() argument 2 must be str or None, not {type_of(locale).name}")
        name = c_argument(locale.value)
        found = libc.change_locale(category, data_pointer(name))
        keepalive(name)
        if not found:
            raise PyError(error_type, "unsupported locale setting")
    return decoded(bytes_at(found))


def c_argument(text: str) -> bytes:
    """A text as C wants it. ValueError if there is a 0 in it."""
    if "\0" in text:
        raise value_error("embedded null character")
    return c_string(text)


@exposed("localeconv")
def conventions() -> Object:
    """Returns numeric and monetary locale-specific parameters."""
    result = Dict()
    libc.enter_numbers()
    for name in _ORDER:
        if name in _NUMBERS:
            result.set_str(name, new_int(libc.convention_number(_NUMBERS.index(name))))
        else:
            text = libc.convention_text(_TEXTS.index(name))
            result.set_str(name, grouping_of(text) if name.endswith("grouping") else decoded(bytes_at(text)))
    libc.leave_numbers()
    return result


def grouping_of(sizes: Ptr[uint8]) -> Object:
    """Sizes of groups of digits, to the one that says how it goes on: 0, or CHAR_MAX."""
    items: list[Object] = []
    if int(sizes[0]) != 0:
        while True:
            size = int(sizes[len(items)])
            items.append(new_int(size))
            if size == 0 or size == host.CHAR_MAX:
                break
    return new_list(items)


@exposed("nl_langinfo")
def language_information(key: int, /) -> Object:
    """Return the value for the locale information associated with key."""
    if key not in _ITEMS:
        raise value_error("unsupported langinfo constant")
    libc.enter_numbers()
    found = decoded(bytes_at(libc.nl_langinfo(key)))
    libc.leave_numbers()
    return found


@exposed("getencoding")
def encoding() -> str:
    """Get the current locale encoding."""
    return "UTF-8"


def wide_text(text: str) -> Ptr[int32]:
    """A text as an array of wchar_t; the caller frees it. ValueError if there is a 0 in it."""
    if "\0" in text:
        raise value_error("embedded null character")
    memory = alloc(int32, len(text) + 1)
    for i in range(len(text)):
        memory[i] = int32(ord(text[i]))
    return memory


@exposed("strcoll")
def compare_texts(os1: str, os2: str, /) -> int:
    """Compares two strings according to the locale."""
    libc.enter_numbers()
    libc.leave_numbers()
    first = wide_text(os1)
    try:
        second = wide_text(os2)
    except PyError:
        free(first)
        raise
    result = libc.wcscoll(first, second)
    free(first)
    free(second)
    return result


@exposed("strxfrm")
def sort_key(string: str, /) -> str:
    """Return a string that can be used as a key for locale-aware comparisons."""
    libc.enter_numbers()
    libc.leave_numbers()
    text = wide_text(string)
    set_errno(0)
    size = int(libc.wcsxfrm(null(int32), text, 0))
    key = alloc(int32, size + 1)
    libc.wcsxfrm(key, text, size + 1)
    failure = get_errno()
    builder = StringBuilder()
    for i in range(size):
        builder.append(chr(int(key[i])))
    free(key)
    free(text)
    if failure != 0:
        raise os_error(failure)
    return builder.build()


@exposed("gettext")
def translated(msg: str, /) -> Object:
    """gettext(msg) -> string

    Return translation of msg."""
    message = c_argument(msg)
    return decoded(bytes_at(libc.gettext(data_pointer(message))))


@exposed("dgettext")
def translated_in(domain: Object, msg: str, /) -> Object:
    """dgettext(domain, msg) -> string

    Return translation of msg in domain."""
    place, message = optional_argument(domain), c_argument(msg)
    return decoded(bytes_at(libc.dgettext(pointer_to(place), data_pointer(message))))


@exposed("dcgettext")
def translated_for(domain: Object, msg: str, category: int, /) -> Object:
    """Return translation of msg in domain and category."""
    place, message = optional_argument(domain), c_argument(msg)
    return decoded(bytes_at(libc.dcgettext(pointer_to(place), data_pointer(message), category)))


def optional_argument(x: Object) -> bytes:
    """A str or None as C wants it; None is no bytes."""
    if x is NONE:
        return b""
    if not isinstance(x, Str):
        raise type_error(f"argument must be str or None, not {type_of(x).name}")
    return c_argument(x.value)


def pointer_to(argument: bytes) -> Ptr[uint8]:
    return data_pointer(argument) if len(argument) > 0 else null(uint8)


def text_or_error(found: Ptr[uint8]) -> Object:
    if not found:
        raise os_error(get_errno())
    return decoded(bytes_at(found))


@exposed("textdomain")
def set_domain(domain: Object, /) -> Object:
    """Set the C library's textdmain to domain, returning the new domain."""
    return text_or_error(libc.textdomain(pointer_to(optional_argument(domain))))


@exposed("bindtextdomain")
def bind_domain(domain: str, dir: Object, /) -> Object:
    """Bind the C library's domain to dir."""
    if len(domain) == 0:
        raise PyError(error_type, "domain must be a non-empty string")
    folder = b"" if dir is NONE else path_of(dir, "bindtextdomain").name
    place = c_argument(domain)
    found = libc.bindtextdomain(data_pointer(place), pointer_to(folder))
    if not found and get_errno() == 0:
        return NONE
    return text_or_error(found)


@exposed("bind_textdomain_codeset")
def bind_codeset(domain: str, codeset: Object, /) -> Object:
    """Bind the C library's domain to codeset."""
    place = c_argument(domain)
    found = libc.bind_textdomain_codeset(data_pointer(place), pointer_to(optional_argument(codeset)))
    return decoded(bytes_at(found)) if found else NONE


_constants: dict[str, int] = {name: value for name, value in vars(host).items() if isinstance(value, int)}
_ITEMS = [value for name, value in _constants.items() if not name.startswith("LC_") and name != "CHAR_MAX"]
define_module(__name__, "_locale", contents={"Error": error_type, **{name: new_int(value) for name, value in _constants.items()}})
