"""What Python programs can do with functions, methods, cells, static and class methods."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error, value_error
from interpreter.eval.frame import state
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import add_methods, define
from interpreter.modules.state import builtins_dict
from interpreter.objects.builtin_function import (
    BuiltinCallable, BuiltinClassMethod, BuiltinFunction, BuiltinMethod, Kind, MethodWrapper, SlotWrapper,
)
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.function import Cell, ClassMethod, Function, Method, StaticMethod
from interpreter.objects.int import new_bool
from interpreter.objects.member import Member
from interpreter.objects.module import Module
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED, or_none
from interpreter.objects.str import Str, intern, new_str
from interpreter.objects.subclass import ClassMethodInstance, StaticMethodInstance
from interpreter.objects.tuple import Tuple, new_tuple, tuple2
from interpreter.protocols.attributes import find_attribute, find_optional, get_attribute, is_abstract, no_attribute
from interpreter.protocols.call import call_any, call_builtin, descriptor_get
from interpreter.protocols.compare import EQ, GE, GT, LE, LT, NE, compare, compare_values, hash_of, is_same
from interpreter.protocols.text import repr_of
from transform.rpython import identity, new_array, not_none


def keyword_lists(keywords: Optional[Dict]) -> tuple[list[str], list[Object]]:
    """The names and values of keyword arguments."""
    names: list[str] = []
    values: list[Object] = []
    if keywords is not None:
        for i in range(keywords.used):
            key = keywords.key_at(i)
            if isinstance(key, Str):
                names.append(key.value)
                values.append(keywords.value_at(i))
    return names, values


# function


@exposed_static("__new__")
def function_new(cls: Type, code: Code, globals: Dict, name: Object = NONE, argdefs: Object = NONE, closure: Object = NONE) -> Object:
    """Create a function object."""
    builtins = globals.get_str("__builtins__")
    contents = builtins.dict if isinstance(builtins, Module) else builtins
    frame = state.frame
    others = builtins_dict if frame is None else frame.builtins
    made = Function(code, globals, contents if isinstance(contents, Dict) else others)
    if isinstance(name, Str):
        made.name = name.value
    if isinstance(argdefs, Tuple):
        made.defaults = argdefs
    count = len(code.freevars)
    if isinstance(closure, Tuple):
        if closure.length != count:
            raise value_error(f"{made.name} requires closure of length {count}, not {closure.length}")
        cells = new_array(Cell, count)
        for i in range(count):
            cell = closure.item(i)
            if not isinstance(cell, Cell):
                raise type_error(f"arg 5 (closure) expected cell, found {type_of(cell).name}")
            cells[i] = cell
        made.closure = cells
    elif count > 0:
        raise type_error("arg 5 (closure) must be tuple")
    return made


@exposed("__get__")
def function_get(self: Function, instance: Object, owner: Object = NONE, /) -> Object:
    """Return an attribute of instance, which is of type owner."""
    return self if instance is NONE else Method(self, instance)


@exposed("__call__", rest="arguments", keywords="keywords")
def function_call(self: Function, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    return call_any(self, arguments.items(), names, values)


@exposed("__repr__")
def function_to_repr(self: Function) -> str:
    """Return repr(self)."""
    return f"<function {self.qualname} at {address_of(self)}>"


@exposed_property("__code__")
def function_get_code(self: Function) -> Object:
    return self.code


@exposed_setter("__code__")
def function_set_code(self: Function, value: Object) -> None:
    if not isinstance(value, Code):
        raise type_error("__code__ must be set to a code object")
    closure = self.closure
    count = 0 if closure is None else len(closure)
    if len(value.freevars) != count:
        raise value_error(f"{self.name}() requires a code object with {count} free vars, not {len(value.freevars)}")
    self.code = value


@exposed_property("__builtins__")
def function_get_builtins(self: Function) -> Object:
    return self.builtins


@exposed_property("__name__")
def function_get_name(self: Function) -> Object:
    return intern(self.name)


@exposed_setter("__name__")
def function_set_name(self: Function, value: Optional[Object]) -> None:
    if not isinstance(value, Str):
        raise type_error("__name__ must be set to a string object")
    self.name = value.value


@exposed_property("__qualname__")
def function_get_qualname(self: Function) -> Object:
    return intern(self.qualname)


@exposed_setter("__qualname__")
def function_set_qualname(self: Function, value: Optional[Object]) -> None:
    if not isinstance(value, Str):
        raise type_error("__qualname__ must be set to a string object")
    self.qualname = value.value


@exposed_property("__module__")
def function_get_module(self: Function) -> Object:
    return or_none(self.module)


@exposed_setter("__module__")
def function_set_module(self: Function, value: Optional[Object]) -> None:
    self.module = value


@exposed_property("__doc__")
def function_get_doc(self: Function) -> Object:
    return or_none(self.doc)


@exposed_setter("__doc__")
def function_set_doc(self: Function, value: Optional[Object]) -> None:
    self.doc = value


@exposed_property("__dict__")
def function_get_dict(self: Function) -> Object:
    return not_none(self.get_dict())


@exposed_setter("__dict__")
def function_set_dict(self: Function, value: Object) -> None:
    if not isinstance(value, Dict):
        raise type_error("__dict__ must be set to a dictionary, not a '" + type_of(value).name + "'")
    self.attributes = value


@exposed_property("__defaults__")
def function_get_defaults(self: Function) -> Object:
    return or_none(self.defaults)


@exposed_setter("__defaults__")
def function_set_defaults(self: Function, value: Optional[Object]) -> None:
    if value is None or value is NONE:
        self.defaults = None
    elif isinstance(value, Tuple):
        self.defaults = value
    else:
        raise type_error("__defaults__ must be set to a tuple object")


@exposed_property("__kwdefaults__")
def function_get_keyword_defaults(self: Function) -> Object:
    return or_none(self.keyword_defaults)


@exposed_setter("__kwdefaults__")
def function_set_keyword_defaults(self: Function, value: Optional[Object]) -> None:
    if value is None or value is NONE:
        self.keyword_defaults = None
    elif isinstance(value, Dict):
        self.keyword_defaults = value
    else:
        raise type_error("__kwdefaults__ must be set to a dict object")


@exposed_property("__annotations__")
def function_get_annotations(self: Function) -> Object:
    found = self.annotations
    if found is None:
        found = Dict()
        self.annotations = found
    return found


@exposed_setter("__annotations__")
def function_set_annotations(self: Function, value: Object) -> None:
    if value is NONE:
        self.annotations = None
    elif isinstance(value, Dict):
        self.annotations = value
    else:
        raise type_error("__annotations__ must be set to a dict object")


@exposed_property("__closure__")
def function_get_closure(self: Function) -> Object:
    closure = self.closure
    if closure is None:
        return NONE
    cells: list[Object] = []
    for i in range(len(closure)):
        cells.append(closure[i])
    return new_tuple(cells)


# method


@exposed_static("__new__")
def method_new(cls: Type, function: Object, instance: Object, /) -> Object:
    """Create a bound instance method object."""
    if instance is NONE:
        raise type_error("instance must not be None")
    return Method(function, instance)


@exposed("__call__", rest="arguments", keywords="keywords")
def method_call(self: Method, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    return call_any(self, arguments.items(), names, values)


@exposed("__getattribute__")
def method_getattribute(self: Method, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    found = type_of(self).lookup(name.value)
    if found is not None:
        return descriptor_get(found, self, type_of(self))
    return get_attribute(self.function, name.value)


@exposed("__repr__")
def method_to_repr(self: Method) -> str:
    """Return repr(self)."""
    name = find_optional(self.function, "__qualname__")
    if not isinstance(name, Str):
        name = find_optional(self.function, "__name__")
    return f"<bound method {name.value if isinstance(name, Str) else '?'} of {repr_of(self.instance)}>"


@exposed("__eq__")
def method_eq(self: Method, other: Object, /) -> Object:
    """Return self==value."""
    if not isinstance(other, Method):
        return NOT_IMPLEMENTED
    return new_bool(is_same(self.instance, other.instance) and is_same(self.function, other.function))


@exposed("__hash__")
def method_identity_hash(self: Method) -> int:
    """Return hash(self)."""
    return (identity(self.instance) >> 4) ^ hash_of(self.function)


@exposed("__reduce__")
def method_reduce(self: Method) -> Object:
    """Return state information for pickling."""
    name = get_attribute(self.function, "__name__")
    return by_getattr(self.instance, name.value if isinstance(name, Str) else "?")


@exposed_property("__func__")
def method_get_function(self: Method) -> Object:
    """the function (or other callable) implementing a method"""
    return self.function


@exposed_property("__self__")
def method_get_self(self: Method) -> Object:
    """the instance to which a method is bound"""
    return self.instance


@exposed_property("__doc__")
def method_get_doc(self: Method) -> Object:
    return or_none(find_optional(self.function, "__doc__"))


# staticmethod(function) -> method


@exposed_static("__new__")
def static_method_new(cls: Type, function: Object, /) -> Object:
    """Create and return a new object."""
    return StaticMethodInstance(cls, function) if cls.is_heap else StaticMethod(function)


@exposed("__init__")
def static_method_init(self: StaticMethod, function: Object, /) -> None:
    """Initialize self."""
    self.function = function


@exposed("__get__")
def static_method_get(self: StaticMethod, instance: Object, owner: Object = NONE, /) -> Object:
    """Return an attribute of instance, which is of type owner."""
    return self.function


@exposed("__call__", rest="arguments", keywords="keywords")
def static_method_call(self: StaticMethod, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    return call_any(self.function, arguments.items(), names, values)


@exposed("__repr__")
def static_method_to_repr(self: StaticMethod) -> str:
    """Return repr(self)."""
    return f"<staticmethod({repr_of(self.function)})>"


@exposed("__getattribute__")
def static_method_getattribute(self: StaticMethod, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    return wrapped_attribute(self, self.function, name.value)


@exposed_property("__func__")
def static_method_get_function(self: StaticMethod) -> Object:
    return self.function


@exposed_property("__wrapped__")
def static_method_get_wrapped(self: StaticMethod) -> Object:
    return self.function


@exposed_property("__isabstractmethod__")
def static_method_is_abstract(self: StaticMethod) -> bool:
    return is_abstract(self.function)


WRAPPED = ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"]


def wrapped_attribute(wrapper: Object, function: Object, name: str) -> Object:
    """An attribute of a static or class method: some are the function's."""
    if name in WRAPPED:
        return get_attribute(function, name)
    found = find_attribute(wrapper, name)
    if found is None:
        raise no_attribute(wrapper, name)
    return found


