"""Statements, without loops."""
from __future__ import annotations

import ast
from typing import Callable, Optional

from transform.frontend.attributes import path_of
from transform.frontend.environment import (
    Context, EXCEPTION, FinallyContext, HandlerContext, Join, LoopContext, TryContext,
)
from transform.frontend.expressions import Expressions
from transform.frontend.values import NONE, FrontValue, Static, TupleValue, Unusable, is_none
from transform.ir.graph import Constant, Return, Value
from transform.ir.types import BOOL, INT, VOID, ClassType, PointerType, RefType, StructType, TupleType, Type

# What is no RPython, and the way out.
UNSUPPORTED = {
    "Global": "keep state in an object: module globals are constants",
    "Nonlocal": "keep state in an object",
    "FunctionDef": "define it at module level; an object with a method can carry state",
    "ClassDef": "define it at module level",
    "AsyncFunctionDef": "async is not RPython",
    "TryStar": "use except",
    "AsyncWith": "async is not RPython",
    "AsyncFor": "async is not RPython",
}



class Statements(Expressions):
    """Translation of statements."""

    def statements(self, body: list[ast.stmt]) -> None:
        for node in body:
            if self.block is None:
                return  # unreachable
            self.at(node)
            method = getattr(self, "stmt_" + type(node).__name__, None)
            if method is None:
                self.error(f"{type(node).__name__} is not RPython", node, UNSUPPORTED.get(type(node).__name__, ""))
            method(node)

    def stmt_Pass(self, node: ast.Pass) -> None:
        pass

    def stmt_Import(self, node: ast.stmt) -> None:
        self.error("import inside a function is not RPython", node, "import at module level")

    stmt_ImportFrom = stmt_Import

    def stmt_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.expression(node.value)

    # Assignment.

    def stmt_Assign(self, node: ast.Assign) -> None:
        first = node.targets[0]
        value = self.expression(node.value, self.target_type(first))
        for target in node.targets:
            self.assign(target, value, node.value)

    def stmt_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name):
            type = self.type_expression(node.annotation)
            known = self.declared.get(node.target.id)
            if known is not None and known is not type:
                self.error(f"'{node.target.id}' was declared as {known} before", node.target)
            self.declared[node.target.id] = type
        if node.value is not None:
            value = self.expression(node.value, self.target_type(node.target))
            self.assign(node.target, value, node.value)

    def target_type(self, target: ast.expr) -> Optional[Type]:
        """The type that an assignment target wants, where that is known beforehand."""
        if isinstance(target, ast.Name):
            declared = self.declared.get(target.id)
            if declared is None:
                held = self.env.values.get(target.id)
                if isinstance(held, Value) and isinstance(held.type, RefType):
                    return held.type
            return declared
        if isinstance(target, ast.Attribute):
            base = self.known_type(target.value)
            if isinstance(base, RefType):
                field = base.cls.find_field(self.mangled(target.attr))
                return None if field is None else field.type
        if isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
            base = self.known_type(target.value)
            if isinstance(base, RefType):
                info = self.info_of(base)
                if info is not None and info.arguments:
                    return info.arguments[-1]
        return None

    def assign(self, target: ast.expr, value: FrontValue, node: ast.AST) -> None:
        """Store a value in a target of an assignment."""
        if self.block is None:
            return
        if isinstance(target, ast.Name):
            self.assign_name(target.id, value, node)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self.unpack(target, value, node)
        elif isinstance(target, ast.Attribute):
            self.store_attribute(self.expression(target.value), target, value, node)
        elif isinstance(target, ast.Subscript):
            base = self.expression(target.value)
            if isinstance(target.slice, ast.Slice):
                start, stop, step = self.bounds(target.slice)
                if step is not None:
                    self.error("assignment to a slice with a step is not RPython", target)
                self.call_method(self.value(base, target), "set_slice", [start, stop, value], target)
            else:
                self.store_item(base, self.expression(target.slice), value, target, node)
        else:
            self.error(f"{type(target).__name__} is not an RPython assignment target", target)

    def unpack(self, target: ast.Tuple | ast.List, value: FrontValue, node: ast.AST) -> None:
        if any(isinstance(t, ast.Starred) for t in target.elts):
            self.error("a starred target is not RPython", target, "use slices")
        type_ = self.default_type(value) if not isinstance(value, TupleValue) else None
        if isinstance(value, (TupleValue, Static)) or isinstance(type_, TupleType):
            items = self.items_of(value, node)
        else:
            held = self.value(value, node)
            if not isinstance(held.type, RefType):
                self.error(f"{held.type} cannot be unpacked", node)
            length = self.value(self.call_method(held, "__len__", [], node), node)
            wrong, right = self.open_join(), self.open_join()
            self.two_way(self.emit("int_ne", [length, Constant(len(target.elts), INT)], BOOL), wrong, right, False)
            self.finish(wrong)
            self.raise_live(ValueError("wrong number of values to unpack"))
            self.finish(right)
            items = tuple(self.call_method(held, "__getitem__", [Static(i)], node) for i in range(len(target.elts)))
        if len(items) != len(target.elts):
            self.error(f"{len(target.elts)} targets for {len(items)} values", target)
        for t, item in zip(target.elts, items):
            self.assign(t, item, node)

    def store_attribute(self, base: FrontValue, target: ast.Attribute, value: FrontValue, node: ast.AST) -> None:
        if is_none(base):
            self.suspect(f"None has no attribute '{target.attr}'", target)
            return
        holder = self.value(base, target.value)
        if isinstance(holder.type, PointerType):
            struct = holder.type.target
            raw = struct.fields.get(target.attr) if isinstance(struct, StructType) else None
            if raw is None or isinstance(raw.type, StructType) or raw.count is not None:
                self.error(f"{holder.type} has no attribute '{target.attr}' to assign", target)
            stored = self.coerce(value, raw.type, node, f"field '{target.attr}'")
            self.emit("raw_set_field", [holder, stored], VOID, raw)
            return
        if not isinstance(holder.type, RefType):
            self.error(f"{holder.type} has no attribute '{target.attr}'", target)
        field = holder.type.cls.find_field(self.mangled(target.attr))
        if field is None:
            info = self.info_of(holder.type)
            if info is not None and info.find(target.attr) is not None:
                self._store_property(holder, target, value)
                return
            self.no_attribute(holder.type, target.attr, target)
        if field.immutable and self.spec.pyfunc.__name__ != "__init__":
            self.error(f"field '{target.attr}' is Final", target, "it is assigned in __init__ alone")
        stored = self.coerce(value, field.type, node, f"field '{target.attr}'")
        receiver = self.non_null(holder, target, f"the object with '{target.attr}'")
        self.emit("setfield", [self.coerce(receiver, field.owner.ref, target), stored], VOID, field)
        path = path_of(target)
        if path is not None:
            self.forget_attribute(target.attr)
            found = self.default_type(value)
            if isinstance(field.type, RefType) and isinstance(found, RefType) and found is not field.type:
                self.env.narrowed[path] = found

    def forget_attribute(self, name: str) -> None:
        """An attribute of that name changed on some object: what was known of any is void."""
        for path in [p for p in self.env.narrowed if name in p.split(".")[1:]]:
            del self.env.narrowed[path]

    def _store_property(self, holder: Value, target: ast.Attribute, value: FrontValue) -> None:
        assert isinstance(holder.type, RefType)
        info = self.info_of(holder.type)
        assert info is not None
        member = info.find(target.attr)
        if member is None or not isinstance(member.value, property) or member.value.fset is None:
            self.error(f"{info}.{target.attr} is not a field", target, "declare it in the class body: name: T")
        receiver = self.coerce(self.non_null(holder, target, target.attr), member.owner.type.ref, target)
        self.call_function(member.value.fset, [receiver, value], {}, target, owner=member.owner)  # type: ignore

    def store_item(self, base: FrontValue, index: FrontValue, value: FrontValue, target: ast.Subscript,
                   node: ast.AST) -> None:
        holder = self.value(base, target.value)
        if isinstance(holder.type, PointerType):
            item = holder.type.target
            if isinstance(item, StructType) or item is VOID:
                self.error(f"items of {holder.type} cannot be assigned whole", target)
            stored = self.coerce(value, item, node, "item")
            self.emit("raw_store", [holder, self.index_value(index, target.slice), stored])
            return
        if not isinstance(holder.type, RefType):
            self.error(f"items of {holder.type} cannot be assigned", target)
        item_type = self.array_item(holder.type)
        if item_type is not None:
            stored = self.coerce(value, item_type, node, "item")
            array = self.non_null(holder, target, "what is indexed")
            self.emit("setitem", [array, self.index_value(index, target.slice), stored])
            return
        self.call_method(holder, "__setitem__", [index, value], target)

    def stmt_AugAssign(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Name):
            value = self.expression(ast.copy_location(ast.Name(target.id, ast.Load()), target))
            result = self.augmented(node, value)
            self.assign_name(target.id, result, node)
        elif isinstance(target, ast.Attribute):
            base = self.expression(target.value)
            if isinstance(base, Static) and not is_none(base):
                base = self.value(base, target)
            value = self.attribute(base, self.mangled(target.attr), target)
            self.store_attribute(base, target, self.augmented(node, value), node)
        elif isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Slice):
            base = self.value(self.expression(target.value), target)
            index = self.expression(target.slice)
            value = self._item_at(base, index, target)
            self.store_item(base, index, self.augmented(node, value), target, node)
        else:
            self.error("augmented assignment to a slice is not RPython", node)

    def augmented(self, node: ast.AugAssign, value: FrontValue) -> FrontValue:
        if isinstance(value, Unusable):
            self.error(value.reason, node, value.hint)
        expected = self.default_type(value) if isinstance(node.value, (ast.List, ast.Dict, ast.Set)) else None
        operand = self.expression(node.value, expected)
        if self.block is None:
            return NONE
        return self.binary(type(node.op), value, operand, node, in_place=True)

    def _item_at(self, base: Value, index: FrontValue, node: ast.Subscript) -> FrontValue:
        made: FrontValue
        if isinstance(base.type, PointerType):
            return self.pointer_item(base, self.index_value(index, node), node)
        item = self.array_item(base.type)
        if item is not None:
            made = self.emit("getitem", [self.non_null(base, node, "what is indexed"),
                                         self.index_value(index, node)], item)
            return made
        return self.call_method(base, "__getitem__", [index], node)

    def stmt_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if not isinstance(target, ast.Subscript):
                self.error(f"del of a{' name' if isinstance(target, ast.Name) else 'n attribute'} is not RPython",
                           target, "assign None")
            holder = self.value(self.expression(target.value), target)
            if isinstance(target.slice, ast.Slice):
                start, stop, step = self.bounds(target.slice)
                if step is not None:
                    self.error("del of a slice with a step is not RPython", target)
                self.call_method(holder, "delete_slice", [start, stop], target)
            else:
                self.call_method(holder, "__delitem__", [self.expression(target.slice)], target)

    # Control flow.

    def stmt_If(self, node: ast.If) -> None:
        then, otherwise, after = self.open_join(), self.open_join(), self.open_join()
        self.condition(node.test, then, otherwise)
        if self.finish(then):
            self.statements(node.body)
            self.jump(after)
        if self.finish(otherwise):
            self.statements(node.orelse)
            self.jump(after)
        self.finish(after)

    def stmt_Assert(self, node: ast.Assert) -> None:
        holds, fails = self.open_join(), self.open_join()
        self.condition(node.test, holds, fails, True)
        if self.finish(fails):
            message = Static("assertion failed") if node.msg is None else self.to_str(self.expression(node.msg), node)
            made = self.construct(self.classes.info(AssertionError), [message], {}, node)
            if self.block is not None:
                self.raise_value(self.value(made, node))
        self.finish(holds)

    def stmt_Return(self, node: ast.Return) -> None:
        result = self.function.signature.result
        value: Optional[Value] = None
        if node.value is not None:
            found = self.expression(node.value, result)
            if self.block is None:
                return
            if result is VOID:
                if not is_none(found):
                    self.error(f"expected None, found {self.describe(found)}", node.value,
                               "give the function a result annotation")
            else:
                value = self.coerce(found, result, node.value, "result")
        elif result is not VOID:
            if not (isinstance(result, RefType) and result.optional):
                self.error(f"expected {result}, found None", node)
            value = Constant(None, result)
        self.leave(0)
        if self.block is not None:
            self.terminate(Return(value, self.position))

    def leave(self, depth: int) -> None:
        """Run the final parts of the statements around, down to that nesting depth."""
        contexts = self.contexts
        for i in range(len(contexts) - 1, depth - 1, -1):
            context = contexts[i]
            if isinstance(context, FinallyContext) and self.block is not None:
                self.contexts = contexts[:i]
                context.lower()
        self.contexts = contexts

    def innermost_loop(self, node: ast.AST) -> tuple[LoopContext, int]:
        for i in range(len(self.contexts) - 1, -1, -1):
            context = self.contexts[i]
            if isinstance(context, LoopContext):
                return context, i + 1
        self.error("not inside a loop", node)

    def stmt_Break(self, node: ast.Break) -> None:
        loop, depth = self.innermost_loop(node)
        self.leave(depth)
        self.jump(loop.on_break)

    def stmt_Continue(self, node: ast.Continue) -> None:
        loop, depth = self.innermost_loop(node)
        self.leave(depth)
        self.jump(loop.on_continue)

    # Exceptions.

    def stmt_Raise(self, node: ast.Raise) -> None:
        if node.exc is None:
            for context in reversed(self.contexts):
                if isinstance(context, HandlerContext):
                    self.raise_value(context.exception, again=True)
                    return
            self.error("a bare raise outside of an except clause", node)
        if node.cause is not None and not (isinstance(node.cause, ast.Constant) and node.cause.value is None) \
                and not isinstance(node.cause, ast.Name):
            self.error("raise ... from an expression is not RPython", node.cause)
        value = self.expression(node.exc)
        if self.block is None:
            return
        if isinstance(value, Static) and isinstance(value.value, type):
            value = self.construct(self.resolved_class(value.value, node), [], {}, node)
        exception = self.value(value, node.exc)
        if not isinstance(exception.type, RefType) or not exception.type.cls.is_exception:
            self.error(f"expected an exception, found {exception.type}", node.exc)
        self.raise_value(self.non_null(exception, node.exc, "what is raised"))

    def within(self, context: Context, body: Callable[[], None]) -> None:
        """Translate ``body`` inside ``context``."""
        self.contexts = [*self.contexts, context]
        joins = [context.side, context.thrown] if isinstance(context, TryContext) else []
        self.open_joins += joins
        try:
            body()
        finally:
            self.contexts = self.contexts[:-1]
            for join in joins:
                self.open_joins.remove(join)

    def caught(self, context: TryContext) -> Optional[Value]:
        """Continue where the exceptions of a try statement arrive; None if there are none."""
        if self.finish(context.side):
            self.env.values[EXCEPTION] = self.emit("catch", [], self.classes.info(BaseException).type.ref)
            self.jump(context.thrown)
        if not self.finish(context.thrown):
            return None
        exception = self.env.values.pop(EXCEPTION)
        assert isinstance(exception, Value), exception
        return exception

    def protected(self, body: Callable[[], None], final: Callable[[], None],
                  on_exception: Optional[Callable[[Value], None]] = None) -> None:
        """``body`` with ``final`` on every way out of it. ``on_exception`` stands in for
        ``final`` when an exception passes, and may let the program go on."""
        context = FinallyContext(final)
        after = self.open_join()
        self.within(context, body)
        if self.block is not None:
            final()
            self.jump(after)
        exception = self.caught(context)
        if exception is not None:
            self.within(HandlerContext(exception), lambda: on_exception(exception) if on_exception else final())
            if on_exception is not None:
                self.jump(after)
            elif self.block is not None:
                self.raise_value(exception, again=True)
        self.finish(after)

    def stmt_Try(self, node: ast.Try) -> None:
        if node.finalbody:
            self.protected(lambda: self._try(node), lambda: self.statements(node.finalbody))
        else:
            self._try(node)

    def _try(self, node: ast.Try) -> None:
        if not node.handlers:
            self.statements(node.body)
            return
        context = TryContext()
        after = self.open_join()
        self.within(context, lambda: self.statements(node.body))
        if self.block is not None:
            self.statements(node.orelse)
        self.jump(after)
        exception = self.caught(context)
        if exception is not None:
            for handler in node.handlers:
                if self.block is None:
                    break
                self._handler(handler, exception, after)
            if self.block is not None:
                self.raise_value(exception, again=True)
        self.finish(after)

    def _handler(self, handler: ast.ExceptHandler, exception: Value, after: Join) -> None:
        """One except clause; continues on the way of an exception that does not match."""
        self.at(handler)
        matches, other = self.open_join(), self.open_join()
        caught: Optional[ClassType] = None
        if handler.type is None:
            self.jump(matches)
        else:
            classes = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            for node in classes:
                cls = self.class_operand(node)
                if cls is None or not cls.is_exception:
                    self.error("expected an exception class", node)
                caught = cls if len(classes) == 1 else None
                test = self.emit("isinstance", [exception], BOOL, cls)
                more = self.open_join()
                self.two_way(test, matches, more)
                self.finish(more)
            self.jump(other)
        if self.finish(matches):
            value = exception
            if caught is not None and caught.ref is not exception.type:
                if caught.is_subclass(exception.type.cls):  # type: ignore[attr-defined]
                    value = self.narrow_cast(exception, caught.ref)
            if handler.name is not None:
                self.env.values[handler.name] = value
            self.within(HandlerContext(value), lambda: self.statements(handler.body))
            if self.block is not None and handler.name is not None:
                self.env.values[handler.name] = Unusable(f"'{handler.name}' is gone after its except clause")
            self.jump(after)
        self.finish(other)

    def stmt_With(self, node: ast.With) -> None:
        self._with(node.items, node.body)

    def _with(self, items: list[ast.withitem], body: list[ast.stmt]) -> None:
        if not items:
            self.statements(body)
            return
        item = items[0]
        manager = self.value(self.expression(item.context_expr), item.context_expr)
        if not isinstance(manager.type, RefType):
            self.error(f"{manager.type} is not a context manager", item.context_expr)
        entered = self.call_method(manager, "__enter__", [], item.context_expr)

        def inside() -> None:
            if item.optional_vars is not None:
                self.assign(item.optional_vars, entered, item.context_expr)
            self._with(items[1:], body)

        def leave() -> None:
            self.call_method(manager, "__exit__", [NONE, NONE, NONE], item.context_expr)

        def leave_with(exception: Value) -> None:
            swallow = self.call_method(manager, "__exit__", [NONE, exception, NONE], item.context_expr)
            if self.block is None:
                return
            if not is_none(swallow):
                go_on, again = self.open_join(), self.open_join()
                test = self.truth(swallow, item.context_expr)
                if isinstance(test, Static):
                    self.jump(go_on if test.value else again)
                else:
                    self.two_way(self.value(test, node=None), go_on, again)
                if self.finish(again):
                    self.raise_value(exception, again=True)
                self.finish(go_on)
            else:
                self.raise_value(exception, again=True)

        self.protected(inside, leave, leave_with)
