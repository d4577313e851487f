"""A program that does to each of its arguments what there is in `interpreter.text`, and prints the results."""
from __future__ import annotations

from typing import Callable

from interpreter.text import bytestrings, names, strings
from interpreter.text.codecs import bytewise, escapes, utf7, utf8, utf16, utf32
from interpreter.text.codecs.errors import HANDLERS, UnicodeFailure
from interpreter.text.database import CURRENT
from interpreter.text.database_3_2 import VERSION_3_2
from interpreter.text.normalization import FORMS, is_normalized, normalize
from transform.rpython import unroll

PREDICATES: list[Callable[[str], bool]] = [
    strings.is_alpha, strings.is_decimal, strings.is_digit, strings.is_numeric, strings.is_alnum, strings.is_space,
    strings.is_printable, strings.is_identifier, strings.is_upper, strings.is_lower, strings.is_title]
CHANGES: list[Callable[[str], str]] = [
    strings.to_upper, strings.to_lower, strings.to_casefold, strings.to_capitalized, strings.to_title,
    strings.to_swapped_case, strings.repr_of, strings.escaped, strings.number_in_ascii]


def text_results(text: str) -> list[str]:
    results: list[str] = []
    for predicate in unroll(PREDICATES):
        results.append("yes" if predicate(text) else "no")
    for change in unroll(CHANGES):
        results.append(change(text))
    results.append(strings.expand_tabs(text, 4))
    for form in FORMS:
        results.append(normalize(CURRENT, form, text))
        results.append("in the form" if is_normalized(VERSION_3_2, form, text) else "not in the form")
    for c in text:
        code = ord(c)
        results.append(f"{names.name_of(code)} {names.code_of(names.name_of(code))}")
        results.append(f"{CURRENT.category(code)} {CURRENT.bidirectional(code)} {CURRENT.decomposition(code)}")
        results.append(f"{VERSION_3_2.category(code)} {VERSION_3_2.mirrored(code)} {CURRENT.decimal_value(code)}")
        if CURRENT.has_number(code):
            results.append(str(CURRENT.numeric_value(code)))
    return results


def encode(encoding: str, text: str, handler: str) -> bytes:
    errors = HANDLERS[handler]
    match encoding:
        case "ascii":
            return bytewise.encode_ascii(text, errors)
        case "latin-1":
            return bytewise.encode_latin1(text, errors)
        case "charmap":
            return bytewise.encode_charmap(text, errors, bytewise.TableEncodingMap("ab€"))
        case "utf-7":
            return utf7.encode_utf7(text)
        case "utf-8":
            return utf8.encode_utf8(text, errors)
        case "utf-16":
            return utf16.encode_utf16(text, errors, utf16.BIG)
        case "utf-32":
            return utf32.encode_utf32(text, errors, utf16.LITTLE)
        case "unicode-escape":
            return escapes.encode_unicode_escape(text)
    return escapes.encode_raw_unicode_escape(text)


def decode(encoding: str, data: bytes, handler: str) -> str:
    errors = HANDLERS[handler]
    match encoding:
        case "ascii":
            return bytewise.decode_ascii(data, errors)[0]
        case "latin-1":
            return bytewise.decode_latin1(data)[0]
        case "charmap":
            return bytewise.decode_charmap(data, errors, bytewise.TableDecodingMap("ab€"))[0]
        case "utf-7":
            return utf7.decode_utf7(data, errors)[0]
        case "utf-8":
            return utf8.decode_utf8(data, errors)[0]
        case "utf-16":
            return utf16.decode_utf16(data, errors)[0]
        case "utf-32":
            return utf32.decode_utf32(data, errors)[0]
        case "unicode-escape":
            return escapes.decode_unicode_escape(data, errors)[0]
    return escapes.decode_raw_unicode_escape(data, errors)[0]


ENCODINGS = ["ascii", "latin-1", "charmap", "utf-7", "utf-8", "utf-16", "utf-32", "unicode-escape",
             "raw-unicode-escape"]


def described(failure: UnicodeFailure) -> str:
    return f"{failure.encoding} {failure.reason} {failure.start} {failure.end}"


def coded(encoding: str, text: str, data: bytes, handler: str) -> str:
    """Both ways, data of an encoding taken for another too."""
    results: list[str] = []
    try:
        results.append(bytestrings.hex_of(encode(encoding, text, handler)))
    except UnicodeFailure as failure:
        results.append(described(failure))
    except TypeError as error:
        results.append(str(error))
    try:
        results.append(strings.escaped(strings.repr_of(decode(encoding, data, handler))))
    except UnicodeFailure as failure:
        results.append(described(failure))
    except TypeError as error:
        results.append(str(error))
    return " ".join(results)


def bytes_results(data: bytes) -> list[str]:
    changed = [
        bytestrings.to_title(data), bytestrings.to_capitalized(data), bytestrings.to_swapped_case(data),
        bytestrings.to_center(data, 9, b"*"), bytestrings.fill_zeros(data, 9), bytestrings.expand_tabs(data, 3),
        bytestrings.translate(data, None, b"ab"), escapes.encode_escape(data),
        bytestrings.bytes_of_hex(bytestrings.hex_of(data, " ", 2))]
    return [repr(one) for one in changed]


def run_case(case: str) -> str:
    results = text_results(case)
    data = utf8.encode_utf8(case, HANDLERS["surrogateescape"])
    results += bytes_results(data)
    for encoding in ENCODINGS:
        for handler in HANDLERS:
            results.append(coded(encoding, case, data, handler))
    return strings.escaped(strings.repr_of("|".join(results)))


def main(argv: list[str]) -> int:
    for case in argv[1:]:
        print(run_case(case))
    return 0
