"""The module ``_symtable``: the compiler's symbol tables as the library's `symtable` reads them."""
from __future__ import annotations

from interpreter.compiler.compile import symbol_table
from interpreter.compiler.scopes import Scope, ScopeKind, Symbol
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.errors import value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.compilation import syntax_error
from interpreter.modules.compile_arguments import filename_of, mode_number, source_bytes
from interpreter.modules.compiler_services import WarningServices
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from transform.rpython import identity


class Entry(Object):
    """The names of a scope, and the scopes inside it."""
    scope: Scope
    inner: List

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.inner = new_list([Entry(child) for child in scope.children])

    @exposed_property("id")
    def get_id(self) -> int:
        return identity(self.scope)

    @exposed_property("name")
    def get_name(self) -> str:
        return self.scope.name

    @exposed_property("symbols")
    def get_symbols(self) -> Object:
        """The flags of each name."""
        result = Dict()
        for name, flags in self.scope.symbols.items():
            result.set_str(name, new_int(flags))
        return result

    @exposed_property("varnames")
    def get_varnames(self) -> Object:
        """The parameters."""
        return new_list([new_str(name) for name in self.scope.parameters])

    @exposed_property("children")
    def get_children(self) -> Object:
        return self.inner

    @exposed_property("nested")
    def get_nested(self) -> int:
        return 1 if self.scope.is_nested else 0

    @exposed_property("type")
    def get_type(self) -> int:
        return self.scope.kind

    @exposed_property("lineno")
    def get_lineno(self) -> int:
        return self.scope.node.lineno

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"<symtable entry {self.scope.name}({self.get_id()}), line {self.get_lineno()}>"


@exposed("symtable")
def make_table(source: Object, filename: Object, startstr: str, /) -> Object:
    """Return symbol and scope dictionaries used internally by compiler."""
    name = filename_of(filename)
    if startstr not in ("exec", "eval", "single"):
        raise value_error("symtable() arg 3 must be 'exec' or 'eval' or 'single'")
    mode = mode_number(startstr, False)
    try:
        return Entry(symbol_table(source_bytes(source, "symtable", "string or bytes"), name, mode, 0, WarningServices(name)).top)
    except SyntaxFailure as failure:
        raise syntax_error(failure, name) from failure


define(Entry, "symtable entry", doc="")
define_module(__name__, "_symtable", contents={
    "__doc__": NONE,
    **{name: new_int(getattr(Symbol, name)) for name in (
        "USE", "DEF_GLOBAL", "DEF_NONLOCAL", "DEF_LOCAL", "DEF_PARAM", "DEF_FREE", "DEF_FREE_CLASS", "DEF_IMPORT", "DEF_BOUND", "DEF_ANNOT",
        "LOCAL", "GLOBAL_EXPLICIT", "GLOBAL_IMPLICIT", "FREE", "CELL", "SCOPE_MASK")},
    "SCOPE_OFF": new_int(Symbol.SCOPE_OFFSET),
    "TYPE_FUNCTION": new_int(ScopeKind.FUNCTION),
    "TYPE_CLASS": new_int(ScopeKind.CLASS),
    "TYPE_MODULE": new_int(ScopeKind.MODULE),
})
