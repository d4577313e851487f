"""One function, from its syntax tree to its graph."""
from __future__ import annotations

import ast
from typing import Optional

from transform.frontend import rpython_functions  # noqa: F401  registers what it translates
from transform.frontend.builtin_functions import INTRINSICS, method_intrinsic
from transform.frontend.comprehensions import Comprehensions
from transform.frontend.errors import InternalError, Span, TranslationError
from transform.frontend.program import Frontend, FunctionSpec
from transform.frontend.values import FrontValue
from transform.ir.graph import Block, Constant, Graph, Return, Value, Variable
from transform.ir.types import VOID, RefType


class FunctionBuilder(Comprehensions):
    """The translation of one function."""

    intrinsics = INTRINSICS

    def method_intrinsic(self, node: ast.Call, held: Value) -> Optional[FrontValue]:
        return method_intrinsic(self, node, held)

    def build(self) -> Graph:
        """The graph of the function. Raises TranslationError."""
        node = self.spec.node
        entry = Block(name="entry")
        for name, type in zip(self.spec.params, self.function.signature.params):
            param = Variable(type, name)
            entry.params.append(param)
            self.env.values[name] = param
            self.declared[name] = type
        self.block = entry
        code = self.spec.pyfunc.__code__
        if isinstance(node, ast.Lambda):
            self.local_names = frozenset(self.spec.params)
            self._result(node.body)
        else:
            self.local_names = frozenset(code.co_varnames + code.co_cellvars) - set(self.spec.statics)
            self.statements(node.body)
            if self.block is not None:
                self._fall_off_end(node)
        if self.suspects:
            raise self.suspects[0]
        return Graph(entry)

    def _result(self, body: ast.expr) -> None:
        result = self.function.signature.result
        value = self.expression(body, result)
        if self.block is not None:
            self.terminate(Return(None if result is VOID else self.coerce(value, result, body, "result"),
                                  self.position))

    def _fall_off_end(self, node: ast.FunctionDef) -> None:
        result = self.function.signature.result
        if result is VOID:
            self.terminate(Return(None, self.position))
        elif isinstance(result, RefType) and result.optional:
            self.terminate(Return(Constant(None, result), self.position))
        else:
            self.error(f"the function may end without returning {result}", node.body[-1],
                       "return or raise on every way")


def build_graph(frontend: Frontend, spec: FunctionSpec) -> None:
    """Translate the body of a function into ``spec.ir.graph``. Raises TranslationError; one that is an
    InternalError says where an exception that nobody expected came up."""
    builder = FunctionBuilder(frontend, spec)
    try:
        spec.ir.graph = builder.build()
    except TranslationError:
        raise
    except Exception as error:
        span = Span.of_line(builder.position.file, builder.position.line)
        raise InternalError(error, span, spec.ir.name) from error
