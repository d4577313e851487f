"""C functions, constants and structures, as declared in C.

    libc = CLibrary("size_t strlen(const char *s); #define EINTR ...", headers=["string.h", "errno.h"])
    libc.strlen(data_pointer(b"four\\0"))  ->  4

The declarations are those of cffi's API mode (``...`` lets the C compiler fill in). On
CPython a cffi module is compiled at the first use and kept on disk. Translated, calls are
direct C calls and constants keep their C names.

How C types appear:

    integers                    arguments: any integer, wrapped as C does. Results: int; uint64 where 64 bits unsigned
    double, float, _Bool        float, float, bool
    char *, unsigned char *     Ptr[uint8]
    void *                      Ptr[None]; a parameter takes any Ptr
    T *                         Ptr[T]; an undeclared structure has no fields
    a function pointer          parameters only: a function known at translation, or a Ptr[None] (see `callbacks`)
    further arguments of a      int as long, sized integers as promoted in C, float as double, any Ptr
    variadic function
"""
from __future__ import annotations

import inspect
import threading
from functools import partial
from typing import Annotated, Any, Callable, Optional, Sequence, TypeVar

from transform.rpython.callbacks import CallbackType, callback_function, callbacks
from transform.rpython.cffi_cache import load_module
from transform.rpython.hints import FatalError
from transform.rpython.integers import SizedInt, int8, int16, int32, uint8, uint16, uint32, uint64
from transform.rpython.pointers import Ptr, c_struct_fields, ffi, from_c, struct_fields, to_c, type_name

C = TypeVar("C")

_SIGNED: dict[int, type[int]] = {1: int8, 2: int16, 4: int32, 8: int}
_UNSIGNED: dict[int, type[int]] = {1: uint8, 2: uint16, 4: uint32, 8: uint64}


class CTypeError(TypeError):
    """A C type that RPython has no counterpart for."""


class CConstant(int):
    """An integer constant of a C header: a number that knows its name."""

    c_name: str

    def __new__(cls, value: int, c_name: str) -> CConstant:
        self = super().__new__(cls, value)
        self.c_name = c_name
        return self


class CFunction:
    """A function of a C library, to be called like any other.

    arg_types     RPython types of the declared parameters: uint8, Ptr[uint8] ...
    result_type   that of the result (an integer of less than 64 bits arrives as int), or None
    variadic      whether more arguments may follow
    """

    def __init__(
        self, name: str, library: CLibrary, arg_types: Sequence[Any], result_type: Any, c_type: Any, function: Any
    ) -> None:
        self.name = name
        self.library = library
        self.arg_types = tuple(arg_types)
        self.result_type = result_type
        self.variadic: bool = c_type.ellipsis
        self._c_type = c_type
        self._function = function

    def __repr__(self) -> str:
        return f"<C function {self.name}>"

    def __call__(self, *args: Any) -> Any:
        declared = len(self.arg_types)
        if len(args) != declared and not (self.variadic and len(args) > declared):
            raise TypeError(f"{self.name}() takes {declared} arguments, not {len(args)}")
        converted = [_callback_to_c(value, type_) if isinstance(type_, CallbackType) else to_c(value, type_, c_type)
                     for value, type_, c_type in zip(args, self.arg_types, self._c_type.args)]
        result = self._function(*converted, *map(_promote, args[declared:]))
        if _failures:  # C may have gone on calling
            first = _failures[0]
            _failures.clear()
            raise first
        if self.result_type is None:
            return None
        value = from_c(result, self.result_type)
        return int(value) if isinstance(value, SizedInt) and value.bits < 64 else value


_callbacks: dict[tuple[Any, Any], Any] = {}  # cffi's, which live as long as C may call them: for ever
_failures: list[BaseException] = []  # that left a callback


def _callback_to_c(value: Any, wanted: CallbackType) -> Any:
    if isinstance(value, Ptr):
        return ffi.cast(wanted.c_type, to_c(value, Ptr[None], ffi.typeof("void *")))
    if not inspect.isfunction(value):
        raise TypeError(f"expected {wanted}, found {type(value).__name__}")
    function = callback_function(value, wanted)
    if (function, wanted.c_type) not in _callbacks:

        def called(*args: Any) -> Any:
            callbacks.depth += 1
            try:
                result = function(*(from_c(arg, type_) for arg, type_ in zip(args, wanted.arg_types)))
            finally:
                callbacks.depth -= 1
            return None if wanted.result_type is None else to_c(result, wanted.result_type, wanted.c_type.result)

        def failed(kind: Any, error: BaseException, traceback: Any) -> None:
            _failures.append(error if isinstance(error, FatalError) else FatalError(f"in a callback: {error!r}"))

        _callbacks[function, wanted.c_type] = ffi.callback(wanted.c_type, called, onerror=failed)
    return _callbacks[function, wanted.c_type]


