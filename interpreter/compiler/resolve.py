"""Where each name of a scope lives: in a register, a cell, the globals.

A name that a function uses and does not bind belongs to the nearest function around it that binds it; every function between
has it as a free variable too. Classes are passed over, but for ``__class__``.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler.failures import failure
from interpreter.compiler.nodes import Node
from interpreter.compiler.scopes import Scope, ScopeKind, Symbol


def resolve(scope: Scope) -> None:
    """Decides for all names of a scope, then for the scopes inside (which may make cells of this one's variables)."""
    for name in list(scope.symbols):
        scope.set_place(name, _place(scope, name))
    for child in scope.children:
        resolve(child)
        if child.has_free or child.child_has_free:
            scope.child_has_free = True


def _place(scope: Scope, name: str) -> int:
    flags = scope.symbols[name]
    if flags & Symbol.DEF_GLOBAL:
        if flags & Symbol.DEF_NONLOCAL:
            raise failure(f"name '{name}' is nonlocal and global", _directive(scope, name))
        return Symbol.GLOBAL_EXPLICIT
    if flags & Symbol.DEF_NONLOCAL:
        if scope.kind == ScopeKind.MODULE:
            raise failure("nonlocal declaration not allowed at module level", _directive(scope, name))
        owner = _owner(scope, name)
        if owner is None:
            raise failure(f"no binding for nonlocal '{name}' found", _directive(scope, name))
        _capture(owner, scope, name)
        return Symbol.FREE
    if flags & Symbol.DEF_BOUND:
        return Symbol.LOCAL
    owner = _owner(scope, name)
    if owner is not None:
        _capture(owner, scope, name)
        return Symbol.FREE
    return Symbol.GLOBAL_IMPLICIT


def _owner(scope: Scope, name: str) -> Optional[Scope]:
    """The scope around this one whose variable the name is; None for a global."""
    current = scope.parent
    while current is not None:
        flags = current.flags_of(name)
        if current.kind == ScopeKind.FUNCTION:
            if flags & Symbol.DEF_GLOBAL:
                return None
            if flags & Symbol.DEF_BOUND and not flags & Symbol.DEF_NONLOCAL:
                return current
        elif current.kind == ScopeKind.CLASS and name == "__class__":
            return current
        current = current.parent
    return None


def _capture(owner: Scope, user: Scope, name: str) -> None:
    """Makes the variable a cell of its owner, and a free variable of all scopes between that and the user."""
    if owner.kind == ScopeKind.CLASS:
        owner.needs_class_cell = True
    else:
        owner.set_place(name, Symbol.CELL)
    user.has_free = True
    current = user.parent
    while current is not None and current is not owner:
        current.has_free = True
        if current.flags_of(name) == 0:
            current.set_place(name, Symbol.FREE)
        elif current.kind == ScopeKind.CLASS and current.flags_of(name) & (Symbol.DEF_BOUND | Symbol.DEF_GLOBAL):
            current.symbols[name] = current.flags_of(name) | Symbol.DEF_FREE_CLASS
        current = current.parent


def _directive(scope: Scope, name: str) -> Node:
    """Where the name was declared ``global`` or ``nonlocal``."""
    for directive in scope.directives:
        if directive.name == name:
            return directive.node
    return scope.node
