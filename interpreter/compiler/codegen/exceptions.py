"""try, with and except*, and leaving them.

Each instruction has at most one handler, the innermost. A handler begins with EXCEPT_ENTER, which takes two registers: the exception,
and what was handled before. Every way out of it runs EXCEPT_LEAVE; for exceptions that leave it there is a handler of the
handler, its *cleanup*.

A final body is written once for each way that leads through it. `unwind` writes what return, break and continue do on their way.
"""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.assembler import Handler, Label
from interpreter.compiler.codegen.core import ANY
from interpreter.compiler.codegen.expressions import AWAIT_ENTER, AWAIT_EXIT
from interpreter.compiler.codegen.functions import Functions
from interpreter.compiler.codegen.unit import Block, BlockKind
from interpreter.compiler.nodes import Node


class Exceptions(Functions):
    # Blocks.

    def push_block(self, kind: int, node: Node) -> Block:
        block = Block(kind, node, self.asm.handler)
        self.unit.blocks.append(block)
        return block

    def pop_block(self, block: Block) -> None:
        """The block ends here; the handler around it is active again."""
        self.unit.blocks.pop()
        self.asm.handler = block.outer

    def unwind(self, depth: int) -> Optional[Handler]:
        """Writes what happens when all blocks but the outermost `depth` are left, innermost first. The handler of the assembler is then
        that outside of them; gives the one that was active, to be set back."""
        unit, asm = self.unit, self.asm
        blocks, handler = unit.blocks, asm.handler
        unit.blocks = blocks[:]
        while len(unit.blocks) > depth:
            block = unit.blocks.pop()
            asm.handler = block.outer
            self.leave_block(block)
        unit.blocks = blocks
        return handler

    def leave_block(self, block: Block) -> None:
        if block.kind == BlockKind.FINALLY:
            self.visit_body(block.body)
        elif block.kind == BlockKind.HANDLER:
            name = block.name
            self.asm.emit(Op.EXCEPT_LEAVE, block.register)
            if name is not None:
                self.clear_name(name)
        elif block.kind == BlockKind.WITH or block.kind == BlockKind.ASYNC_WITH:
            outer = self.asm.here
            self.asm.here = block.node
            self.call_exit(block)
            self.asm.here = outer
        elif block.kind == BlockKind.STAR:
            raise self.error("'break', 'continue' and 'return' cannot appear in an except* block", self.asm.here)

    def enter_handler(self, handler: Handler, node: Node) -> Block:
        """Begins a handler. Its exception is in the register in front of `block.register`, which has what was handled before."""
        asm = self.asm
        asm.place_handler(handler)
        exception = self.allocate()
        asm.emit(Op.EXCEPT_ENTER, exception)
        block = self.push_block(BlockKind.HANDLER, node)
        block.register = self.allocate()
        asm.protect(block.cleanup)
        return block

    def leave_handler(self, block: Block) -> None:
        """The exception was handled."""
        self.asm.handler = block.outer
        self.asm.emit(Op.EXCEPT_LEAVE, block.register)
        self.asm.emit(Op.CLEAR, block.register - 1)

    def reraise(self, block: Block) -> None:
        """The exception was not handled, and goes on."""
        self.asm.handler = block.outer
        self.asm.emit(Op.EXCEPT_LEAVE, block.register)
        self.asm.leave(Op.RERAISE, block.register - 1)

    def finish_handler(self, block: Block) -> None:
        """Ends a handler, behind its code: an exception in it replaces the one that was handled."""
        self.pop_block(block)
        self.cleanup(block, block.cleanup, None)
        self.release(block.register - 1)

    def cleanup(self, block: Block, handler: Handler, name: Optional[str]) -> None:
        """Where exceptions that leave a handler go; `name` is unbound on the way."""
        asm = self.asm
        asm.place_handler(handler)
        asm.handler = block.outer
        exception = self.allocate()
        self.allocate()
        asm.emit(Op.EXCEPT_ENTER, exception)
        if name is not None:
            self.clear_name(name)
        asm.emit(Op.EXCEPT_LEAVE, block.register)
        asm.leave(Op.RERAISE, exception)
        self.release(exception)

    # try.

    def visit_Try(self, node: ast.Try) -> None:
        self.asm.emit(Op.NOP)  # a line to stop at
        if node.finalbody:
            block = self.begin_finally(node, node.finalbody)
            if node.handlers:
                self.try_except(node, node.body, node.handlers, node.orelse)
            else:
                self.visit_body(node.body)
                self.visit_body(node.orelse)
            self.end_finally(block)
        else:
            self.try_except(node, node.body, node.handlers, node.orelse)

    def begin_finally(self, node: ast.stmt, body: list[ast.stmt]) -> Block:
        block = self.push_block(BlockKind.FINALLY, node)
        block.body = body
        self.asm.protect(block.cleanup)
        return block

    def end_finally(self, block: Block) -> None:
        end = Label()
        self.pop_block(block)
        self.visit_body(block.body)
        self.asm.jump(end)
        handler = self.enter_handler(block.cleanup, block.node)
        self.visit_body(block.body)
        self.reraise(handler)
        self.finish_handler(handler)
        self.asm.place(end)

    def try_except(self, node: ast.stmt, body: list[ast.stmt], handlers: list[ast.excepthandler], orelse: list[ast.stmt]) -> None:
        asm, end = self.asm, Label()
        block = self.push_block(BlockKind.TRY, node)
        asm.protect(block.cleanup)
        self.visit_body(body)
        self.pop_block(block)
        self.visit_body(orelse)
        asm.jump(end)
        handler = self.enter_handler(block.cleanup, node)
        for i in range(len(handlers)):
            clause = handlers[i]
            assert isinstance(clause, ast.ExceptHandler)
            self.except_clause(clause, handler, end, i == len(handlers) - 1)
        self.reraise(handler)
        self.finish_handler(handler)
        asm.place(end)

    def except_clause(self, clause: ast.ExceptHandler, handler: Block, end: Label, is_last: bool) -> None:
        asm = self.asm
        outer_place = asm.here
        asm.here = clause
        exception = handler.register - 1
        kind, name = clause.type, clause.name
        next = Label()
        if kind is not None:
            mark = self.unit.next
            types = self.value(kind)
            outcome = self.result(ANY, mark)
            asm.emit(Op.EXCEPTION_MATCH, outcome, exception, types)
            self.branch_if(outcome, False, next)
            self.release(mark)
        elif not is_last:
            raise self.error("default 'except:' must be last", clause)
        if name is None:
            self.visit_body(clause.body)
            self.leave_handler(handler)
            asm.jump(end)
        else:
            self.refuse_debug(name, "assign to", clause)
            self.store_name(name, exception)
            inner = Handler()
            handler.name = name
            asm.protect(inner)
            self.visit_body(clause.body)
            handler.name = None
            asm.handler = handler.outer
            self.clear_name(name)
            self.leave_handler(handler)
            asm.jump(end)
            self.cleanup(handler, inner, name)
        asm.handler = handler.cleanup
        asm.place(next)
        asm.here = outer_place

    # except*.

    def visit_TryStar(self, node: ast.TryStar) -> None:
        self.asm.emit(Op.NOP)
        if node.finalbody:
            block = self.begin_finally(node, node.finalbody)
            self.try_star(node)
            self.end_finally(block)
        else:
            self.try_star(node)

    def try_star(self, node: ast.TryStar) -> None:
        """The exceptions that each clause does not match, and those that it raises, are put together at the end."""
        asm, end = self.asm, Label()
        block = self.push_block(BlockKind.TRY, node)
        asm.protect(block.cleanup)
        self.visit_body(node.body)
        self.pop_block(block)
        self.visit_body(node.orelse)
        asm.jump(end)
        handler = self.enter_handler(block.cleanup, node)
        exception = handler.register - 1
        raised = self.allocate()
        match = self.allocate()
        rest = self.allocate()
        asm.emit(Op.BUILD_LIST, raised, raised, 0)
        asm.emit(Op.MOVE, rest, exception)
        for clause in node.handlers:
            assert isinstance(clause, ast.ExceptHandler)
            self.except_star_clause(clause, handler, raised, match)
        asm.emit(Op.LIST_APPEND, raised, rest)
        asm.emit(Op.EXCEPTION_GROUP_RAISE, match, exception, raised)
        asm.handler = handler.outer
        asm.emit(Op.EXCEPT_LEAVE, handler.register)
        again = Label()
        asm.branch(Op.JUMP_IF_NOT_NONE, match, again)
        asm.emit(Op.CLEAR, exception)
        asm.jump(end)
        asm.place(again)
        asm.leave(Op.RERAISE, match)
        self.finish_handler(handler)
        asm.place(end)

    def except_star_clause(self, clause: ast.ExceptHandler, handler: Block, raised: int, match: int) -> None:
        """`match` and the register behind it: the part that the clause gets, and what is left for the others."""
        asm = self.asm
        outer_place = asm.here
        asm.here = clause
        kind, name = clause.type, clause.name
        next, inner = Label(), Handler()
        rest = match + 1
        if kind is not None:
            mark = self.unit.next
            asm.emit(Op.EXCEPTION_GROUP_MATCH, match, rest, self.value(kind))
            self.release(mark)
        asm.branch(Op.JUMP_IF_NONE, match, next)
        if name is not None:
            self.refuse_debug(name, "assign to", clause)
            self.store_name(name, match)
        block = self.push_block(BlockKind.STAR, clause)
        asm.protect(inner)
        self.visit_body(clause.body)
        self.pop_block(block)
        if name is not None:
            self.clear_name(name)
        asm.jump(next)
        asm.place_handler(inner)
        error = self.allocate()
        before = self.allocate()
        asm.emit(Op.EXCEPT_ENTER, error)
        if name is not None:
            self.clear_name(name)
        asm.emit(Op.LIST_APPEND, raised, error)
        asm.emit(Op.EXCEPT_LEAVE, before)
        self.release(error)
        asm.place(next)
        asm.here = outer_place

    # with.

    def visit_With(self, node: ast.With) -> None:
        self.with_items(node, node.items, 0, node.body, False)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        self.require_coroutine("'async with'", node, False)
        self.with_items(node, node.items, 0, node.body, True)

    def with_items(self, node: ast.stmt, items: list[ast.withitem], index: int, body: list[ast.stmt], is_async: bool) -> None:
        """The statement from items[index] on."""
        asm = self.asm
        item = items[index]
        variables = item.optional_vars
        mark = self.unit.next
        manager = self.value(item.context_expr)
        self.release(mark)
        method = self.allocate()
        entered = self.allocate()
        asm.emit(Op.BEFORE_ASYNC_WITH if is_async else Op.BEFORE_WITH, method, manager)
        if is_async:
            self.await_in_place(entered, AWAIT_ENTER)
        block = self.push_block(BlockKind.ASYNC_WITH if is_async else BlockKind.WITH, node)
        block.register = method
        asm.protect(block.cleanup)
        if variables is not None:
            self.assign(variables, entered)
        self.release(entered)
        if index + 1 < len(items):
            self.with_items(node, items, index + 1, body, is_async)
        else:
            self.visit_body(body)
        self.pop_block(block)
        self.call_exit(block)
        end = Label()
        asm.jump(end)
        self.exit_with_exception(block, is_async, end)
        asm.place(end)
        self.release(mark)

    def exit_with_exception(self, block: Block, is_async: bool, end: Label) -> None:
        """The handler of a with statement: a true result of the exit method means that the exception was handled."""
        asm = self.asm
        handler = self.enter_handler(block.cleanup, block.node)
        result = self.allocate()
        asm.emit(Op.WITH_EXIT, result, block.register, handler.register - 1)
        if is_async:
            self.await_in_place(result, AWAIT_EXIT)
        handled = Label()
        self.branch_if(result, True, handled)
        self.release(result)
        self.reraise(handler)
        asm.place(handled)
        self.leave_handler(handler)
        asm.jump(end)
        self.finish_handler(handler)

    def call_exit(self, block: Block) -> None:
        """Calls the exit method when there is no exception."""
        result = self.allocate()
        self.asm.emit(Op.CLEAR, result)
        self.asm.emit(Op.WITH_EXIT, result, block.register, result)
        if block.kind == BlockKind.ASYNC_WITH:
            self.await_in_place(result, AWAIT_EXIT)
        self.release(result)
