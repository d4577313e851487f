"""The symbol table: which names each scope has, and where each of them lives (PEP 227, 3104, 572).

A walk over the tree collects how names are used, scope by scope; then `resolve.py` finds where they live. Errors
and their places are CPython's.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast
from interpreter.compiler.failures import failure
from interpreter.compiler.nodes import Node
from interpreter.compiler.resolve import resolve
from interpreter.compiler.scopes import COMPREHENSIONS, ComprehensionKind, Directive, Scope, ScopeKind, Symbol, mangle
from transform.rpython import not_none


class SymbolTable:
    """The scopes of a source: `top` is that of the module, `scopes` those of nodes that have one."""
    top: Scope
    scopes: dict[Node, Scope]

    def __init__(self, top: Scope) -> None:
        self.top = top
        self.scopes = {top.node: top}


def build_symbol_table(tree: ast.mod, has_future_annotations: bool) -> SymbolTable:
    """The table of a whole tree. Raises SyntaxFailure for contradictory declarations and the like."""
    table = SymbolTable(Scope("top", ScopeKind.MODULE, tree, None))
    tree.visit_children(_Collector(table, has_future_annotations))
    resolve(table.top)
    return table


class _Collector(ast.Visitor):
    """Walks over the tree and notes names in the scope that it is in."""
    table: SymbolTable
    scope: Scope
    has_future_annotations: bool
    class_name: str

    def __init__(self, table: SymbolTable, has_future_annotations: bool) -> None:
        self.table = table
        self.scope = table.top
        self.has_future_annotations = has_future_annotations
        self.class_name = ""

    # Scopes and names.

    def enter(self, name: str, kind: int, node: Node) -> None:
        scope = Scope(name, kind, node, self.scope)
        scope.in_iterable = self.scope.in_iterable
        if kind != ScopeKind.ANNOTATION:  # those become strings, and mean nothing for the names around
            self.scope.children.append(scope)
            self.table.scopes[node] = scope
        self.scope = scope

    def leave(self) -> None:
        self.scope = not_none(self.scope.parent)

    def define(self, name: str, flag: int, node: Node) -> None:
        """Adds `flag` to what is known about a name in this scope."""
        self.define_in(self.scope, mangle(self.class_name, name), flag, node)

    def define_in(self, scope: Scope, name: str, flag: int, node: Node) -> None:
        flags = scope.flags_of(name)
        if flag & Symbol.DEF_PARAM and flags & Symbol.DEF_PARAM:
            raise failure(f"duplicate argument '{name}' in function definition", node)
        flags |= flag
        if scope.in_iteration_target:
            if flags & (Symbol.DEF_GLOBAL | Symbol.DEF_NONLOCAL):
                raise failure(f"comprehension inner loop cannot rebind assignment expression target '{name}'", node)
            flags |= Symbol.DEF_COMP_ITER
        scope.symbols[name] = flags
        if flag & Symbol.DEF_PARAM:
            scope.parameters.append(name)
        elif flag & Symbol.DEF_GLOBAL:
            self.table.top.symbols[name] = self.table.top.flags_of(name) | flag

    def visit_all(self, nodes: list[ast.expr]) -> None:
        for node in nodes:
            node.accept(self)

    def visit_body(self, body: list[ast.stmt]) -> None:
        for node in body:
            node.accept(self)

    # Functions and classes.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.define(node.name, Symbol.DEF_LOCAL, node)
        self.visit_signature(node, node.args, node.returns)
        self.visit_all(node.decorator_list)
        self.enter(node.name, ScopeKind.FUNCTION, node)
        self.define_parameters(node.args)
        self.visit_body(node.body)
        self.leave()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.define(node.name, Symbol.DEF_LOCAL, node)
        self.visit_signature(node, node.args, node.returns)
        self.visit_all(node.decorator_list)
        self.enter(node.name, ScopeKind.FUNCTION, node)
        self.scope.is_coroutine = True
        self.define_parameters(node.args)
        self.visit_body(node.body)
        self.leave()

    def visit_Lambda(self, node: ast.Lambda) -> int:
        self.visit_defaults(node.args)
        self.enter("lambda", ScopeKind.FUNCTION, node)
        self.define_parameters(node.args)
        node.body.accept(self)
        self.leave()
        return 0

    def visit_signature(self, node: ast.stmt, arguments: ast.arguments, returns: Optional[ast.expr]) -> None:
        """Defaults and annotations, which are evaluated outside of the function."""
        self.visit_defaults(arguments)
        if self.has_future_annotations:
            self.enter("_annotation", ScopeKind.ANNOTATION, node)
        for group in [arguments.posonlyargs, arguments.args, arguments.kwonlyargs]:
            for arg in group:
                self.visit_arg(arg)
        if arguments.vararg is not None:
            self.visit_arg(not_none(arguments.vararg))
        if arguments.kwarg is not None:
            self.visit_arg(not_none(arguments.kwarg))
        if returns is not None:
            returns.accept(self)
        if self.has_future_annotations:
            self.leave()

    def visit_arg(self, node: ast.arg) -> None:
        annotation = node.annotation
        if annotation is not None:
            annotation.accept(self)

    def visit_defaults(self, arguments: ast.arguments) -> None:
        self.visit_all(arguments.defaults)
        for default in arguments.kw_defaults:
            if default is not None:
                default.accept(self)

    def define_parameters(self, arguments: ast.arguments) -> None:
        for group in [arguments.posonlyargs, arguments.args, arguments.kwonlyargs]:
            for arg in group:
                self.define(arg.arg, Symbol.DEF_PARAM, arg)
        vararg, kwarg = arguments.vararg, arguments.kwarg
        if vararg is not None:
            self.define(vararg.arg, Symbol.DEF_PARAM, vararg)
            self.scope.has_varargs = True
        if kwarg is not None:
            self.define(kwarg.arg, Symbol.DEF_PARAM, kwarg)
            self.scope.has_varkeywords = True

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.define(node.name, Symbol.DEF_LOCAL, node)
        self.visit_all(node.bases)
        for keyword in node.keywords:
            keyword.accept(self)
        self.visit_all(node.decorator_list)
        outer_class = self.class_name
        self.enter(node.name, ScopeKind.CLASS, node)
        self.class_name = node.name
        self.visit_body(node.body)
        self.class_name = outer_class
        self.leave()

    # Statements.

    def visit_Return(self, node: ast.Return) -> None:
        value = node.value
        if value is not None:
            value.accept(self)
            self.scope.returns_value = True

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        target, value = node.target, node.value
        self.scope.has_annotations = True
        if isinstance(target, ast.Name):
            flags = self.scope.flags_of(mangle(self.class_name, target.id))
            if node.simple and flags & (Symbol.DEF_GLOBAL | Symbol.DEF_NONLOCAL) and self.scope is not self.table.top:
                declared = "global" if flags & Symbol.DEF_GLOBAL else "nonlocal"
                raise failure(f"annotated name '{target.id}' can't be {declared}", node)
            if node.simple:
                self.define(target.id, Symbol.DEF_ANNOT | Symbol.DEF_LOCAL, target)
            elif value is not None:
                self.define(target.id, Symbol.DEF_LOCAL, target)
        else:
            target.accept(self)
        if self.has_future_annotations:
            self.enter("_annotation", ScopeKind.ANNOTATION, node.annotation)
            node.annotation.accept(self)
            self.leave()
        else:
            node.annotation.accept(self)
        if value is not None:
            value.accept(self)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.define_alias(alias)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.define_alias(alias)

    def define_alias(self, alias: ast.alias) -> None:
        if alias.name == "*":
            if self.scope.kind != ScopeKind.MODULE:
                raise failure("import * only allowed at module level", alias)
            return
        asname = alias.asname
        name = asname if asname is not None else alias.name.split(".")[0]
        self.define(name, Symbol.DEF_IMPORT, alias)

    def visit_Global(self, node: ast.Global) -> None:
        for name in node.names:
            self.declare(node, name, "global", Symbol.DEF_GLOBAL)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        for name in node.names:
            self.declare(node, name, "nonlocal", Symbol.DEF_NONLOCAL)

    def declare(self, node: ast.stmt, name: str, what: str, flag: int) -> None:
        flags = self.scope.flags_of(mangle(self.class_name, name))
        if flags & Symbol.DEF_PARAM:
            raise failure(f"name '{name}' is parameter and {what}", node)
        if flags & Symbol.USE:
            raise failure(f"name '{name}' is used prior to {what} declaration", node)
        if flags & Symbol.DEF_ANNOT:
            raise failure(f"annotated name '{name}' can't be {what}", node)
        if flags & Symbol.DEF_LOCAL:
            raise failure(f"name '{name}' is assigned to before {what} declaration", node)
        self.define(name, flag, node)
        self.scope.directives.append(Directive(mangle(self.class_name, name), node))

    def visit_Try(self, node: ast.Try) -> None:
        self.visit_try(node.body, node.handlers, node.orelse, node.finalbody)

    def visit_TryStar(self, node: ast.TryStar) -> None:
        self.visit_try(node.body, node.handlers, node.orelse, node.finalbody)

    def visit_try(self, body: list[ast.stmt], handlers: list[ast.excepthandler], orelse: list[ast.stmt],
                  finalbody: list[ast.stmt]) -> None:
        """In CPython's order, which shows in that of the scopes inside."""
        self.visit_body(body)
        self.visit_body(orelse)
        for handler in handlers:
            handler.accept(self)
        self.visit_body(finalbody)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        kind, name = node.type, node.name
        if kind is not None:
            kind.accept(self)
        if name is not None:
            self.define(name, Symbol.DEF_LOCAL, node)
            self.scope.deleted.append(mangle(self.class_name, name))
        self.visit_body(node.body)

    # Expressions.

    def visit_Name(self, node: ast.Name) -> int:
        self.define(node.id, Symbol.USE if node.ctx == ast.Context.LOAD else Symbol.DEF_LOCAL, node)
        if node.ctx == ast.Context.DEL:
            self.scope.deleted.append(mangle(self.class_name, node.id))
        if node.ctx == ast.Context.LOAD and node.id == "super" and self.scope.kind == ScopeKind.FUNCTION:
            self.define("__class__", Symbol.USE, node)
        return 0

    def visit_NamedExpr(self, node: ast.NamedExpr) -> int:
        self.refuse_in_annotation("named expression", node)
        if self.scope.in_iterable:
            raise failure("assignment expression cannot be used in a comprehension iterable expression", node)
        if self.scope.comprehension:
            target = node.target
            assert isinstance(target, ast.Name)
            self.bind_outside_of_comprehension(target)
        else:
            self.scope.rebinds_in_expressions = True
        node.value.accept(self)
        node.target.accept(self)
        return 0

    def bind_outside_of_comprehension(self, target: ast.Name) -> None:
        """The target of ``:=`` in a comprehension is bound in the function or module around it (PEP 572)."""
        name = mangle(self.class_name, target.id)
        scope: Optional[Scope] = self.scope
        while scope is not None:
            if scope.comprehension:
                if scope.flags_of(name) & Symbol.DEF_COMP_ITER:
                    raise failure(f"assignment expression cannot rebind comprehension iteration variable '{target.id}'",
                                  target)
            elif scope.kind == ScopeKind.CLASS:
                raise failure("assignment expression within a comprehension cannot be used in a class body", target)
            else:
                is_global = scope.kind == ScopeKind.MODULE or scope.flags_of(name) & Symbol.DEF_GLOBAL != 0
                self.define(target.id, Symbol.DEF_GLOBAL if is_global else Symbol.DEF_NONLOCAL, target)
                self.scope.directives.append(Directive(name, target))
                self.define_in(scope, name, Symbol.DEF_GLOBAL if scope.kind == ScopeKind.MODULE else Symbol.DEF_LOCAL, target)
                return
            scope = scope.parent

    def visit_ListComp(self, node: ast.ListComp) -> int:
        self.visit_comprehension_scope(node, "listcomp", ComprehensionKind.LIST, node.elt, None, node.generators)
        return 0

    def visit_SetComp(self, node: ast.SetComp) -> int:
        self.visit_comprehension_scope(node, "setcomp", ComprehensionKind.SET, node.elt, None, node.generators)
        return 0

    def visit_DictComp(self, node: ast.DictComp) -> int:
        self.visit_comprehension_scope(node, "dictcomp", ComprehensionKind.DICT, node.key, node.value, node.generators)
        return 0

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> int:
        self.visit_comprehension_scope(node, "genexpr", ComprehensionKind.GENERATOR, node.elt, None, node.generators)
        return 0

    def visit_comprehension_scope(self, node: ast.expr, name: str, kind: int, element: ast.expr, value: Optional[ast.expr],
                                  generators: list[ast.comprehension]) -> None:
        outermost = generators[0]
        self.visit_iterable(outermost.iter)
        self.enter(name, ScopeKind.FUNCTION, node)
        scope = self.scope
        scope.comprehension = kind
        scope.is_coroutine = outermost.is_async != 0
        self.define(".0", Symbol.DEF_PARAM, node)
        self.visit_iteration_target(outermost)
        for i in range(1, len(generators)):
            generator = generators[i]
            self.visit_iteration_target(generator, self_iterable=True)
            if generator.is_async:
                scope.is_coroutine = True
        if value is not None:
            value.accept(self)
        element.accept(self)
        if scope.is_generator:
            raise failure(f"'yield' inside {COMPREHENSIONS[kind]}", node)
        scope.is_generator = kind == ComprehensionKind.GENERATOR
        is_async = scope.is_coroutine and not scope.is_generator
        self.leave()
        if is_async:
            self.scope.is_coroutine = True

    def visit_iterable(self, iterable: ast.expr) -> None:
        outer = self.scope.in_iterable
        self.scope.in_iterable = True
        iterable.accept(self)
        self.scope.in_iterable = outer

    def visit_iteration_target(self, generator: ast.comprehension, self_iterable: bool = False) -> None:
        """The target, the iterable where it is evaluated in the comprehension itself, the conditions."""
        self.scope.in_iteration_target = True
        generator.target.accept(self)
        self.scope.in_iteration_target = False
        if self_iterable:
            self.visit_iterable(generator.iter)
        self.visit_all(generator.ifs)

    def visit_Yield(self, node: ast.Yield) -> int:
        value = node.value
        self.refuse_in_annotation("yield expression", node)
        if value is not None:
            value.accept(self)
        self.mark_generator(node)
        return 0

    def visit_YieldFrom(self, node: ast.YieldFrom) -> int:
        self.refuse_in_annotation("yield expression", node)
        node.value.accept(self)
        self.mark_generator(node)
        return 0

    def mark_generator(self, node: ast.expr) -> None:
        self.scope.is_generator = True
        if self.scope.comprehension:
            raise failure(f"'yield' inside {COMPREHENSIONS[self.scope.comprehension]}", node)

    def visit_Await(self, node: ast.Await) -> int:
        self.refuse_in_annotation("await expression", node)
        node.value.accept(self)
        self.scope.is_coroutine = True
        return 0

    def refuse_in_annotation(self, what: str, node: ast.expr) -> None:
        if self.scope.kind == ScopeKind.ANNOTATION:
            raise failure(f"'{what}' can not be used within an annotation", node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.generic_visit(node)
        self.note_coroutine_module()

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        self.generic_visit(node)
        self.note_coroutine_module()

    def note_coroutine_module(self) -> None:
        """A module that waits is a coroutine, where it may wait at all; functions say themselves what they are."""
        if self.scope.kind == ScopeKind.MODULE:
            self.scope.is_coroutine = True

    # Patterns.

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        name = node.name
        if name is not None:
            self.define(name, Symbol.DEF_LOCAL, node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        pattern, name = node.pattern, node.name
        if pattern is not None:
            pattern.accept(self)
        if name is not None:
            self.define(name, Symbol.DEF_LOCAL, node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        rest = node.rest
        self.visit_all(node.keys)
        for pattern in node.patterns:
            pattern.accept(self)
        if rest is not None:
            self.define(rest, Symbol.DEF_LOCAL, node)
