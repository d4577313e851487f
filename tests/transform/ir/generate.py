"""Random well-formed programs: loops, branches, handlers, objects, tuples, calls.

Every program ends (loops are counted, calls only lead to functions made before) and keeps
the promises of the operations, so it can be run before and after a pass.
"""
from __future__ import annotations

from random import Random
from typing import Any, Optional

from transform.ir.graph import (
    Block, Branch, Constant, Function, Graph, Jump, Link, Operation, Program, Raise, Return, Switch, Value, Variable,
)
from transform.ir.parser import parse_program
from transform.ir.types import BOOL, FLOAT, INT, Signature, Type, UINT8, tuple_of

CLASSES = """
class object
class BaseException(object) exception
  code: int
class Error(BaseException) instantiated
class IndexError(BaseException) instantiated
class OverflowError(BaseException) instantiated
class ZeroDivisionError(BaseException) instantiated
class Point(object) instantiated
  x: int
  y: int immutable
  next: Point?
  slot area: code(Point, int) -> int
  virtual .area = @area
class Sub(Point) instantiated
  z: int
  virtual .area = @area2
class Array(object) instantiated
  length: int immutable
  var int
prebuilt index_error: IndexError {code = 1}
prebuilt overflow_error: OverflowError {code = 2}
prebuilt zero_error: ZeroDivisionError {code = 3}
prebuilt origin: Point {x = 5, y = 6, next = &other}
prebuilt other: Sub {x = 7, y = 8, next = null, z = 9}
exception IndexError = &index_error
exception OverflowError = &overflow_error
exception ZeroDivisionError = &zero_error
extern effect(int) -> void
function area(p: Point, n: int) -> int
entry:
  x = getfield p .x
  r = int_add x, n
  return r
function area2(p: Point, n: int) -> int
entry:
  x = getfield p .x
  r = int_mul_ovf x, n
  return r
function constants() -> Point
entry:
  call_c effect(0)
  return &origin
"""

_INTERESTING = (0, 1, -1, 2, 3, 5, 7, 8, 64, 255, -8, 2**63 - 1, -2**63, 2**62)
_PAIR = tuple_of(INT, INT)


def random_program(random: Random) -> Program:
    """A program whose entry takes (int, int, Point?)."""
    program = parse_program(CLASSES)
    for number in range(random.randint(1, 3)):
        function = _Maker(random, program, f"f{number}").make()
        program.functions.append(function)
        program.entry = function
    return program