# classmethod(function) -> method


@exposed_static("__new__")
def class_method_new(cls: Type, function: Object, /) -> Object:
    """Create and return a new object."""
    return ClassMethodInstance(cls, function) if cls.is_heap else ClassMethod(function)


@exposed("__init__")
def class_method_init(self: ClassMethod, function: Object, /) -> None:
    """Initialize self."""
    self.function = function


@exposed("__get__")
def class_method_get(self: ClassMethod, instance: Object, owner: Object = NONE, /) -> Object:
    """Return an attribute of instance, which is of type owner."""
    t = owner if isinstance(owner, Type) else type_of(instance)
    if isinstance(self.function, Function):
        return Method(self.function, t)
    found = type_of(self.function).lookup("__get__")
    if found is not None:
        return descriptor_get(self.function, t, t)
    return Method(self.function, t)


@exposed("__repr__")
def class_method_to_repr(self: ClassMethod) -> str:
    """Return repr(self)."""
    return f"<classmethod({repr_of(self.function)})>"


@exposed("__getattribute__")
def class_method_getattribute(self: ClassMethod, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    return wrapped_attribute(self, self.function, name.value)


@exposed_property("__func__")
def class_method_get_function(self: ClassMethod) -> Object:
    return self.function


@exposed_property("__wrapped__")
def class_method_get_wrapped(self: ClassMethod) -> Object:
    return self.function


@exposed_property("__isabstractmethod__")
def class_method_is_abstract(self: ClassMethod) -> bool:
    return is_abstract(self.function)


# Built-in functions and methods, bound or not.


@exposed("__call__", rest="arguments", keywords="keywords")
def builtin_callable_call(self: BuiltinCallable, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    if isinstance(self, BuiltinFunction):
        return call_builtin(self, arguments.items(), names, values)
    return call_any(self, arguments.items(), names, values)


@exposed("__repr__")
def builtin_callable_to_repr(self: BuiltinCallable) -> str:
    """Return repr(self)."""
    function, receiver = self.target(), self.receiver()
    if receiver is not None:
        kind = "method-wrapper '" + function.name + "'" if function.kind == Kind.WRAPPER else "built-in method " + function.name
        return f"<{kind} of {type_of(receiver).name} object at {address_of(receiver)}>"
    owner = function.owner
    if owner is None or function.kind == Kind.STATIC_METHOD:
        return f"<built-in function {function.name}>"
    return f"<{'slot wrapper' if function.kind == Kind.WRAPPER else 'method'} '{function.name}' of '{owner.name}' objects>"


@exposed("__reduce__")
def builtin_callable_reduce(self: BuiltinCallable) -> Object:
    """Return state information for pickling."""
    function = self.target()
    receiver = self.receiver()
    if receiver is None:
        receiver = function.owner
        if receiver is None:
            return new_str(function.name)
        if function.kind == Kind.CLASS_METHOD:
            raise type_error("cannot pickle 'classmethod_descriptor' object")
    return by_getattr(receiver, function.name)


def by_getattr(owner: Object, name: str) -> Object:
    """What ``__reduce__`` of a method gives: ``getattr(owner, name)``."""
    return tuple2(not_none(builtins_dict.get_str("getattr")), tuple2(owner, new_str(name)))


@exposed_property("__name__")
def builtin_callable_get_name(self: BuiltinCallable) -> str:
    return self.target().name


@exposed_property("__qualname__")
def builtin_callable_get_qualname(self: BuiltinCallable) -> str:
    return self.target().qualname


@exposed_property("__doc__")
def builtin_callable_get_doc(self: BuiltinCallable) -> Object:
    doc = self.target().doc
    return NONE if doc is None else new_str(doc)


@exposed_property("__text_signature__")
def builtin_callable_get_signature(self: BuiltinCallable) -> Object:
    return new_str(self.target().signature)


@exposed("__eq__")
def builtin_function_eq(self: BuiltinCallable, other: Object, /) -> Object:
    """Return self==value."""
    return same_builtins(self, other)


@exposed("__hash__")
def builtin_function_identity_hash(self: BuiltinCallable) -> int:
    """Return hash(self)."""
    return hash_of_builtin(self)


@exposed_property("__module__")
def builtin_function_get_module(self: BuiltinCallable) -> Object:
    module = self.target().module
    return NONE if module is None or self.receiver() is not None else new_str(module)


@exposed_property("__self__")
def builtin_function_get_self(self: BuiltinCallable) -> Object:
    receiver = self.receiver()
    return NONE if receiver is None else receiver


@exposed("__get__")
def builtin_method_get(self: BuiltinFunction, instance: Object, owner: Object = NONE, /) -> Object:
    """Return an attribute of instance, which is of type owner."""
    return descriptor_get(self, None if instance is NONE else instance, owner if isinstance(owner, Type) else type_of(instance))


@exposed_property("__objclass__")
def builtin_method_get_owner(self: BuiltinFunction) -> Object:
    return owner_of(self)


@exposed("__eq__")
def bound_wrapper_eq(self: MethodWrapper, other: Object, /) -> Object:
    """Return self==value."""
    return same_builtins(self, other)


@exposed("__hash__")
def bound_wrapper_identity_hash(self: MethodWrapper) -> int:
    """Return hash(self)."""
    return hash_of_builtin(self)


@exposed_property("__objclass__")
def bound_wrapper_get_owner(self: MethodWrapper) -> Object:
    return owner_of(self.function)


@exposed_property("__self__")
def bound_wrapper_get_self(self: MethodWrapper) -> Object:
    return self.instance


def same_builtins(a: BuiltinCallable, b: Object) -> Object:
    """``a == b``: the same function, bound to the same object."""
    if not isinstance(b, BuiltinCallable):
        return NOT_IMPLEMENTED
    mine, other = a.receiver(), b.receiver()
    if mine is None or other is None:
        return new_bool(mine is None and other is None and a.target() is b.target())
    return new_bool(a.target() is b.target() and is_same(mine, other))


def hash_of_builtin(x: BuiltinCallable) -> int:
    receiver = x.receiver()
    return (identity(x.target()) >> 4) ^ (0 if receiver is None else identity(receiver) >> 4)


def owner_of(function: BuiltinFunction) -> Object:
    owner = function.owner
    if owner is None:
        raise attribute_error(f"'{type_of(function).name}' object has no attribute '__objclass__'")
    return owner


# cell


@exposed_static("__new__")
def cell_new(cls: Type, contents: Optional[Object] = None, /) -> Object:
    """Create a new cell object."""
    return Cell(contents)


@exposed("__repr__")
def cell_to_repr(self: Cell) -> str:
    """Return repr(self)."""
    content = self.content
    if content is None:
        return f"<cell at {address_of(self)}: empty>"
    return f"<cell at {address_of(self)}: {type_of(content).name} object at {address_of(content)}>"


def compare_cells(operation: int, a: Cell, b: Object) -> Object:
    """Cells compare as their contents; an empty one is the least."""
    if not isinstance(b, Cell):
        return NOT_IMPLEMENTED
    mine, other = a.content, b.content
    if mine is not None and other is not None:
        return compare(operation, mine, other)
    return new_bool(compare_values(operation, 0 if mine is None else 1, 0 if other is None else 1))


@exposed("__lt__")
def cell_lt(self: Cell, value: Object, /) -> Object:
    """Return self<value."""
    return compare_cells(LT, self, value)


@exposed("__le__")
def cell_le(self: Cell, value: Object, /) -> Object:
    """Return self<=value."""
    return compare_cells(LE, self, value)


@exposed("__eq__")
def cell_eq(self: Cell, value: Object, /) -> Object:
    """Return self==value."""
    return compare_cells(EQ, self, value)


@exposed("__ne__")
def cell_ne(self: Cell, value: Object, /) -> Object:
    """Return self!=value."""
    return compare_cells(NE, self, value)


@exposed("__gt__")
def cell_gt(self: Cell, value: Object, /) -> Object:
    """Return self>value."""
    return compare_cells(GT, self, value)


@exposed("__ge__")
def cell_ge(self: Cell, value: Object, /) -> Object:
    """Return self>=value."""
    return compare_cells(GE, self, value)


@exposed_property("cell_contents")
def cell_get_contents(self: Cell) -> Object:
    content = self.content
    if content is None:
        raise value_error("Cell is empty")
    return content


@exposed_setter("cell_contents")
def cell_set_contents(self: Cell, value: Optional[Object]) -> None:
    self.content = value


def new_static_method(type: Type) -> Object:
    return StaticMethodInstance(type, NONE)


def new_class_method(type: Type) -> Object:
    return ClassMethodInstance(type, NONE)


function_type = define(Function, "function", methods=__name__, prefix="function_")
function_type.namespace["__globals__"] = Member("__globals__", function_type, 0, is_readonly=True)  # its type is types.MemberDescriptorType
method_type = define(Method, "method", methods=__name__, prefix="method_")
static_method_type = define(StaticMethod, "staticmethod", allocate=new_static_method, methods=__name__, prefix="static_method_")
class_method_type = define(ClassMethod, "classmethod", allocate=new_class_method, methods=__name__, prefix="class_method_")
builtin_function_type = define(BuiltinCallable, "builtin_function_or_method", methods=__name__, prefix="builtin_callable_")
add_methods(builtin_function_type, __name__, "builtin_function_")
for cls, name in [(BuiltinMethod, "method_descriptor"), (SlotWrapper, "wrapper_descriptor"), (BuiltinClassMethod, "classmethod_descriptor")]:
    add_methods(define(cls, name, methods=__name__, prefix="builtin_callable_"), __name__, "builtin_method_")
add_methods(define(MethodWrapper, "method-wrapper", methods=__name__, prefix="builtin_callable_"), __name__, "bound_wrapper_")
cell_type = define(Cell, "cell", methods=__name__, prefix="cell_")
