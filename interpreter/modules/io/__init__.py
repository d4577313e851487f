"""The io module provides the Python interfaces to stream handling. The
builtin open function is defined in this module."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS
from interpreter.gateway.modules import define_module
from interpreter.modules.io import base, buffered, bytesio, fileio, newlines, opening, stringio, textio
from interpreter.modules.state import builtins_dict
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int

contents = Dict()
define_module(__name__, "_io", dict=contents, parts=[opening.__name__], contents={
    "DEFAULT_BUFFER_SIZE": new_int(base.DEFAULT_BUFFER_SIZE), "UnsupportedOperation": base.unsupported_operation,
    "BlockingIOError": EXCEPTIONS["BlockingIOError"], "_IOBase": base.base_type, "_RawIOBase": base.raw_base_type,
    "_BufferedIOBase": base.buffered_base_type, "_TextIOBase": base.text_base_type, "FileIO": fileio.file_type,
    "BytesIO": bytesio.bytes_stream_type, "StringIO": stringio.string_stream_type, "BufferedReader": buffered.reader_type,
    "BufferedWriter": buffered.writer_type, "BufferedRandom": buffered.random_type, "BufferedRWPair": buffered.pair_type,
    "TextIOWrapper": textio.text_type, "IncrementalNewlineDecoder": newlines.newline_decoder_type})


def add_open() -> None:
    """`open` is a built-in function, too. Called when all modules are assembled."""
    found = contents.get_str("open")
    assert found is not None
    builtins_dict.set_str("open", found)
