"""What `compile`, `exec` and `eval` are given: sources, names of files, modes, flags."""
from __future__ import annotations

from interpreter.compiler.options import CompilerFlag
from interpreter.errors import type_error, value_error
from interpreter.eval.frame import state
from interpreter.modules.compilation import Mode, decoded
from interpreter.modules.posix.paths import decoded as decoded_path
from interpreter.modules.posix.paths import fspath_of
from interpreter.modules.warnings import warn
from interpreter.objects.bytes import Bytes
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.codec import encode_text


def source_bytes(source: Object, function: str, kinds: str) -> bytes:
    """Source text in UTF-8, from a str or from bytes in the encoding that they declare. TypeError for other objects than `kinds`; SyntaxError for
    bytes that cannot be decoded, UnicodeEncodeError for lone surrogates."""
    if isinstance(source, Str):
        return bytes_of(encode_text(source.value, "utf-8", "strict"))
    if is_buffer(source):
        return decoded(bytes_of(source), "<string>")
    raise type_error(f"{function}() arg 1 must be a {kinds}")


def filename_of(given: Object) -> str:
    """The name of a file as a program gives it: a str, bytes, an object with ``__fspath__``; other buffers with a warning."""
    if is_buffer(given) and not isinstance(given, Bytes):
        warn("DeprecationWarning", f"path should be string, bytes, or os.PathLike, not {type_of(given).name}")
        name = decoded_path(bytes_of(given)).value
    else:
        path = fspath_of(given)
        name = path.value if isinstance(path, Str) else decoded_path(bytes_of(path)).value
    if "\0" in name:
        raise value_error("embedded null character")
    return name


def mode_number(mode: str, gives_tree: bool) -> int:
    """The `Mode` of a name. Comments on the types of functions can be parsed only."""
    if mode == "exec":
        return Mode.EXEC
    if mode == "eval":
        return Mode.EVAL
    if mode == "single":
        return Mode.SINGLE
    if mode == "func_type":
        if gives_tree:
            return Mode.FUNC_TYPE
        raise value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST")
    if gives_tree:
        raise value_error("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
    raise value_error("compile() mode must be 'exec', 'eval' or 'single'")


def inherited_flags(flags: int, dont_inherit: bool) -> int:
    """Flags for code that is compiled by running code: the features that its module asked for from ``__future__`` go on."""
    frame = state.frame
    if dont_inherit or frame is None:
        return flags
    return flags | (frame.code.flags & CompilerFlag.FUTURES)
