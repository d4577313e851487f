"""Context, ContextVar and Token (PEP 567).

A context has a dict of values; a copy shares it until one of the two sets a variable."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, key_error, runtime_error, type_error, value_error
from interpreter.eval.frame import state
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import same_entries
from interpreter.objects.dict_views import ItemIterator, KeyIterator, ValueIterator
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import new_bool
from interpreter.objects.object import Object, Type
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple, tuple1
from interpreter.protocols.call import call_any
from interpreter.protocols.text import repr_of

_LOOKUP_ERROR = EXCEPTIONS["LookupError"]


class Context(Object):
    """The values of context variables. It can be entered once at a time."""
    values: Dict
    is_shared: bool
    is_entered: bool

    def __init__(self, values: Dict) -> None:
        self.values = values
        self.is_shared = False
        self.is_entered = False

    def copied(self) -> Context:
        made = Context(self.values)
        made.is_shared = True
        self.is_shared = True
        return made

    def own_values(self) -> Dict:
        """The values, to be changed."""
        if self.is_shared:
            self.values = self.values.copy()
            self.is_shared = False
        return self.values

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
        """Create and return a new object."""
        if arguments.length + keywords.count > 0:
            raise type_error("Context() does not accept any arguments")
        return Context(Dict())

    @exposed("run", rest="arguments", keywords="keywords")
    def run(self, arguments: Tuple, keywords: Dict) -> Object:
        """Call a function in this context."""
        if arguments.length == 0:
            raise type_error("run() missing 1 required positional argument")
        if self.is_entered:
            raise runtime_error(f"cannot enter context: {repr_of(self)} is already entered")
        names, values = keyword_lists(keywords)
        previous = state.context
        self.is_entered = True
        state.context = self
        try:
            return call_any(arguments.item(0), arguments.items()[1:], names, values)
        finally:
            state.context = previous
            self.is_entered = False

    @exposed("copy")
    def copy(self) -> Object:
        """Return a shallow copy of the context object."""
        return self.copied()

    def find(self, key: Object) -> Optional[Object]:
        if not isinstance(key, ContextVar):
            raise type_error(f"a ContextVar key was expected, got {repr_of(key)}")
        return self.values.get(key)

    @exposed("__getitem__")
    def get_item(self, key: Object, /) -> Object:
        """Return self[key]."""
        found = self.find(key)
        if found is None:
            raise key_error(key)
        return found

    @exposed("__contains__")
    def contains(self, key: Object, /) -> bool:
        """Return key in self."""
        return self.find(key) is not None

    @exposed("get")
    def get(self, key: Object, default: Object = NONE, /) -> Object:
        """Return the value for `key` if `key` has the value in the context object."""
        found = self.find(key)
        return default if found is None else found

    @exposed("__len__")
    def length(self) -> int:
        """Return len(self)."""
        return self.values.count

    @exposed("__iter__")
    def iterate(self) -> Object:
        """Implement iter(self)."""
        return KeyIterator(self.snapshot())

    @exposed("keys")
    def keys(self) -> Object:
        """Return a list of all variables in the context object."""
        return KeyIterator(self.snapshot())

    @exposed("values")
    def all_values(self) -> Object:
        """Return a list of all variables' values in the context object."""
        return ValueIterator(self.snapshot())

    @exposed("items")
    def items(self) -> Object:
        """Return all variables and their values in the context object."""
        return ItemIterator(self.snapshot())

    def snapshot(self) -> Dict:
        """The values of now, which no one changes any more."""
        self.is_shared = True
        return self.values

    @exposed("__eq__")
    def equal(self, value: Object, /) -> Object:
        """Return self==value."""
        if not isinstance(value, Context):
            return NOT_IMPLEMENTED
        return new_bool(same_entries(self.values, value.values))

    @exposed("__ne__")
    def different(self, value: Object, /) -> Object:
        """Return self!=value."""
        if not isinstance(value, Context):
            return NOT_IMPLEMENTED
        return new_bool(not same_entries(self.values, value.values))


def current_context() -> Context:
    """The context of what is running; a thread begins with an empty one."""
    found = state.context
    if isinstance(found, Context):
        return found
    made = Context(Dict())
    state.context = made
    return made


class ContextVar(Object):
    """A variable whose value depends on the context."""
    name: Str
    default: Optional[Object]

    def __init__(self, name: Str, default: Optional[Object]) -> None:
        self.name = name
        self.default = default

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, name: Object, *, default: Optional[Object] = None) -> Object:
        """Create and return a new object."""
        if not isinstance(name, Str):
            raise type_error("context variable name must be a str")
        return ContextVar(name, default)

    @exposed("get")
    def get(self, default: Optional[Object] = None, /) -> Object:
        """Return a value for the context variable for the current context."""
        found = current_context().values.get(self)
        if found is not None:
            return found
        if default is not None:
            return default
        own = self.default
        if own is None:
            raise PyError(_LOOKUP_ERROR, "", ExceptionObject(_LOOKUP_ERROR, tuple1(self)))
        return own

    @exposed("set")
    def set(self, value: Object, /) -> Object:
        """Call to set a new value for the context variable in the current context."""
        context = current_context()
        token = Token(context, self, context.values.get(self))
        context.own_values().set(self, value)
        return token

    @exposed("reset")
    def reset(self, token: Object, /) -> None:
        """Reset the context variable."""
        if not isinstance(token, Token):
            raise type_error(f"expected an instance of Token, got {repr_of(token)}")
        if token.is_used:
            raise runtime_error(f"{repr_of(token)} has already been used once")
        if token.variable is not self:
            raise value_error(f"{repr_of(token)} was created by a different ContextVar")
        if token.context is not current_context():
            raise value_error(f"{repr_of(token)} was created in a different Context")
        token.is_used = True
        old = token.old
        if old is None:
            current_context().own_values().delete(self)
        else:
            current_context().own_values().set(self, old)

    @exposed_property("name")
    def get_name(self) -> Object:
        return self.name

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        default = self.default
        shown = "" if default is None else f" default={repr_of(default)}"
        return f"<ContextVar name={repr_of(self.name)}{shown} at {address_of(self)}>"

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


class MissingValue(Object):
    """Stands for the value of a variable that had none."""

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return "<Token.MISSING>"


MISSING = MissingValue()


class Token(Object):
    """What ``ContextVar.set`` gives, to undo it once."""
    context: Context
    variable: ContextVar
    old: Optional[Object]
    is_used: bool

    def __init__(self, context: Context, variable: ContextVar, old: Optional[Object]) -> None:
        self.context = context
        self.variable = variable
        self.old = old
        self.is_used = False

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Object, keywords: Object) -> Object:
        """Create and return a new object."""
        raise runtime_error("Tokens can only be created by ContextVars")

    @exposed_property("var")
    def get_variable(self) -> Object:
        return self.variable

    @exposed_property("old_value")
    def get_old(self) -> Object:
        old = self.old
        return MISSING if old is None else old

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"<Token{' used' if self.is_used else ''} var={repr_of(self.variable)} at {address_of(self)}>"

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


context_type = define(Context, "Context", module="_contextvars", doc="")
variable_type = define(ContextVar, "ContextVar", module="_contextvars", doc="")
token_type = define(Token, "Token", module="_contextvars", doc="")
define(MissingValue, "Token.MISSING", doc="")
token_type.namespace["MISSING"] = MISSING