def _promote(value: Any) -> Any:
    """A further argument of a variadic function, as a cffi value of the type that C would pass."""
    if isinstance(value, Ptr):
        return ffi.cast("void *", value._cdata)
    if isinstance(value, float):
        return ffi.cast("double", value)
    if isinstance(value, SizedInt):
        name = f"{type(value).__name__}_t" if value.bits >= 32 else "int"
        return ffi.cast(name, int(value))
    if isinstance(value, int):
        return ffi.cast("int" if isinstance(value, bool) else "int64_t", value)
    raise TypeError(f"{type(value).__name__} cannot be passed to a variadic C function")


class CLibrary:
    """What C headers and libraries provide, as far as ``cdef`` declares it.

    An attribute is, by its name: a function (CFunction), an integer constant (CConstant; enum
    members too), a type: a structure (usable in ``Ptr[lib.stat]`` and ``alloc(lib.stat)``) or the
    RPython type of another typedef. A structure that shares its name with a function is
    ``lib.struct_stat``.

    headers, libraries, include_dirs, library_dirs   as for a C compiler
    defines    pairs of name and value for the preprocessor
    source     C code behind the headers, for wrappers of what ``cdef`` cannot say (macros)
    """

    def __init__(
        self,
        cdef: str,
        headers: Sequence[str] = (),
        libraries: Sequence[str] = (),
        include_dirs: Sequence[str] = (),
        library_dirs: Sequence[str] = (),
        defines: Sequence[tuple[str, str]] = (),
        source: str = "",
    ) -> None:
        self.cdef = cdef
        self.headers = tuple(headers)
        self.libraries = tuple(libraries)
        self.include_dirs = tuple(include_dirs)
        self.library_dirs = tuple(library_dirs)
        self.defines = tuple(defines)
        self.source = source
        self._loaded: Any = None
        self._lock = threading.RLock()
        self._structs: dict[str, type] = {}  # by C name

    def struct(self, c_name: str) -> Callable[[type[C]], type[C]]:
        """Class decorator: the class stands for a C structure, with those of its fields that it annotates.

            @libc.struct("struct stat")
            class Stat:
                st_size: int

        It is what ``libc.struct_stat`` gives too, but one that type checkers understand. TypeError at
        the first use if the annotations do not agree with the C declaration."""

        def decorate(cls: type[C]) -> type[C]:
            setattr(cls, "_rpython_struct_", True)
            setattr(cls, "_rpython_c_pointer_", staticmethod(partial(self._checked_pointer, cls)))
            setattr(cls, "c_name", c_name)
            setattr(cls, "library", self)
            self._structs[c_name] = cls
            return cls

        return decorate

    @property
    def _module(self) -> Any:
        """The compiled cffi module."""
        with self._lock:
            if self._loaded is None:
                self._loaded = load_module(
                    self.cdef,
                    "".join(f"#include <{header}>\n" for header in self.headers) + self.source,
                    libraries=list(self.libraries),
                    include_dirs=list(self.include_dirs),
                    library_dirs=list(self.library_dirs),
                    define_macros=list(self.defines),
                )
            return self._loaded

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_rpython_")):  # what Python and the translator look for in any object
            raise AttributeError(name)
        with self._lock:
            if name not in self.__dict__:  # another thread may have been faster
                self.__dict__[name] = self._find(name)
            return self.__dict__[name]

    def _find(self, name: str) -> Any:
        lib, lib_ffi = self._module.lib, self._module.ffi
        if name in dir(lib):
            return self._find_value(name, getattr(lib, name))
        typedefs, structs, unions = lib_ffi.list_types()
        if name in typedefs:
            return self.type_of(lib_ffi.typeof(name))
        for tag, names in (("struct", structs), ("union", unions)):
            plain = name.removeprefix(f"{tag}_")
            if plain in names:
                return self.type_of(lib_ffi.typeof(f"{tag} {plain}"))
        raise AttributeError(f"the C declarations have no {name!r}")

    def _find_value(self, name: str, value: Any) -> Any:
        try:
            c_type = self._module.ffi.typeof(self._module.ffi.addressof(self._module.lib, name))
        except AttributeError:  # no address: a constant
            return CConstant(value, name) if isinstance(value, int) else value
        if c_type.kind != "function":
            raise CTypeError(f"{name} is a C variable: reach it through a function")
        try:
            arg_types = [self._callback_type(arg) if arg.kind == "function" else self.type_of(arg)
                         for arg in c_type.args]
            result_type = None if c_type.result.kind == "void" else self.type_of(c_type.result)
            for type_, arg in zip((result_type, *arg_types), (c_type.result, *c_type.args)):
                if isinstance(type_, type) and "_rpython_struct_" in type_.__dict__:
                    raise CTypeError(f"{arg.cname} is passed by value")
        except CTypeError as error:
            raise CTypeError(f"{name}: {error}") from None
        return CFunction(name, self, arg_types, result_type, c_type, value)

    def type_of(self, c_type: Any) -> Any:
        """The RPython type for a cffi type. CTypeError where there is none."""
        kind, name = c_type.kind, c_type.cname
        if kind in ("struct", "union"):
            return self._struct_class(c_type)
        if kind == "pointer":
            return self._pointer_type(c_type.item)
        if kind == "array":
            return Annotated[self._pointer_type(c_type.item), c_type.length]
        if kind == "function":
            raise CTypeError(f"{name}: C function pointers are parameters only")
        if name in ("double", "float"):
            return float
        if name == "_Bool":
            return bool
        if name == "char":
            return int8
        if kind == "enum" or kind == "primitive" and "char" not in name.replace("signed char", ""):
            try:
                sizes = _SIGNED if int(self._module.ffi.cast(c_type, -1)) < 0 else _UNSIGNED
                return sizes[self._module.ffi.sizeof(c_type)]
            except (KeyError, TypeError):  # long double, complex
                pass
        raise CTypeError(f"C type {name} is not supported")

    def _callback_type(self, c_type: Any) -> CallbackType:
        if c_type.ellipsis:
            raise CTypeError(f"{c_type.cname}: a callback cannot be variadic")
        result = None if c_type.result.kind == "void" else self.type_of(c_type.result)
        return CallbackType([self.type_of(arg) for arg in c_type.args], result, c_type)

    def _pointer_type(self, c_type: Any) -> Any:
        """The type of pointers to items of a cffi type."""
        if c_type.kind == "void":
            return Ptr[None]
        if c_type.cname == "char":
            return Ptr[uint8]
        if c_type.cname == "float" or c_type.kind == "array":
            raise CTypeError(f"pointers to {c_type.cname} are not supported")
        pointer_to: Any = Ptr
        return pointer_to[self.type_of(c_type)]

    def _struct_class(self, c_type: Any) -> type:
        """The class that stands for a C structure: as declared by `struct`, or made here."""
        name = c_type.cname
        if name not in self._structs:
            namespace: dict[str, Any] = {"__doc__": f"The C structure ``{name}``.", "__annotations__": {}}
            cls: type = self.struct(name)(type(name.split()[-1], (), namespace))
            for field_name, field in c_struct_fields(c_type):
                namespace["__annotations__"][field_name] = self._field_type(field.type)
            return cls
        return self._structs[name]

    def _field_type(self, c_type: Any) -> Any:
        return Ptr[None] if c_type.kind == "function" else self.type_of(c_type)

    def _checked_pointer(self, cls: type) -> Any:
        """cffi's type of pointers to the structure that ``cls`` stands for."""
        c_name = cls.__dict__["c_name"]
        pointer = self._module.ffi.typeof(f"{c_name} *")
        fields = dict(c_struct_fields(pointer.item))
        for name, declared in struct_fields(cls).items():
            if name not in fields:
                raise CTypeError(f"{c_name} has no field {name}")
            actual = self._field_type(fields[name].type)
            if declared != actual:
                raise CTypeError(f"{c_name}.{name} is declared as {type_name(declared)}, but is {type_name(actual)}")
        return pointer


def struct_c_name(cls: type) -> Optional[str]:
    """The C name of a structure that a C header declares; None for one that ``@struct`` makes."""
    return cls.__dict__.get("c_name")


def get_errno() -> int:
    """C's ``errno`` as the last C call left it."""
    return ffi.errno


def set_errno(value: int) -> None:
    """Sets C's ``errno`` for the next C call."""
    ffi.errno = value