class _Maker:
    """Makes one function. ``scope`` holds the values that may be used here."""

    def __init__(self, random: Random, program: Program, name: str) -> None:
        self.random = random
        self.program = program
        self.classes = {cls.name: cls for cls in program.classes}
        self.point = self.classes["Point"]
        constants = program.find("constants").graph
        assert constants is not None and isinstance(constants.entry.exit, Return)
        self.print_int = constants.entry.ops[0].static
        origin = constants.entry.exit.value
        assert isinstance(origin, Constant)
        self.origin = origin
        params = [Variable(INT, "a"), Variable(INT, "b"), Variable(self.point.optional, "p")]
        self.function = Function(name, Signature((INT, INT, self.point.optional), INT), param_names=("a", "b", "p"))
        self.function.inline = random.choice(("auto", "auto", "always", "never"))
        self.block = Block(params)
        self.function.graph = Graph(self.block)
        self.scope: list[Value] = list(params)
        self.handler: Optional[Block] = None
        self.budget = random.randint(5, 40)
        self.depth = 0

    def make(self) -> Function:
        self.statements()
        self.block.exit = Return(self.pick(INT))
        return self.function

    # Values.

    def pick(self, type: Type) -> Value:
        random = self.random
        candidates = [v for v in self.scope if v.type is type]
        if candidates and random.random() < 0.8:
            return random.choice(candidates[-6:])
        if type is INT:
            return Constant(random.choice(_INTERESTING), INT)
        if type is UINT8:
            return Constant(random.choice((0, 1, 2, 128, 255)), UINT8)
        if type is BOOL:
            return Constant(random.random() < 0.5, BOOL)
        if type is FLOAT:
            return Constant(random.choice((0.0, -0.0, 1.0, 0.5, -2.5, 1e300)), FLOAT)
        if type is _PAIR:
            return self.emit("make_tuple", [self.pick(INT), self.pick(INT)], _PAIR)
        if type is self.point.optional:
            return Constant(random.choice((None, self.origin.value)), type)
        if type is self.point.ref:
            if random.random() < 0.3:
                return self.origin
            return self.new_point()
        assert type is self.classes["Array"].ref
        return self.emit("new_var", [Constant(random.randint(1, 5), INT)], type, self.classes["Array"], may_fail=True)

    def new_point(self) -> Value:
        cls = self.classes[self.random.choice(("Point", "Sub"))]
        made = self.emit("new", [], cls.ref, cls, may_fail=True)
        for name in ("x", "y"):
            if self.random.random() < 0.7:
                self.emit("setfield", [made, self.pick(INT)], None, self.point.fields[name])
        return made if cls is self.point else self.emit("cast_ref", [made], self.point.ref)

    def emit(self, name: str, args: list[Value], result: Optional[Type], static: Any = None,
             may_fail: bool = False) -> Value:
        op = Operation(name, args, None if result is None else Variable(result), static)
        if may_fail and self.handler is not None:
            op.fail = Link(self.handler, [self.pick_visible(INT)])
        self.block.ops.append(op)
        if op.result is None:
            return Constant(0, INT)
        self.scope.append(op.result)
        return op.result

    def pick_visible(self, type: Type) -> Value:
        """Like `pick`, without adding operations."""
        candidates = [v for v in self.scope if v.type is type]
        return self.random.choice(candidates) if candidates else Constant(3, INT)

    # Statements.

    def statements(self) -> None:
        for _ in range(self.random.randint(1, 6)):
            self.budget -= 1
            if self.budget < 0:
                return
            self.random.choice((self.arithmetic, self.arithmetic, self.comparison, self.checked, self.object,
                                self.object, self.tuple, self.bytes_and_floats, self.array, self.call, self.effect,
                                self.branch, self.branch, self.loop, self.guarded, self.switch, self.raising))()

    def arithmetic(self) -> None:
        name = self.random.choice(("add", "sub", "mul", "and", "or", "xor"))
        self.emit(f"int_{name}", [self.pick(INT), self.pick(INT)], INT)
        if self.random.random() < 0.3:
            number = self.random.choice((1, 2, 3, 8, -1, -4))
            name = self.random.choice(("floordiv", "mod", "cdiv", "cmod"))
            self.emit(f"int_{name}", [self.pick(INT), Constant(number, INT)], INT)

    def comparison(self) -> None:
        name = self.random.choice(("eq", "ne", "lt", "le", "gt", "ge"))
        value = self.emit(f"int_{name}", [self.pick(INT), self.pick(INT)], BOOL)
        if self.random.random() < 0.3:
            value = self.emit("bool_not", [value], BOOL)
        if self.random.random() < 0.3:
            self.emit("cast_int", [value], INT)

    def checked(self) -> None:
        name = self.random.choice(("int_add_ovf", "int_sub_ovf", "int_mul_ovf", "check_index", "check_nonzero"))
        args = [self.pick(INT)] if name == "check_nonzero" else [self.pick(INT), self.pick(INT)]
        if name == "check_index" and isinstance(args[1], Constant) and self.random.random() < 0.7:
            args[1] = Constant(10, INT)
        self.emit(name, args, INT, may_fail=True)

    def object(self) -> None:
        kind = self.random.randrange(7)
        if kind == 0:
            self.new_point()
        elif kind == 1:
            self.emit("getfield", [self.pick(self.point.ref)], INT, self.point.fields[self.random.choice("xy")])
        elif kind == 2:
            self.emit("setfield", [self.pick(self.point.ref), self.pick(INT)], None, self.point.fields["x"])
        elif kind == 3:
            self.emit("setfield", [self.pick(self.point.ref), self.pick(self.point.optional)], None,
                      self.point.fields["next"])
        elif kind == 4:
            self.emit("getfield", [self.pick(self.point.ref)], self.point.optional, self.point.fields["next"])
        elif kind == 5:
            name = self.random.choice(("isinstance", "is_exactly"))
            self.emit(name, [self.pick(self.point.optional)], BOOL, self.classes[self.random.choice(("Point", "Sub"))])
        else:
            value = self.pick(self.point.optional)
            null = self.emit("is_null", [value], BOOL)

            def present() -> None:
                self.emit("check_not_none", [value], self.point.ref, "p")
                self.statements()

            self.conditional(null, lambda: None, present)

    def tuple(self) -> None:
        pair = self.pick(_PAIR)
        self.emit("tuple_get", [pair], INT, self.random.randrange(2))

    def bytes_and_floats(self) -> None:
        kind = self.random.randrange(4)
        if kind == 0:
            byte = self.emit("cast_int", [self.pick(INT)], UINT8)
            self.emit("int_add", [byte, self.pick(UINT8)], UINT8)
        elif kind == 1:
            self.emit("cast_int", [self.pick(UINT8)], INT)
        elif kind == 2:
            self.emit(f"float_{self.random.choice(('add', 'sub', 'mul', 'truediv'))}",
                      [self.pick(FLOAT), self.pick(FLOAT)], FLOAT)
        else:
            self.emit(f"float_{self.random.choice(('eq', 'ne', 'lt', 'le', 'gt', 'ge'))}",
                      [self.pick(FLOAT), self.pick(FLOAT)], BOOL)

    def array(self) -> None:
        cls = self.classes["Array"]
        array = self.pick(cls.ref)
        length = self.emit("getfield", [array], INT, cls.fields["length"])
        index = self.emit("check_index", [self.pick(INT), length], INT, may_fail=True)
        if self.random.random() < 0.5:
            self.emit("setitem", [array, index, self.pick(INT)], None)
        self.emit("getitem", [array, index], INT)

    def call(self) -> None:
        kind = self.random.randrange(3)
        if kind == 0:
            point = self.pick(self.point.ref)
            self.emit("call_virtual", [point, self.pick(INT)], INT, self.point.slots["area"], may_fail=True)
        else:
            function = self.random.choice([f for f in self.program.functions if f.signature.result is INT])
            args = [self.pick(type) for type in function.signature.params]
            self.emit("call", args, INT, function, may_fail=True)

    def effect(self) -> None:
        self.emit("call_c", [self.pick(INT)], None, self.print_int)

    def branch(self) -> None:
        self.conditional(self.pick(BOOL), self.statements, self.statements)

    def conditional(self, condition: Value, then: Any, otherwise: Any) -> None:
        if self.depth > 3:
            return
        scope = len(self.scope)
        join = Block([Variable(self.random.choice((INT, INT, _PAIR)))] if self.random.random() < 0.7 else [])
        ways = [Block(), Block()]
        self.block.exit = Branch(condition, Link(ways[0]), Link(ways[1]))
        for way, statements in zip(ways, (then, otherwise)):
            self.block = way
            self.inside(statements)
            self.leave_to(join)
            del self.scope[scope:]
        self.block = join
        self.scope.extend(join.params)

    def leave_to(self, join: Block) -> None:
        self.block.exit = Jump(Link(join, [self.pick(param.type) for param in join.params]))

    def inside(self, statements: Any) -> None:
        self.depth += 1
        statements()
        self.depth -= 1

    def switch(self) -> None:
        if self.depth > 3:
            return
        scope = len(self.scope)
        join = Block([Variable(INT)])
        ways = [Block() for _ in range(self.random.randint(1, 3))]
        self.block.exit = Switch(self.pick(INT), [(n, Link(way)) for n, way in enumerate(ways)],
                                 Link(join, [Constant(-9, INT)]))
        for way in ways:
            self.block = way
            self.inside(self.statements)
            self.leave_to(join)
            del self.scope[scope:]
        self.block = join
        self.scope.extend(join.params)

    def loop(self) -> None:
        """for i in range(n), with an accumulator; n is clipped to 0..7."""
        if self.depth > 2:
            return
        start = self.pick(INT) if self.random.random() < 0.1 else Constant(self.random.randint(-1, 2), INT)
        limit = self.emit("int_and", [self.pick(INT), Constant(7, INT)], INT)
        head = Block([Variable(INT, "i"), Variable(INT, "s")])
        body, after = Block(), Block()
        index = head.params[0]
        if not isinstance(start, Constant):
            start = self.emit("int_and", [start, Constant(3, INT)], INT)
        self.block.exit = Jump(Link(head, [start, self.pick(INT)]))
        condition = Variable(BOOL)
        head.ops.append(Operation("int_lt", [index, limit], condition))
        head.exit = Branch(condition, Link(body), Link(after))
        self.scope.extend(head.params)
        scope = len(self.scope)
        self.block = body
        self.inside(self.statements)
        following = self.emit("int_add", [index, Constant(1, INT)], INT)
        total = self.pick_visible(INT)
        self.block.exit = Jump(Link(head, [following, total]))
        del self.scope[scope:]
        self.block = after

    def guarded(self) -> None:
        """try: ... except: ..."""
        if self.depth > 3:
            return
        scope = len(self.scope)
        outer = self.handler
        handler = Block([Variable(INT, "h")])
        join = Block([Variable(INT)])
        self.handler = handler
        self.inside(self.statements)
        self.handler = outer
        reached = any(op.fail is not None and op.fail.target is handler
                      for block in self.function.graph.blocks() for op in block.ops)  # type: ignore[union-attr]
        reached |= any(op.fail is not None and op.fail.target is handler for op in self.block.ops)
        self.leave_to(join)
        del self.scope[scope:]
        if reached:
            self.block = handler
            base = self.classes["BaseException"]
            caught = Variable(base.ref, "e")
            handler.ops.append(Operation("catch", [], caught))
            self.scope.append(handler.params[0])
            self.emit("getfield", [caught], INT, base.fields["code"])
            if self.random.random() < 0.3:
                self.emit("isinstance", [caught], BOOL, self.classes["IndexError"])
            self.inside(self.statements)
            if self.random.random() < 0.2:
                self.block.exit = Raise(caught)
            else:
                self.leave_to(join)
            del self.scope[scope:]
        self.block = join
        self.scope.extend(join.params)

    def raising(self) -> None:
        """if ...: raise"""
        if self.depth > 3:
            return
        condition = self.pick(BOOL)
        raising, after = Block(), Block()
        self.block.exit = Branch(condition, Link(raising), Link(after))
        self.block = raising
        cls = self.classes["Error"]
        error = self.emit("new", [], cls.ref, cls, may_fail=True)
        self.emit("setfield", [error, self.pick(INT)], None, self.classes["BaseException"].fields["code"])
        self.block.exit = Raise(error)
        self.scope.remove(error)
        self.scope = [v for v in self.scope if all(op.result is not v for op in raising.ops)]
        self.block = after
