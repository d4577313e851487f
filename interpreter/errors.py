"""Python exceptions on their way through RPython code.

`PyError` is the one RPython exception that carries a Python exception. Most are raised with a type and a text, and become an object
only when a Python handler, a traceback or a context wants one (`exceptions.exception_object`)."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.object import Object, Type


class PyError(Exception):
    """A Python exception: the object, or the type and the text that it will have."""
    type: Type
    text: str
    value: Optional[Object]

    def __init__(self, type: Type, text: str, value: Optional[Object] = None) -> None:
        super().__init__(text)
        self.type = type
        self.text = text
        self.value = value


class NamedError(PyError):
    """An AttributeError or a NameError about a name; `owner` is the object that lacks the attribute."""
    name: str
    owner: Optional[Object]

    def __init__(self, type: Type, text: str, name: str, owner: Optional[Object] = None) -> None:
        super().__init__(type, text)
        self.name = name
        self.owner = owner


_HIERARCHY = """
BaseException
    BaseExceptionGroup
    GeneratorExit
    KeyboardInterrupt
    SystemExit
        TaskletExit
    Exception
        ArithmeticError
            FloatingPointError
            OverflowError
            ZeroDivisionError
        AssertionError
        AttributeError
        BufferError
        EOFError
        ImportError
            ModuleNotFoundError
        LookupError
            IndexError
            KeyError
        MemoryError
        NameError
            UnboundLocalError
        OSError
            BlockingIOError
            ChildProcessError
            ConnectionError
                BrokenPipeError
                ConnectionAbortedError
                ConnectionRefusedError
                ConnectionResetError
            FileExistsError
            FileNotFoundError
            InterruptedError
            IsADirectoryError
            NotADirectoryError
            PermissionError
            ProcessLookupError
            TimeoutError
        ReferenceError
        RuntimeError
            NotImplementedError
            RecursionError
        StopAsyncIteration
        StopIteration
        SyntaxError
            IndentationError
                TabError
        SystemError
        TypeError
        ValueError
            UnicodeError
                UnicodeDecodeError
                UnicodeEncodeError
                UnicodeTranslateError
        Warning
            BytesWarning
            DeprecationWarning
            EncodingWarning
            FutureWarning
            ImportWarning
            PendingDeprecationWarning
            ResourceWarning
            RuntimeWarning
            SyntaxWarning
            UnicodeWarning
            UserWarning
"""


def _exception_types() -> dict[str, Type]:
    """All built-in exceptions by name; the name's indentation gives its base. ExceptionGroup, which has two bases, comes last."""
    found: dict[str, Type] = {}
    above: list[Type] = []
    for line in _HIERARCHY.split("\n"):
        name = line.strip()
        if name:
            depth = (len(line) - len(name)) // 4
            bases = above[depth - 1:depth]
            found[name] = Type(name, None, bases, {})
            above[depth:] = [found[name]]
    found["ExceptionGroup"] = Type("ExceptionGroup", None, [found["BaseExceptionGroup"], found["Exception"]], {})
    return found


EXCEPTIONS = _exception_types()


def os_error_type(number: int) -> Type:
    """The subclass of OSError for a number of errno (PEP 3151)."""
    return _OS_ERRORS.get(number, EXCEPTIONS["OSError"])


def _os_errors() -> dict[int, Type]:
    import errno
    numbers = {
        "BlockingIOError": [errno.EAGAIN, errno.EALREADY, errno.EINPROGRESS, errno.EWOULDBLOCK],
        "BrokenPipeError": [errno.EPIPE, errno.ESHUTDOWN], "ChildProcessError": [errno.ECHILD],
        "ConnectionAbortedError": [errno.ECONNABORTED], "ConnectionRefusedError": [errno.ECONNREFUSED],
        "ConnectionResetError": [errno.ECONNRESET], "FileExistsError": [errno.EEXIST], "FileNotFoundError": [errno.ENOENT],
        "InterruptedError": [errno.EINTR], "IsADirectoryError": [errno.EISDIR], "NotADirectoryError": [errno.ENOTDIR],
        "PermissionError": [errno.EACCES, errno.EPERM], "ProcessLookupError": [errno.ESRCH], "TimeoutError": [errno.ETIMEDOUT],
    }
    return {number: EXCEPTIONS[name] for name, found in numbers.items() for number in found}


_OS_ERRORS = _os_errors()

_ATTRIBUTE_ERROR = EXCEPTIONS["AttributeError"]
_INDEX_ERROR = EXCEPTIONS["IndexError"]
_KEY_ERROR = EXCEPTIONS["KeyError"]
_MEMORY_ERROR = EXCEPTIONS["MemoryError"]
_NAME_ERROR = EXCEPTIONS["NameError"]
_OVERFLOW_ERROR = EXCEPTIONS["OverflowError"]
_RUNTIME_ERROR = EXCEPTIONS["RuntimeError"]
_STOP_ITERATION = EXCEPTIONS["StopIteration"]
_SYSTEM_ERROR = EXCEPTIONS["SystemError"]
_TYPE_ERROR = EXCEPTIONS["TypeError"]
_VALUE_ERROR = EXCEPTIONS["ValueError"]
_ZERO_DIVISION_ERROR = EXCEPTIONS["ZeroDivisionError"]
_NOT_IMPLEMENTED_ERROR = EXCEPTIONS["NotImplementedError"]


def type_error(text: str) -> PyError:
    return PyError(_TYPE_ERROR, text)


def value_error(text: str) -> PyError:
    return PyError(_VALUE_ERROR, text)


def index_error(text: str) -> PyError:
    return PyError(_INDEX_ERROR, text)


def key_error(key: Object) -> PyError:
    """KeyError, whose argument is the key itself."""
    return PyError(_KEY_ERROR, "", KeyArgument(key))


def attribute_error(text: str) -> PyError:
    return PyError(_ATTRIBUTE_ERROR, text)


def missing_attribute(owner: Object, name: str, text: str) -> PyError:
    """AttributeError that tells which attribute of which object is missing."""
    return NamedError(_ATTRIBUTE_ERROR, text, name, owner)


def name_error(text: str) -> PyError:
    return PyError(_NAME_ERROR, text)


def undefined_name(name: str) -> PyError:
    """NameError of a name that has no value."""
    return NamedError(_NAME_ERROR, f"name '{name}' is not defined", name)


def overflow_error(text: str) -> PyError:
    return PyError(_OVERFLOW_ERROR, text)


def runtime_error(text: str) -> PyError:
    return PyError(_RUNTIME_ERROR, text)


def system_error(text: str) -> PyError:
    return PyError(_SYSTEM_ERROR, text)


def memory_error() -> PyError:
    return PyError(_MEMORY_ERROR, "")


def zero_division_error(text: str) -> PyError:
    return PyError(_ZERO_DIVISION_ERROR, text)


def not_implemented_error(text: str) -> PyError:
    return PyError(_NOT_IMPLEMENTED_ERROR, text)


def stop_iteration() -> PyError:
    return PyError(_STOP_ITERATION, "")


class KeyArgument(Object):
    """Stands for the exception of `key_error` until it is made."""
    key: Object

    def __init__(self, key: Object) -> None:
        self.key = key
