"""The module `_codecs`: the registry of codecs, and the built-in ones."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.codecs.arguments import bytes_or_text, decoded, encoded, error_name, handler
from interpreter.modules.codecs.charmaps import EncodingTable, decoding_map, encoding_map
from interpreter.modules.codecs.handlers import standard_handler
from interpreter.modules.importing import import_full
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import new_str
from interpreter.objects.tuple import tuple3
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.codec_registry import codec_failure, register_handler, registry, run_codec
from interpreter.text.codecs.bytewise import decode_ascii, decode_charmap, decode_latin1, encode_ascii, encode_charmap, encode_latin1
from interpreter.text.codecs.errors import UnicodeFailure
from interpreter.text.codecs.escapes import (
    decode_escape, decode_raw_unicode_escape, decode_unicode_escape, encode_escape, encode_raw_unicode_escape, encode_unicode_escape,
)
from interpreter.text.codecs.utf7 import decode_utf7, encode_utf7
from interpreter.text.codecs.utf8 import decode_utf8, encode_utf8
from interpreter.text.codecs.utf16 import BIG, LITTLE, NATIVE, decode_utf16, encode_utf16
from interpreter.text.codecs.utf32 import decode_utf32, encode_utf32

registry.import_module = import_full


@exposed("register")
def register(search_function: Object, /) -> None:
    """Register a codec search function.

    Search functions are expected to take one argument, the encoding name in
    all lower case letters, and either return None, or a tuple of functions
    (encoder, decoder, stream_reader, stream_writer) (or a CodecInfo object)."""
    if type_of(search_function).slots[Slot.CALL] is None:
        raise type_error("argument must be callable")
    registry.add(search_function)


@exposed("unregister")
def unregister(search_function: Object, /) -> None:
    """Unregister a codec search function and clear the registry's cache.

    If the search function is not registered, do nothing."""
    registry.remove(search_function)


@exposed("lookup")
def lookup(encoding: str, /) -> Object:
    """Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."""
    return registry.lookup(encoding)


@exposed("encode")
def encode(obj: Object, encoding: str = "utf-8", errors: Optional[Object] = None) -> Object:
    """Encodes obj using the codec registered for encoding.

    The default encoding is 'utf-8'.  errors may be given to set a
    different error handling scheme.  Default is 'strict' meaning that encoding
    errors raise a ValueError.  Other possible values are 'ignore', 'replace'
    and 'backslashreplace' as well as any other name registered with
    codecs.register_error that can handle ValueErrors."""
    return run_codec(registry.lookup(encoding).item(0), obj, error_name(errors), "encoder")


@exposed("decode")
def decode(obj: Object, encoding: str = "utf-8", errors: Optional[Object] = None) -> Object:
    """Decodes obj using the codec registered for encoding.

    Default encoding is 'utf-8'.  errors may be given to set a
    different error handling scheme.  Default is 'strict' meaning that encoding
    errors raise a ValueError.  Other possible values are 'ignore', 'replace'
    and 'backslashreplace' as well as any other name registered with
    codecs.register_error that can handle ValueErrors."""
    return run_codec(registry.lookup(encoding).item(1), obj, error_name(errors), "decoder")


@exposed("register_error")
def register_error(errors: str, handler: Object, /) -> None:
    """Register the specified error handler under the name errors.

    handler must be a callable object, that
    will be called with an exception instance containing
    information about the location of the encoding/decoding
    error and must return a (replacement, new position) tuple."""
    register_handler(errors, handler)


@exposed("lookup_error")
def lookup_error(name: str, /) -> Object:
    """lookup_error(errors) -> handler

    Return the error handler for the specified error handling name or raise a
    LookupError, if no handler exists under this name."""
    return standard_handler(name)


@exposed("utf_8_decode")
def utf_8_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed = decode_utf8(bytes_of(data), handler(errors), final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_8_encode")
def utf_8_encode(str: str, errors: Object = NONE, /) -> Object:
    try:
        return encoded(encode_utf8(str, handler(errors)), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_7_decode")
def utf_7_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed = decode_utf7(bytes_of(data), handler(errors), final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_7_encode")
def utf_7_encode(str: str, errors: Object = NONE, /) -> Object:
    return encoded(encode_utf7(str), len(str))


@exposed("utf_16_decode")
def utf_16_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed, _ = decode_utf16(bytes_of(data), handler(errors), NATIVE, final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_16_le_decode")
def utf_16_le_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed, _ = decode_utf16(bytes_of(data), handler(errors), LITTLE, final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_16_be_decode")
def utf_16_be_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed, _ = decode_utf16(bytes_of(data), handler(errors), BIG, final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_16_ex_decode")
def utf_16_ex_decode(data: Object, errors: Object = NONE, byteorder: int = 0, final: bool = False, /) -> Object:
    try:
        text, consumed, order = decode_utf16(bytes_of(data), handler(errors), order_of(byteorder), final)
        return tuple3(new_str(text), new_int(consumed), new_int(order))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_16_encode")
def utf_16_encode(str: str, errors: Object = NONE, byteorder: int = 0, /) -> Object:
    try:
        return encoded(encode_utf16(str, handler(errors), order_of(byteorder)), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_16_le_encode")
def utf_16_le_encode(str: str, errors: Object = NONE, /) -> Object:
    try:
        return encoded(encode_utf16(str, handler(errors), LITTLE), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_16_be_encode")
def utf_16_be_encode(str: str, errors: Object = NONE, /) -> Object:
    try:
        return encoded(encode_utf16(str, handler(errors), BIG), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_32_decode")
def utf_32_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed, _ = decode_utf32(bytes_of(data), handler(errors), NATIVE, final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_32_le_decode")
def utf_32_le_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed, _ = decode_utf32(bytes_of(data), handler(errors), LITTLE, final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_32_be_decode")
def utf_32_be_decode(data: Object, errors: Object = NONE, final: bool = False, /) -> Object:
    try:
        text, consumed, _ = decode_utf32(bytes_of(data), handler(errors), BIG, final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_32_ex_decode")
def utf_32_ex_decode(data: Object, errors: Object = NONE, byteorder: int = 0, final: bool = False, /) -> Object:
    try:
        text, consumed, order = decode_utf32(bytes_of(data), handler(errors), order_of(byteorder), final)
        return tuple3(new_str(text), new_int(consumed), new_int(order))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_32_encode")
def utf_32_encode(str: str, errors: Object = NONE, byteorder: int = 0, /) -> Object:
    try:
        return encoded(encode_utf32(str, handler(errors), order_of(byteorder)), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_32_le_encode")
def utf_32_le_encode(str: str, errors: Object = NONE, /) -> Object:
    try:
        return encoded(encode_utf32(str, handler(errors), LITTLE), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("utf_32_be_encode")
def utf_32_be_encode(str: str, errors: Object = NONE, /) -> Object:
    try:
        return encoded(encode_utf32(str, handler(errors), BIG), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("unicode_escape_decode")
def unicode_escape_decode(data: Object, errors: Object = NONE, final: bool = True, /) -> Object:
    try:
        text, consumed, _ = decode_unicode_escape(bytes_or_text(data), handler(errors), final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("unicode_escape_encode")
def unicode_escape_encode(str: str, errors: Object = NONE, /) -> Object:
    return encoded(encode_unicode_escape(str), len(str))


@exposed("raw_unicode_escape_decode")
def raw_unicode_escape_decode(data: Object, errors: Object = NONE, final: bool = True, /) -> Object:
    try:
        text, consumed = decode_raw_unicode_escape(bytes_or_text(data), handler(errors), final)
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("raw_unicode_escape_encode")
def raw_unicode_escape_encode(str: str, errors: Object = NONE, /) -> Object:
    return encoded(encode_raw_unicode_escape(str), len(str))


@exposed("escape_decode")
def escape_decode(data: Object, errors: Object = NONE, /) -> Object:
    try:
        source = bytes_or_text(data)
        result, _ = decode_escape(source, handler(errors))
        return encoded(result, len(source))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("escape_encode")
def escape_encode(data: bytes, errors: Object = NONE, /) -> Object:
    return encoded(encode_escape(data), len(data))


@exposed("readbuffer_encode")
def readbuffer_encode(data: Object, errors: Object = NONE, /) -> Object:
    source = bytes_or_text(data)
    return encoded(source, len(source))


@exposed("latin_1_decode")
def latin_1_decode(data: Object, errors: Object = NONE, /) -> Object:
    text, consumed = decode_latin1(bytes_of(data))
    return decoded(text, consumed)


@exposed("latin_1_encode")
def latin_1_encode(str: str, errors: Object = NONE, /) -> Object:
    try:
        return encoded(encode_latin1(str, handler(errors)), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("ascii_decode")
def ascii_decode(data: Object, errors: Object = NONE, /) -> Object:
    try:
        text, consumed = decode_ascii(bytes_of(data), handler(errors))
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("ascii_encode")
def ascii_encode(str: str, errors: Object = NONE, /) -> Object:
    try:
        return encoded(encode_ascii(str, handler(errors)), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("charmap_decode")
def charmap_decode(data: Object, errors: Object = NONE, mapping: Object = NONE, /) -> Object:
    try:
        source = bytes_of(data)
        if mapping is NONE:
            text, consumed = decode_latin1(source)
        else:
            text, consumed = decode_charmap(source, handler(errors), decoding_map(mapping))
        return decoded(text, consumed)
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("charmap_encode")
def charmap_encode(str: str, errors: Object = NONE, mapping: Object = NONE, /) -> Object:
    try:
        if mapping is NONE:
            return encoded(encode_latin1(str, handler(errors)), len(str))
        return encoded(encode_charmap(str, handler(errors), encoding_map(mapping)), len(str))
    except (UnicodeFailure, ValueError, TypeError, IndexError) as failure:
        raise codec_failure(failure) from failure


@exposed("charmap_build")
def charmap_build(map: str, /) -> Object:
    return EncodingTable(map)


def order_of(byteorder: int) -> int:
    """Which order of bytes an argument means, of which the sign counts."""
    return LITTLE if byteorder < 0 else BIG if byteorder > 0 else NATIVE


define_module(__name__, "_codecs")
