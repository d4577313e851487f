"""What CPython's tests of calls ask of its module `_testcapi`: built-in functions of each form that arguments can have.

A test that asks for anything else is about the interface of CPython to C, which is not here; it is skipped."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.importing import import_full
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, intern, new_str
from interpreter.objects.tuple import Tuple, tuple2, tuple3
from interpreter.objects.type import type_type
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call, call_any


def given(owner: Object, arguments: Tuple, keywords: Dict) -> Object:
    """What a function with any arguments returns, for the test to compare."""
    return tuple3(owner, arguments, NONE if keywords.count == 0 else keywords)


@exposed("meth_varargs", rest="arguments")
def with_arguments(arguments: Tuple) -> Object:
    return tuple2(MODULE, arguments)


@exposed("meth_varargs_keywords", rest="arguments", keywords="keywords")
def with_keywords(arguments: Tuple, keywords: Dict) -> Object:
    return given(MODULE, arguments, keywords)


@exposed("meth_fastcall", rest="arguments")
def quick_with_arguments(arguments: Tuple) -> Object:
    return tuple2(MODULE, arguments)


@exposed("meth_fastcall_keywords", rest="arguments", keywords="keywords")
def quick_with_keywords(arguments: Tuple, keywords: Dict) -> Object:
    return given(MODULE, arguments, keywords)


@exposed("meth_noargs")
def without_arguments() -> Object:
    return MODULE


@exposed("meth_o")
def with_one(argument: Object, /) -> Object:
    return tuple2(MODULE, argument)


class InstanceMethods(Object):
    """Methods of instances."""

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type) -> Object:
        """Create and return a new object."""
        return InstanceMethods()

    @exposed("meth_varargs", rest="arguments")
    def with_arguments(self, arguments: Tuple) -> Object:
        return tuple2(self, arguments)

    @exposed("meth_varargs_keywords", rest="arguments", keywords="keywords")
    def with_keywords(self, arguments: Tuple, keywords: Dict) -> Object:
        return given(self, arguments, keywords)

    @exposed("meth_fastcall", rest="arguments")
    def quick_with_arguments(self, arguments: Tuple) -> Object:
        return tuple2(self, arguments)

    @exposed("meth_fastcall_keywords", rest="arguments", keywords="keywords")
    def quick_with_keywords(self, arguments: Tuple, keywords: Dict) -> Object:
        return given(self, arguments, keywords)

    @exposed("meth_noargs")
    def without_arguments(self) -> Object:
        return self

    @exposed("meth_o")
    def with_one(self, argument: Object, /) -> Object:
        return tuple2(self, argument)


class ClassMethods(Object):
    """Methods of a class."""

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type) -> Object:
        """Create and return a new object."""
        return ClassMethods()

    @exposed_class("meth_varargs", rest="arguments")
    @staticmethod
    def with_arguments(cls: Type, arguments: Tuple) -> Object:
        return tuple2(cls, arguments)

    @exposed_class("meth_varargs_keywords", rest="arguments", keywords="keywords")
    @staticmethod
    def with_keywords(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
        return given(cls, arguments, keywords)

    @exposed_class("meth_fastcall", rest="arguments")
    @staticmethod
    def quick_with_arguments(cls: Type, arguments: Tuple) -> Object:
        return tuple2(cls, arguments)

    @exposed_class("meth_fastcall_keywords", rest="arguments", keywords="keywords")
    @staticmethod
    def quick_with_keywords(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
        return given(cls, arguments, keywords)

    @exposed_class("meth_noargs")
    @staticmethod
    def without_arguments(cls: Type) -> Object:
        return cls

    @exposed_class("meth_o")
    @staticmethod
    def with_one(cls: Type, argument: Object, /) -> Object:
        return tuple2(cls, argument)


class StaticMethods(Object):
    """Methods that know no object."""

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type) -> Object:
        """Create and return a new object."""
        return StaticMethods()

    @exposed_static("meth_varargs", rest="arguments")
    @staticmethod
    def with_arguments(arguments: Tuple) -> Object:
        return tuple2(NONE, arguments)

    @exposed_static("meth_varargs_keywords", rest="arguments", keywords="keywords")
    @staticmethod
    def with_keywords(arguments: Tuple, keywords: Dict) -> Object:
        return given(NONE, arguments, keywords)

    @exposed_static("meth_fastcall", rest="arguments")
    @staticmethod
    def quick_with_arguments(arguments: Tuple) -> Object:
        return tuple2(NONE, arguments)

    @exposed_static("meth_fastcall_keywords", rest="arguments", keywords="keywords")
    @staticmethod
    def quick_with_keywords(arguments: Tuple, keywords: Dict) -> Object:
        return given(NONE, arguments, keywords)

    @exposed_static("meth_noargs")
    @staticmethod
    def without_arguments() -> Object:
        return NONE

    @exposed_static("meth_o")
    @staticmethod
    def with_one(argument: Object, /) -> Object:
        return tuple2(NONE, argument)


def items_or_none(x: Object) -> list[Object]:
    if x is NONE:
        return []
    if not isinstance(x, Tuple):
        raise type_error("args must be None or a tuple")
    return x.items()


@exposed("pyobject_fastcall")
def call_by_position(func: Object, args: Object, /) -> Object:
    return call(func, items_or_none(args))


@exposed("pyobject_fastcalldict")
def call_by_dict(func: Object, args: Object, kwargs: Object, /) -> Object:
    if kwargs is not NONE and not isinstance(kwargs, Dict):
        raise type_error("kwnames must be None or a dict")
    names, values = keyword_lists(kwargs if isinstance(kwargs, Dict) else None)
    return call_any(func, items_or_none(args), names, values)


@exposed("pyobject_vectorcall")
def call_by_names(func: Object, args: Object, kwnames: Object, /) -> Object:
    names: list[str] = []
    for name in items_or_none(kwnames):
        if isinstance(name, Str):
            names.append(name.value)
    items = items_or_none(args)
    count = len(items) - len(names)
    if count < 0:
        raise PyError(EXCEPTIONS["ValueError"], "nargsf is negative")
    return call_any(func, items[:count], names, items[count:])


@exposed("pyvectorcall_call")
def call_any_way(func: Object, args: Tuple, kwargs: Optional[Dict] = None, /) -> Object:
    names, values = keyword_lists(kwargs)
    return call_any(func, args.items(), names, values)


@exposed("__getattr__")
def missing(name: str, /) -> Object:
    """Skips the test that asks for what is not here; it is an AttributeError, too, for those that ask whether it is."""
    text = f"no interface to C: _testcapi.{name}"
    skip = get_attribute(import_full("unittest.case"), "SkipTest")
    made = call(type_type, [intern("NotHere"), tuple2(skip, EXCEPTIONS["AttributeError"]), Dict()])
    if not isinstance(made, Type):
        raise PyError(EXCEPTIONS["AttributeError"], text)
    raise PyError(made, "", call(made, [new_str(text)]))


instance_type = define(InstanceMethods, "MethInstance", module="_testcapi", doc="")
class_type = define(ClassMethods, "MethClass", module="_testcapi", doc="")
static_type = define(StaticMethods, "MethStatic", module="_testcapi", doc="")
_BITS = {"CHAR": 8, "SHRT": 16, "INT": 32, "LONG": 64, "LLONG": 64, "PY_SSIZE_T": 64}
"""Of the numbers of C, whose limits many tests use that are about something else."""

MODULE = define_module(__name__, "_testcapi", contents={
    "MethInstance": instance_type, "MethClass": class_type, "MethStatic": static_type,
    **{f"{name}_MAX": new_int((1 << bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"{name}_MIN": new_int(-1 << bits - 1) for name, bits in _BITS.items()},
    **{f"U{name}_MAX": new_int((1 << bits) - 1) for name, bits in _BITS.items() if bits < 64}})
