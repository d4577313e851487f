"""Calling types (making instances) and making types (class statements)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, runtime_error, type_error, value_error
from interpreter.eval.frame import state
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.exceptions import caused
from interpreter.objects.function import Cell, ClassMethod, Function, StaticMethod
from interpreter.objects.instance_dict import DICT_DESCRIPTOR, WEAK_REFERENCE_DESCRIPTOR
from interpreter.objects.member import add_members
from interpreter.objects.object import Object, Type, type_of, versions
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, intern
from interpreter.objects.tuple import Tuple
from interpreter.objects.type import linearise, object_type, ready, type_type
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.codec import encode_text
from interpreter.protocols.call import (call1, call2, call3, call4, call_any, descriptor_get, invoke1, invoke2, invoke3, invoke_any,
                                        invoke_few, prepend)
from interpreter.protocols.compare import is_true
from interpreter.protocols.iterate import list_of
from interpreter.text.strings import is_identifier
from transform.rpython import not_none
from transform.rpython.gcmodule import WeakRef


def call_type(called: Type, arguments: list[Object], names: list[str], values: list[Object]) -> Object:
    """What ``type.__call__`` does: ``__new__``, and ``__init__`` if that made an instance of the type."""
    if called is type_type and len(arguments) == 1 and len(names) == 0:
        return type_of(arguments[0])
    maker = not_none(called.slots[Slot.NEW])
    if maker is object_type.slots[Slot.NEW]:
        instance = new_object(called, len(arguments) + len(names))
    else:
        instance = call_any(unwrapped(maker, called), prepend(called, arguments), names, values)
        if not type_of(instance).is_subtype(called):
            return instance
    initialiser = not_none(type_of(instance).slots[Slot.INIT])
    if initialiser is object_type.slots[Slot.INIT]:
        if len(arguments) + len(names) > 0 and maker is object_type.slots[Slot.NEW]:
            raise type_error(f"{called.name}() takes no arguments")
        return instance
    result = invoke_any(initialiser, instance, arguments, names, values)
    if result is not NONE:
        raise type_error(f"__init__() should return None, not '{type_of(result).name}'")
    return instance


def call_type_few(called: Type, count: int, a: Optional[Object], b: Optional[Object], c: Optional[Object]) -> Object:
    """The same with up to three arguments by position."""
    if count == 1 and called is type_type:
        return type_of(not_none(a))
    maker = not_none(called.slots[Slot.NEW])
    if maker is object_type.slots[Slot.NEW]:
        instance = new_object(called, count)
    else:
        instance = call_few_with(unwrapped(maker, called), called, count, a, b, c)
        if type_of(instance) is not called and not type_of(instance).is_subtype(called):
            return instance
    initialiser = not_none(type_of(instance).slots[Slot.INIT])
    if initialiser is object_type.slots[Slot.INIT]:
        return instance
    result = invoke_few(initialiser, instance, count, a, b, c)
    if result is not NONE:
        raise type_error(f"__init__() should return None, not '{type_of(result).name}'")
    return instance


def call_few_with(maker: Object, called: Type, count: int, a: Optional[Object], b: Optional[Object], c: Optional[Object]) -> Object:
    match count:
        case 0:
            return call1(maker, called)
        case 1:
            return call2(maker, called, not_none(a))
        case 2:
            return call3(maker, called, not_none(a), not_none(b))
        case _:
            return call4(maker, called, not_none(a), not_none(b), not_none(c))


def unwrapped(maker: Object, owner: Type) -> Object:
    """``__new__`` as a function whose first argument is the type."""
    if isinstance(maker, StaticMethod):
        return maker.function
    return descriptor_get(maker, None, owner)


def new_object(called: Type, argument_count: int) -> Object:
    """What ``object.__new__`` does."""
    if argument_count > 0 and called.slots[Slot.INIT] is object_type.slots[Slot.INIT]:
        raise type_error(f"{called.name}() takes no arguments")
    if called.is_abstract:
        raise abstract_error(called)
    allocate = called.allocate
    if allocate is None:
        name = called.name if called.module_name == "builtins" else f"{called.module_name}.{called.name}"
        raise type_error(f"cannot create '{name}' instances")
    return allocate(called)


def abstract_error(called: Type) -> PyError:
    names: list[str] = []
    methods = called.namespace.get("__abstractmethods__")
    if methods is not None:
        for name in list_of(methods):
            if isinstance(name, Str):
                names.append(name.value)
    names.sort()
    plural = "" if len(names) == 1 else "s"
    return type_error(f"Can't instantiate abstract class {called.name} with abstract method{plural} {', '.join(names)}")


def new_type(metatype: Type, name: str, bases: list[Type], namespace: dict[str, Object]) -> Type:
    """What ``type.__new__`` does, but for ``__set_name__`` and ``__init_subclass__``."""
    if len(bases) == 0:
        bases = [object_type]
    base = best_base(bases)
    check_type_name(name)
    made = not_none(metatype.allocate)(metatype)
    assert isinstance(made, Type)
    made.name = name
    made.qualname = name
    made.bases = bases
    made.base = base
    made.namespace = namespace
    made.is_heap = True
    made.allocate = base.allocate
    made.member_count = base.member_count
    made.is_sequence = base.is_sequence
    for other in bases:
        made.instances_have_dict = made.instances_have_dict or other.instances_have_dict
    declared = namespace.get("__slots__")
    if declared is None:
        if not made.instances_have_dict:
            if not base.is_subtype(type_type):  # the attributes of types are in their namespace
                add_descriptor(namespace, "__dict__", DICT_DESCRIPTOR)
            add_descriptor(namespace, "__weakref__", WEAK_REFERENCE_DESCRIPTOR)
        made.instances_have_dict = True
    else:
        add_slots(made, base, slot_names(declared, name))
    qualname = namespace.get("__qualname__")
    if qualname is not None:
        if not isinstance(qualname, Str):
            raise type_error(f"type __qualname__ must be a str, not {type_of(qualname).name}")
        made.qualname = qualname.value
        del namespace["__qualname__"]
    if "__doc__" not in namespace:
        namespace["__doc__"] = NONE
    doc = namespace["__doc__"]
    if isinstance(doc, Str):
        check_encodable(doc.value)
    if "__module__" not in namespace:
        frame = state.frame
        module = None if frame is None else frame.globals.get_str("__name__")
        if module is not None:
            namespace["__module__"] = module
    cell = namespace.get("__classcell__")
    if cell is not None:
        if not isinstance(cell, Cell):
            raise type_error(f"type.__new__(): __classcell__ must be a nonlocal cell, not {type_of(cell).name}")
        cell.content = made
        del namespace["__classcell__"]
    initialiser = namespace.get("__new__")
    if isinstance(initialiser, Function):
        namespace["__new__"] = StaticMethod(initialiser)
    for hook in ["__init_subclass__", "__class_getitem__"]:
        method = namespace.get(hook)
        if isinstance(method, Function):
            namespace[hook] = ClassMethod(method)
    if "__eq__" in namespace and "__hash__" not in namespace:
        namespace["__hash__"] = NONE
    ready(made)
    inherit_patterns(made)
    follow_own_order(made)
    return made


def add_descriptor(namespace: dict[str, Object], name: str, descriptor: Object) -> None:
    """Gives a new class one of the attributes that every class has, if its body has not."""
    if name not in namespace:
        namespace[name] = descriptor


def check_type_name(name: str) -> None:
    """ValueError, or UnicodeEncodeError, for what cannot be the name of a class."""
    if "\0" in name:
        raise value_error("type name must not contain null characters")
    check_encodable(name)


def check_encodable(text: str) -> None:
    """UnicodeEncodeError for a text with lone surrogates."""
    if not text.isascii():
        encode_text(text, "utf-8", "strict")


def inherit_patterns(made: Type) -> None:
    """Which patterns instances match is said by the first class in the order of resolution that says it."""
    for above in made.mro:
        if above.matches_sequence or above.is_mapping:
            made.matches_sequence = above.matches_sequence
            made.is_mapping = above.is_mapping
            return


def follow_own_order(made: Type) -> None:
    """Gives a type the order that ``mro`` of its metaclass says, if the metaclass has its own."""
    method = not_none(type_of(made).lookup("mro"))
    if method is type_type.namespace.get("mro"):
        return
    order: list[Type] = []
    for item in list_of(invoke1(method, made)):
        if not isinstance(item, Type):
            raise type_error(f"mro() returned a non-class ('{type_of(item).name}')")
        if not solid_base(made).is_subtype(solid_base(item)):
            raise type_error(f"mro() returned base with unsuitable layout ('{item.name}')")
        order.append(item)
    made.mro = order
    made.update_slots()


def slot_names(declared: Object, owner: str) -> list[str]:
    """The names of ``__slots__``, a string or an iterable of them, mangled."""
    items: list[Object] = [declared]
    if not isinstance(declared, Str):
        items = list_of(declared)
    names: list[str] = []
    for item in items:
        if not isinstance(item, Str):
            raise type_error(f"__slots__ items must be strings, not '{type_of(item).name}'")
        name = item.value
        if not is_identifier(name):
            raise type_error("__slots__ must be identifiers")
        if name.startswith("__") and not name.endswith("__"):
            stripped = owner.lstrip("_")
            if len(stripped) > 0:
                name = f"_{stripped}{name}"
        names.append(name)
    return names


def add_slots(made: Type, base: Type, names: list[str]) -> None:
    """Gives a new class a member for each name of ``__slots__``."""
    members: list[str] = []
    if len(names) > 0 and item_size(base) > 0:
        raise type_error(f"nonempty __slots__ not supported for subtype of '{base.name}'")
    for name in names:
        if name == "__dict__":
            if made.instances_have_dict:
                raise type_error("__dict__ slot disallowed: we already got one")
            made.instances_have_dict = True
            made.namespace["__dict__"] = DICT_DESCRIPTOR
        elif name == "__weakref__":
            if "__weakref__" in made.namespace or base.lookup("__weakref__") is not None:
                raise type_error("__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0")
            made.namespace["__weakref__"] = WEAK_REFERENCE_DESCRIPTOR
        elif name in made.namespace:
            raise value_error(f"'{name}' in __slots__ conflicts with class variable")
        elif name not in members:
            members.append(name)
    members.sort()  # so that classes with the same names have the same layout
    add_members(made, members)


_ITEM_SIZES = {"int": 4, "bytes": 1, "tuple": 8, "type": 40}


def item_size(type: Type) -> int:
    """What CPython calls the size of an item of types whose instances have different sizes; 0 for all others."""
    layout = solid_base(type)
    return 0 if layout.is_heap else _ITEM_SIZES.get(layout.name, 0)


def best_base(bases: list[Type]) -> Type:
    """The base whose layout instances will have. TypeError for final bases and for two that do not go together."""
    winner: Optional[Type] = None
    for base in bases:
        if base.is_final:
            raise type_error(f"type '{base.name}' is not an acceptable base type")
        layout = solid_base(base)
        if winner is None or solid_base(layout).is_subtype(solid_base(winner)):
            winner = base
        elif not solid_base(winner).is_subtype(layout):
            raise type_error("multiple bases have instance lay-out conflict")
    return not_none(winner)


def solid_base(type: Type) -> Type:
    """The nearest base that decides the layout: a built-in type, or a class that adds members."""
    current = type
    while current.base is not None:
        above = not_none(current.base)
        if current.allocate is not above.allocate or current.member_count != above.member_count:
            return current
        current = above
    return current


def finish_type(made: Type, names: list[str], values: list[Object]) -> None:
    """Tells the attributes their names, and the base that it has a new subclass; `names` are keywords of the class statement."""
    for name in [name for name in made.namespace]:
        value = made.namespace.get(name)
        if value is not None:
            method = type_of(value).slots[Slot.SET_NAME]
            if method is not None:
                try:
                    invoke3(method, value, made, intern(name))
                except PyError as error:
                    raise caused(runtime_error(f"Error calling __set_name__ on '{type_of(value).name}' instance '{name}' "
                                               f"in '{made.name}'"), error) from error
    for i in range(1, len(made.mro)):
        found = made.mro[i].namespace.get("__init_subclass__")
        if found is not None:
            call_any(descriptor_get(found, None, made), [], names, values)
            return



def is_instance(x: Object, of: Object) -> bool:
    """``isinstance(x, of)``."""
    if type_of(x) is of:
        return True
    if isinstance(of, Tuple):
        enter_recursion(" in __instancecheck__")
        try:
            for i in range(of.length):
                if is_instance(x, of.item(i)):
                    return True
            return False
        finally:
            leave_recursion()
    if isinstance(of, Type) and of.metatype is type_type:
        return is_plain_instance(x, of)
    method = type_of(of).slots[Slot.INSTANCECHECK]
    if method is None:
        return is_instance_by_bases(x, of)
    enter_recursion(" in __instancecheck__")
    try:
        return is_true(invoke2(method, of, x))
    finally:
        leave_recursion()


def is_instance_by_bases(x: Object, of: Object) -> bool:
    """Whether what ``__class__`` of `x` says has `of`, which is no type, among its ``__bases__``, or theirs."""
    check_class(of, "isinstance() arg 2 must be a type, a tuple of types, or a union")
    claimed = find_optional(x, "__class__")
    return claimed is not None and has_base(claimed, of)


def is_subclass_by_bases(x: Object, of: Object) -> bool:
    """What ``type.__subclasscheck__`` does, also where one of the two is no type but has ``__bases__``."""
    if isinstance(x, Type) and isinstance(of, Type):
        return x.is_subtype(of)
    check_class(x, "issubclass() arg 1 must be a class")
    check_class(of, "issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return has_base(x, of)


def check_class(x: Object, message: str) -> None:
    if bases_of(x) is None:
        raise type_error(message)


def bases_of(x: Object) -> Optional[Tuple]:
    """``x.__bases__`` if that is a tuple."""
    found = find_optional(x, "__bases__")
    return found if isinstance(found, Tuple) else None


def has_base(derived: Object, wanted: Object) -> bool:
    """Whether `wanted` is `derived`, or reached from there through ``__bases__``."""
    while True:
        if derived is wanted:
            return True
        bases = bases_of(derived)
        if bases is None or bases.length == 0:
            return False
        if bases.length > 1:
            break
        derived = bases.item(0)
    enter_recursion(" in __issubclass__")
    try:
        for i in range(bases.length):
            if has_base(bases.item(i), wanted):
                return True
        return False
    finally:
        leave_recursion()


def is_plain_instance(x: Object, of: Type) -> bool:
    """What ``type.__instancecheck__`` does: the type, or else what ``__class__`` says."""
    if type_of(x).is_subtype(of):
        return True
    if claims_class(x):
        claimed = find_optional(x, "__class__")
        return isinstance(claimed, Type) and claimed.is_subtype(of)
    return False


def claims_class(x: Object) -> bool:
    """Whether ``x.__class__`` may be another than its type: that is an attribute of its own, or it decides itself what its attributes are."""
    t = type_of(x)
    return (t.lookup("__class__") is not object_type.namespace.get("__class__")
            or t.slots[Slot.GETATTRIBUTE] is not object_type.slots[Slot.GETATTRIBUTE] and not isinstance(x, Type))


def is_subclass(x: Object, of: Object) -> bool:
    """``issubclass(x, of)``."""
    if isinstance(of, Tuple):
        enter_recursion(" in __subclasscheck__")
        try:
            for i in range(of.length):
                if is_subclass(x, of.item(i)):
                    return True
            return False
        finally:
            leave_recursion()
    if isinstance(of, Type) and of.metatype is type_type and isinstance(x, Type):
        return x.is_subtype(of)
    method = type_of(of).slots[Slot.SUBCLASSCHECK]
    if method is None:
        return is_subclass_by_bases(x, of)
    enter_recursion(" in __subclasscheck__")
    try:
        return is_true(invoke2(method, of, x))
    finally:
        leave_recursion()


def allocate_type(metatype: Type) -> Object:
    """An empty type, which `new_type` fills."""
    return Type("", metatype, [], {})


def empty_namespace() -> dict[str, Object]:
    return {}


def winning_metatype(metatype: Type, bases: list[Object]) -> Type:
    """The most derived of a metaclass and those of the bases; TypeError when there is none."""
    winner = metatype
    for base in bases:
        candidate = type_of(base)
        if winner.is_subtype(candidate):
            continue
        if not candidate.is_subtype(winner):
            raise type_error("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of "
                             "all its bases")
        winner = candidate
    return winner


def change_bases(changed: Type, bases: list[Type]) -> None:
    """Assignment to ``__bases__``. TypeError, with nothing changed, when the layouts or the orders do not go together."""
    base = best_base(bases)
    if solid_base(base) is not solid_base(not_none(changed.base)):
        raise type_error(f"__bases__ assignment: '{base.name}' object layout differs from '{not_none(changed.base).name}'")
    order = linearise(bases, changed)
    for old in changed.bases:
        old.subclasses = [reference for reference in old.subclasses if reference.get() is not changed]
    changed.bases = bases
    changed.base = base
    changed.mro = order
    for new in bases:
        new.subclasses.append(WeakRef[Type](changed))
    renew(changed)


def renew(changed: Type) -> None:
    """Computes anew what follows from the order of a type and of those below it."""
    changed.version = versions.next()
    changed.update_slots()
    for reference in changed.subclasses:
        subclass = reference.get()
        if subclass is not None:
            subclass.mro = linearise(subclass.bases, subclass)
            renew(subclass)
