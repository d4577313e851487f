"""From text to code: a lexer, and a compiler that writes the code of each function in one pass.

    program     {"function" name "(" [name {"," name}] ")" block "end"}
    block       {statement}
    statement   "local" name "=" expression | place "=" expression | call | "return" expression
                | "print" "(" expression ")" | "if" expression "then" block ["else" block] "end"
                | "while" expression "do" block "end"
                | "for" name "=" expression "," expression "do" block "end"
    expression  sum [comparison sum], with +, -, *, //, %, calls, "array" "(" size ")", "len" "(" array ")", indexing
"""
from __future__ import annotations

from luavm.bytecode import Function, LuaError, Op, Value, integer
from transform.rpython import int32, new_array

SYMBOLS = ["==", "~=", "<=", ">=", "//", "(", ")", "[", "]", ",", "=", "<", ">", "+", "-", "*", "%"]
KEYWORDS = ["function", "local", "if", "then", "else", "end", "while", "do", "for", "return", "print", "array",
            "len"]


def is_word_character(c: str) -> bool:
    return c.isalnum() or c == "_"


class Lexer:
    """Cuts the text into tokens; ``kind`` is "name", "number", "end of text", a keyword or a symbol."""

    text: str
    position: int
    line: int
    kind: str
    word: str

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1
        self.kind = ""
        self.word = ""
        self.advance()

    def error(self, message: str) -> LuaError:
        return LuaError(f"line {self.line}: {message}")

    def skip_blanks(self) -> None:
        while self.position < len(self.text):
            if self.text.startswith("--", self.position):
                while self.position < len(self.text) and self.text[self.position] != "\n":
                    self.position += 1
            elif self.text[self.position] == "\n":
                self.line += 1
                self.position += 1
            elif self.text[self.position] == " ":
                self.position += 1
            else:
                break

    def advance(self) -> None:
        """Go to the next token."""
        self.skip_blanks()
        start = self.position
        if start == len(self.text):
            self.kind = "end of text"
            return
        while self.position < len(self.text) and is_word_character(self.text[self.position]):
            self.position += 1
        if self.position > start:
            self.word = self.text[start:self.position]
            self.kind = "number" if self.word[0].isdigit() else self.word if self.word in KEYWORDS else "name"
            return
        for symbol in SYMBOLS:
            if self.text.startswith(symbol, start):
                self.kind = symbol
                self.position += len(symbol)
                return
        raise self.error("unexpected character")

    def accept(self, kind: str) -> bool:
        """Go on if the present token is of that kind."""
        if self.kind != kind:
            return False
        self.advance()
        return True

    def expect(self, kind: str) -> None:
        if not self.accept(kind):
            raise self.error(f"{kind} expected, found {self.kind}")

    def expect_name(self) -> str:
        word = self.word
        self.expect("name")
        return word


