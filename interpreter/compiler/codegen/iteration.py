"""Loops, and what leaves them."""
from __future__ import annotations

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.assembler import Handler, Label
from interpreter.compiler.codegen.core import ANY
from interpreter.compiler.codegen.exceptions import Exceptions
from interpreter.compiler.codegen.unit import BlockKind
from interpreter.compiler.nodes import Node
from interpreter.compiler.scopes import ScopeKind


class Iteration(Exceptions):
    def next_into(self, node: ast.expr, iterator: int, end: Label) -> None:
        """Stores the next item in a target; goes to `end` when there is none."""
        variable = self.variable_of(node.id) if isinstance(node, ast.Name) else -1
        mark = self.unit.next
        register = variable if variable >= 0 else self.allocate()
        self.asm.emit(Op.FOR_ITER, register, iterator)
        self.asm.branch(Op.JUMP, 0, end)
        self.assign(node, register)
        self.release(mark)

    def next_awaited(self, iterator: int, handler: Handler) -> int:
        """A temporary with the next item of an asynchronous iterator; the handler gets StopAsyncIteration."""
        outer = self.asm.handler
        self.asm.protect(handler)
        item, awaitable = self.allocate(), self.allocate()
        self.asm.emit(Op.GET_ANEXT, awaitable, iterator)
        self.delegate(item, awaitable)
        self.asm.handler = outer
        self.release(awaitable)
        return item

    def end_async_iteration(self, handler: Handler, node: Node) -> None:
        """Goes on behind an asynchronous loop that has come to its end."""
        end = Label()
        block = self.enter_handler(handler, node)
        self.asm.emit(Op.END_ASYNC_FOR, block.register - 1)
        self.leave_handler(block)
        self.asm.jump(end)
        self.finish_handler(block)
        self.asm.place(end)

    def visit_For(self, node: ast.For) -> None:
        mark = self.unit.next
        iterator = self.allocate()
        constant = self.folding.frozen(node.iter)
        iterable = self.value(node.iter) if constant is None else self.load_constant(constant, ANY)
        self.asm.emit(Op.GET_ITER, iterator, iterable)
        self.release(iterator + 1)
        block = self.push_block(BlockKind.LOOP, node)
        head, end = Label(), Label()
        self.asm.place_loop(head)
        self.next_into(node.target, iterator, end)
        self.visit_body(node.body)
        self.asm.place(block.continue_label)
        self.asm.jump_back(head)
        self.asm.place(end)
        self.pop_block(block)
        self.visit_body(node.orelse)
        self.asm.place(block.break_label)
        self.release(mark)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.require_coroutine("'async for'", node, False)
        mark = self.unit.next
        iterator = self.allocate()
        self.asm.emit(Op.GET_AITER, iterator, self.value(node.iter))
        self.release(iterator + 1)
        block = self.push_block(BlockKind.LOOP, node)
        head = Label()
        self.asm.place_loop(head)
        item = self.next_awaited(iterator, block.cleanup)
        self.assign(node.target, item)
        self.release(item)
        self.visit_body(node.body)
        self.asm.place(block.continue_label)
        self.asm.jump_back(head)
        self.pop_block(block)
        self.end_async_iteration(block.cleanup, node)
        self.visit_body(node.orelse)
        self.asm.place(block.break_label)
        self.release(mark)

    def visit_While(self, node: ast.While) -> None:
        block = self.push_block(BlockKind.LOOP, node)
        head, end = Label(), Label()
        self.asm.place_loop(head)
        self.jump_if(node.test, False, end)
        self.visit_body(node.body)
        self.asm.place(block.continue_label)
        self.asm.jump_back(head)
        self.asm.place(end)
        self.pop_block(block)
        self.visit_body(node.orelse)
        self.asm.place(block.break_label)

    def visit_Break(self, node: ast.Break) -> None:
        depth = self.innermost_loop()
        if depth < 0:
            raise self.error("'break' outside loop", node)
        self.asm.emit(Op.NOP)  # a line to stop at
        handler = self.unwind(depth + 1)
        self.asm.jump(self.unit.blocks[depth].break_label)
        self.asm.handler = handler

    def visit_Continue(self, node: ast.Continue) -> None:
        depth = self.innermost_loop()
        if depth < 0:
            raise self.error("'continue' not properly in loop", node)
        self.asm.emit(Op.NOP)
        handler = self.unwind(depth + 1)
        self.asm.jump(self.unit.blocks[depth].continue_label)
        self.asm.handler = handler

    def innermost_loop(self) -> int:
        """The index of the innermost block that is a loop, or -1."""
        for i in range(len(self.unit.blocks) - 1, -1, -1):
            kind = self.unit.blocks[i].kind
            if kind == BlockKind.LOOP:
                return i
            if kind == BlockKind.STAR:
                raise self.error("'break', 'continue' and 'return' cannot appear in an except* block", self.asm.here)
        return -1

    def runs_final_body(self) -> bool:
        """Whether a return from here passes through code of the program."""
        for block in self.unit.blocks:
            if block.kind == BlockKind.FINALLY or block.kind == BlockKind.HANDLER:
                return True
        return False

    def visit_Return(self, node: ast.Return) -> None:
        unit, value = self.unit, node.value
        if unit.scope.kind != ScopeKind.FUNCTION:
            raise self.error("'return' outside function", node)
        if value is not None and unit.scope.is_generator and unit.scope.is_coroutine:
            raise self.error("'return' with value in async generator", node)
        mark = unit.next
        constant = None if value is None else self.constant_of(value)
        if value is None or constant is not None:
            handler = self.unwind(0)
            register = self.load_none(ANY) if constant is None else self.load_constant(constant, ANY)
        else:
            register = self.value(value)
            if not unit.is_temporary(register) and self.runs_final_body():
                register = self.moved(register, self.allocate())
            handler = self.unwind(0)
        self.asm.leave(Op.RETURN, register)
        self.asm.handler = handler
        self.release(mark)