class Compiler:
    """Recursive descent over the tokens; code and local variables of the function that is being compiled."""

    lexer: Lexer
    functions: dict[str, Function]
    code: list[int]
    constants: list[int]
    local_slots: dict[str, int]
    slots: int
    depth: int
    deepest: int
    calls: list[tuple[Function, int, int]]

    def __init__(self, text: str) -> None:
        self.lexer = Lexer(text)
        self.functions = {}
        self.calls = []  # function, number of arguments, line: checked when all functions are known
        self.start_function()

    def start_function(self) -> None:
        self.code = []
        self.constants = []
        self.local_slots = {}
        self.slots = 0
        self.depth = 0
        self.deepest = 0

    def emit(self, op: int, operand: int, effect: int) -> int:
        """Append an instruction that changes the height of the stack by ``effect``; gives its position."""
        self.code.append(op | operand << 8)
        self.depth += effect
        self.deepest = max(self.deepest, self.depth)
        return len(self.code) - 1

    def set_target(self, jump: int) -> None:
        """Let a jump lead to the end of the code so far."""
        self.code[jump] |= len(self.code) << 8

    def new_slot(self, name: str) -> int:
        slot = self.slots
        self.slots += 1
        self.local_slots[name] = slot
        return slot

    def function(self, name: str) -> Function:
        """The function of that name, which may come later in the text."""
        if name not in self.functions:
            self.functions[name] = Function(name, len(self.functions))
        return self.functions[name]

    def program(self) -> dict[str, Function]:
        """Compile the whole text."""
        while self.lexer.kind != "end of text":
            self.definition()
        for function, arguments, line in self.calls:
            if function.params < 0:
                raise LuaError(f"line {line}: function {function.name} is not defined")
            if function.params != arguments:
                raise LuaError(f"line {line}: {function.name} takes {function.params} arguments, not {arguments}")
        return self.functions

    def definition(self) -> None:
        self.lexer.expect("function")
        function = self.function(self.lexer.expect_name())
        self.start_function()
        self.lexer.expect("(")
        while self.lexer.kind == "name":
            self.new_slot(self.lexer.expect_name())
            if not self.lexer.accept(","):
                break
        self.lexer.expect(")")
        function.params = self.slots
        self.block()
        self.lexer.expect("end")
        self.emit_number(0)
        self.emit(Op.RETURN, 0, -1)
        function.slots = self.slots
        function.frame_size = self.slots + self.deepest
        function.code = new_array(int32, len(self.code))
        for i, instruction in enumerate(self.code):
            function.code[i] = int32(instruction)
        function.constants = new_array(Value, len(self.constants))
        for i, constant in enumerate(self.constants):
            function.constants[i] = integer(constant)

    def emit_number(self, number: int) -> None:
        if number not in self.constants:
            self.constants.append(number)
        self.emit(Op.CONSTANT, self.constants.index(number), 1)

    def block(self) -> None:
        while self.lexer.kind != "end" and self.lexer.kind != "else":
            self.statement()

    def statement(self) -> None:
        lexer = self.lexer
        if lexer.accept("local"):
            name = lexer.expect_name()
            lexer.expect("=")
            self.expression()
            self.emit(Op.STORE, self.new_slot(name), -1)
        elif lexer.accept("if"):
            self.if_statement()
        elif lexer.accept("while"):
            self.while_statement()
        elif lexer.accept("for"):
            self.for_statement()
        elif lexer.accept("return"):
            self.expression()
            self.emit(Op.RETURN, 0, -1)
        elif lexer.accept("print"):
            self.parenthesized()
            self.emit(Op.PRINT, 0, -1)
        else:
            self.assignment_or_call()

    def if_statement(self) -> None:
        self.expression()
        self.lexer.expect("then")
        to_else = self.emit(Op.JUMP_IF_FALSE, 0, -1)
        self.block()
        if self.lexer.accept("else"):
            to_end = self.emit(Op.JUMP, 0, 0)
            self.set_target(to_else)
            self.block()
            self.set_target(to_end)
        else:
            self.set_target(to_else)
        self.lexer.expect("end")

    def while_statement(self) -> None:
        start = len(self.code)
        self.expression()
        self.lexer.expect("do")
        to_end = self.emit(Op.JUMP_IF_FALSE, 0, -1)
        self.block()
        self.lexer.expect("end")
        self.emit(Op.JUMP, start, 0)
        self.set_target(to_end)

    def for_statement(self) -> None:
        name = self.lexer.expect_name()
        self.lexer.expect("=")
        self.expression()
        counter = self.new_slot(name)
        self.emit(Op.STORE, counter, -1)
        self.lexer.expect(",")
        self.expression()
        limit = self.new_slot("")
        self.emit(Op.STORE, limit, -1)
        self.lexer.expect("do")
        start = len(self.code)
        self.emit(Op.LOAD, counter, 1)
        self.emit(Op.LOAD, limit, 1)
        self.emit(Op.LE, 0, -1)
        to_end = self.emit(Op.JUMP_IF_FALSE, 0, -1)
        self.block()
        self.lexer.expect("end")
        self.emit(Op.NEXT, counter, 0)
        self.emit(Op.JUMP, start, 0)
        self.set_target(to_end)

    def assignment_or_call(self) -> None:
        name = self.lexer.expect_name()
        if self.lexer.accept("("):
            self.call(name)
            self.emit(Op.POP, 0, -1)
        elif self.lexer.accept("="):
            self.expression()
            self.emit(Op.STORE, self.slot(name), -1)
        else:
            self.emit(Op.LOAD, self.slot(name), 1)
            self.lexer.expect("[")
            self.expression()
            self.lexer.expect("]")
            while self.lexer.accept("["):
                self.emit(Op.GET_ITEM, 0, -1)
                self.expression()
                self.lexer.expect("]")
            self.lexer.expect("=")
            self.expression()
            self.emit(Op.SET_ITEM, 0, -3)

    def slot(self, name: str) -> int:
        """Where a local variable lies in the frame."""
        if name not in self.local_slots:
            raise self.lexer.error(f"unknown variable {name}")
        return self.local_slots[name]

    def expression(self) -> None:
        """sum [comparison sum]"""
        self.sum()
        op = comparison_op(self.lexer.kind)
        if op >= 0:
            self.lexer.advance()
            self.sum()
            self.emit(op, 0, -1)

    def sum(self) -> None:
        self.product()
        while self.lexer.kind == "+" or self.lexer.kind == "-":
            op = Op.ADD if self.lexer.kind == "+" else Op.SUB
            self.lexer.advance()
            self.product()
            self.emit(op, 0, -1)

    def product(self) -> None:
        self.operand()
        while self.lexer.kind == "*" or self.lexer.kind == "//" or self.lexer.kind == "%":
            op = Op.MUL if self.lexer.kind == "*" else Op.DIV if self.lexer.kind == "//" else Op.MOD
            self.lexer.advance()
            self.operand()
            self.emit(op, 0, -1)

    def operand(self) -> None:
        lexer = self.lexer
        if lexer.kind == "number":
            self.emit_number(int(lexer.word))
            lexer.advance()
        elif lexer.accept("array"):
            self.parenthesized()
            self.emit(Op.ARRAY, 0, 0)
        elif lexer.accept("len"):
            self.parenthesized()
            self.emit(Op.LENGTH, 0, 0)
        elif lexer.kind == "(":
            self.parenthesized()
        else:
            name = lexer.expect_name()
            if lexer.accept("("):
                self.call(name)
            else:
                self.emit(Op.LOAD, self.slot(name), 1)
        while lexer.accept("["):
            self.expression()
            lexer.expect("]")
            self.emit(Op.GET_ITEM, 0, -1)

    def parenthesized(self) -> None:
        self.lexer.expect("(")
        self.expression()
        self.lexer.expect(")")

    def call(self, name: str) -> None:
        """The arguments of a call, behind the opening parenthesis, and the call."""
        function = self.function(name)
        arguments = 0
        if self.lexer.kind != ")":
            self.expression()
            arguments = 1
            while self.lexer.accept(","):
                self.expression()
                arguments += 1
        self.lexer.expect(")")
        self.calls.append((function, arguments, self.lexer.line))
        self.emit(Op.CALL, function.number, 1 - arguments)


def comparison_op(symbol: str) -> int:
    """The opcode of a comparison, or -1."""
    match symbol:
        case "==":
            return Op.EQ
        case "~=":
            return Op.NE
        case "<":
            return Op.LT
        case "<=":
            return Op.LE
        case ">":
            return Op.GT
        case ">=":
            return Op.GE
    return -1
