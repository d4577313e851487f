"""The parser of string literals: adjacent literals become one constant, or with f-strings (PEP 498) a JoinedStr."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast, tokens
from interpreter.compiler.literals import LiteralError, Unescaper
from interpreter.compiler.parser_base import ParserBase
from interpreter.compiler.services import Services
from interpreter.objects.make import new_bytes, new_str

MAX_NESTED_BRACKETS = 200
MAX_NESTED_EXPRESSIONS = 2

CLOSING_BRACKETS = {"(": ")", "[": "]", "{": "}"}


class StringPieces:
    """The values of a JoinedStr while it is collected: adjacent literal text becomes one constant.

    They are placed over all the literals, as CPython does.
    """

    parser: ParserBase
    start: int
    kind: Optional[str]
    text: list[str]             # literal text behind the last value
    values: list[ast.expr]
    is_joined: bool             # whether there is an f-string among the literals

    def __init__(self, parser: ParserBase, start: int, kind: Optional[str]) -> None:
        self.parser = parser
        self.start = start
        self.kind = kind
        self.text = []
        self.values = []
        self.is_joined = False

    def add_text(self, text: str) -> None:
        if text:
            self.text.append(text)

    def add_value(self, value: ast.expr) -> None:
        self.flush()
        self.values.append(value)

    def flush(self) -> None:
        if self.text:
            self.values.append(self.parser.locate(self.constant(), self.start))

    def constant(self) -> ast.Constant:
        text = self.text[0] if len(self.text) == 1 else "".join(self.text)
        self.text = []
        return ast.Constant(new_str(text), self.kind)

    def finish(self) -> ast.expr:
        """The value of all literals."""
        if not self.is_joined:
            return self.parser.locate(self.constant(), self.start)
        self.flush()
        return self.parser.locate(ast.JoinedStr(self.values), self.start)

    def finish_specification(self, index: int) -> ast.expr:
        """The value of a format specification, which with its last text is placed over its own literal only."""
        if self.text:
            self.values.append(self.parser.locate_token(self.constant(), index))
        return self.parser.locate_token(ast.JoinedStr(self.values), index)


class StringParser(ParserBase):
    """The rule ``strings``."""

    warned: int             # index of the last token for which there was a warning

    def __init__(self, source: bytes, token_list: tokens.TokenList, services: Services) -> None:
        super().__init__(source, token_list, services)
        self.warned = -1

    def strings(self) -> ast.expr:
        """One or more adjacent string literals."""
        start = self.pos
        first = self.tokens.texts[start]
        while self.kind == tokens.STRING:
            self.advance()
        self.look_at(self.pos)
        kind = "u" if first[0] == "u" else None
        bytes_count = 0
        for i in range(start, self.pos):
            bytes_count += "b" in prefix_of(self.tokens.texts[i])
        if bytes_count:
            if bytes_count != self.pos - start:
                raise self.failure("cannot mix bytes and nonbytes literals")
            return self.bytes_constant(start)
        pieces = StringPieces(self, start, kind)
        for i in range(start, self.pos):
            self.string_literal(i, pieces)
        return pieces.finish()

    def bytes_constant(self, start: int) -> ast.expr:
        value = b""
        for i in range(start, self.pos):
            text = self.tokens.texts[i]
            if not text.isascii():
                raise self.failure_at_token("bytes can only contain ASCII literal characters", i)
            prefix = prefix_of(text)
            body = body_of(text, len(prefix))
            if "r" in prefix or "\\" not in body:
                value += body.encode()
            else:
                unescaper = Unescaper(body)
                try:
                    value += unescaper.decode_bytes()
                except LiteralError as error:
                    raise self.failure(str(error))
                self.warn_invalid_escape(unescaper.invalid, i)
        return self.locate(ast.Constant(new_bytes(value), None), start)

    def string_literal(self, index: int, pieces: StringPieces) -> None:
        """Add the value of one literal."""
        text = self.tokens.texts[index]
        if text[0] == '"' or text[0] == "'":
            pieces.add_text(self.unescaped(body_of(text, 0), False, index))
            return
        prefix = prefix_of(text)
        is_raw = "r" in prefix
        if "f" in prefix:
            pieces.is_joined = True
            self.require_version(6, "Format strings are")
            body = FormatBody(text, len(prefix), index, is_raw)
            self.format_body(body, pieces, 0)
            if body.pos < body.end:
                raise self.failure("f-string: unexpected end of string")
        else:
            pieces.add_text(self.unescaped(body_of(text, len(prefix)), is_raw, index))

    def unescaped(self, text: str, is_raw: bool, index: int) -> str:
        if is_raw or "\\" not in text:
            return text
        unescaper = Unescaper(text)
        try:
            result = unescaper.decode_text(self.services)
        except LiteralError as error:
            raise self.failure(str(error))
        self.warn_invalid_escape(unescaper.invalid, index)
        return result

    def warn_invalid_escape(self, escape: str, index: int) -> None:
        """Warn once for a token, which may be parsed again."""
        if escape and index > self.warned:
            self.warned = index
            message = f"invalid {'octal ' if len(escape) == 3 else ''}escape sequence '\\{escape}'"
            if not self.services.warn("DeprecationWarning", message, self.tokens.lines[index]):
                raise self.failure_at_token(message, index)

    # f-strings.

    def format_body(self, body: FormatBody, pieces: StringPieces, level: int) -> None:
        """Add what is literal and what is replaced, up to the end of the body or of a format specification."""
        while True:
            is_brace = self.format_text(body, pieces, level)
            if is_brace:
                continue
            if body.pos >= body.end or body.text[body.pos] == "}":
                return
            self.replacement_field(body, pieces, level)

    def format_text(self, body: FormatBody, pieces: StringPieces, level: int) -> bool:
        """Add literal text up to a single brace, or up to and with the first of two, which gives true."""
        text, pos, end = body.text, body.pos, body.end
        start = pos
        is_brace = False
        while pos < end:
            c = text[pos]
            pos += 1
            if c == "\\" and not body.is_raw and pos < end:
                c = text[pos]
                pos += 1
                if c == "N":
                    if pos < end and text[pos] == "{":
                        closing = text.find("}", pos, end)
                        pos = closing + 1 if closing >= 0 else end
                    continue
                if c == "{":
                    self.warn_invalid_escape("{", body.index)
            if c == "{" or c == "}":
                if level == 0 and pos < end and text[pos] == c:
                    is_brace = True
                    break
                if level == 0 and c == "}":
                    raise self.failure("f-string: single '}' is not allowed")
                pos -= 1
                break
        pieces.add_text(self.unescaped(text[start:pos], body.is_raw, body.index))
        body.pos = pos + 1 if is_brace else pos
        return is_brace

    def replacement_field(self, body: FormatBody, pieces: StringPieces, level: int) -> None:
        """``{expression = !conversion :specification}``, from the opening brace to behind the closing one."""
        if level >= MAX_NESTED_EXPRESSIONS:
            raise self.failure("f-string: expressions nested too deeply")
        brace = body.pos
        start = brace + 1
        self.skip_expression(body)
        value = self.field_expression(body, brace)
        text, end = body.text, body.end
        conversion = -1
        is_debug = text[body.pos] == "="
        if is_debug:
            self.require_version(8, "f-string: self documenting expressions are")
            body.pos += 1
            while body.pos < end and text[body.pos] in " \t\n\f\v\r":
                body.pos += 1
            if body.pos >= end:
                raise self.failure("f-string: expecting '}'")
            pieces.add_text(text[start:body.pos])
        if text[body.pos] == "!":
            body.pos += 1
            if body.pos >= end:
                raise self.failure("f-string: expecting '}'")
            conversion = ord(text[body.pos])
            body.pos += 1
            if conversion != ord("s") and conversion != ord("r") and conversion != ord("a"):
                raise self.failure("f-string: invalid conversion character: expected 's', 'r', or 'a'")
        specification: Optional[ast.expr] = None
        if body.pos < end and text[body.pos] == ":":
            body.pos += 1
            if body.pos >= end:
                raise self.failure("f-string: expecting '}'")
            inner = StringPieces(self, pieces.start, pieces.kind)
            inner.is_joined = True
            self.format_body(body, inner, level + 1)
            specification = inner.finish_specification(body.index)
        if body.pos >= end or text[body.pos] != "}":
            raise self.failure("f-string: expecting '}'")
        body.pos += 1
        if is_debug and specification is None and conversion == -1:
            conversion = ord("r")
        pieces.add_value(self.locate(ast.FormattedValue(value, conversion, specification), pieces.start))

    def skip_expression(self, body: FormatBody) -> None:
        """Step from the opening brace to the character behind the expression: the first of ``!:=}`` that is outside of
        brackets and strings and no part of an operator."""
        text, end = body.text, body.end
        brackets: list[str] = []
        pos = body.pos + 1
        while pos < end:
            c = text[pos]
            if c == "\\":
                raise self.failure("f-string expression part cannot include a backslash")
            if c == "'" or c == '"':
                pos = self.skip_string(body, pos)
                continue
            if c == "(" or c == "[" or c == "{":
                if len(brackets) >= MAX_NESTED_BRACKETS:
                    raise self.failure("f-string: too many nested parenthesis")
                brackets.append(text[pos])
            elif c == "#":
                raise self.failure("f-string expression part cannot include '#'")
            elif not brackets and (c == "!" or c == ":" or c == "}" or c == "=" or c == ">" or c == "<"):
                if pos + 1 < end and text[pos + 1] == "=" and c != ":" and c != "}":
                    pos += 2
                    continue
                if c != ">" and c != "<":
                    break
            elif c == ")" or c == "]" or c == "}":
                if not brackets:
                    raise self.failure(f"f-string: unmatched '{c}'")
                opening = brackets.pop()
                if CLOSING_BRACKETS[opening] != c:
                    raise self.failure(f"f-string: closing parenthesis '{c}' does not match "
                                       f"opening parenthesis '{opening}'")
            pos += 1
        if brackets:
            raise self.failure(f"f-string: unmatched '{brackets[len(brackets) - 1]}'")
        if pos >= end:
            raise self.failure("f-string: expecting '}'")
        body.pos = pos

    def skip_string(self, body: FormatBody, pos: int) -> int:
        """The index behind the string literal that begins here, inside an expression."""
        text, end = body.text, body.end
        quote = text[pos:pos + 1]
        if text.startswith(quote * 3, pos) and pos + 2 < end:
            quote = quote * 3
        pos += len(quote)
        while pos < end:
            if text[pos] == "\\":
                raise self.failure("f-string expression part cannot include a backslash")
            if text.startswith(quote, pos) and pos + len(quote) <= end:
                return pos + len(quote)
            pos += 1
        raise self.failure("f-string: unterminated string")

    def field_expression(self, body: FormatBody, brace: int) -> ast.expr:
        """The tree of the expression between a brace and where the body stands. It is parsed in parentheses, the first
        of which is where the brace is."""
        expression = body.text[brace + 1:body.pos]
        if not expression.strip(" \t\n\f"):
            if body.text[body.pos] == "}":
                raise self.failure("f-string: empty expression not allowed")
            raise self.failure(f"f-string: expression required before '{body.text[body.pos]}'")
        body.count_to(brace)
        line = self.tokens.lines[body.index] + body.lines
        column = body.column
        if expression.lstrip(" \t\f").startswith("\n"):
            column = 0
        elif body.lines == 0:
            column += self.tokens.columns[body.index]
        return self.expression_in_string(f"({expression})\n", line, column)

    def expression_in_string(self, text: str, line: int, column: int) -> ast.expr:
        """The tree of an expression in parentheses, whose text begins at that place."""
        raise NotImplementedError


class FormatBody:
    """The text of an f-string's token, and how far it was read.

    `lines` and `column` are the place of the last brace: the ends of lines before it, and the bytes (in UTF-8) behind the last of them."""

    text: str
    pos: int
    end: int            # index of the closing quotes
    index: int          # of the token
    is_raw: bool
    counted: int        # index up to which `lines` and `column` are known
    lines: int
    column: int

    def __init__(self, text: str, prefix_length: int, index: int, is_raw: bool) -> None:
        quotes = quotes_length(text, prefix_length)
        self.text = text
        self.pos = prefix_length + quotes
        self.end = len(text) - quotes
        self.index = index
        self.is_raw = is_raw
        self.counted = 0
        self.lines = 0
        self.column = 0

    def count_to(self, place: int) -> None:
        """Counts lines and bytes up to an index, which is not before the last one."""
        part = self.text[self.counted:place].encode()
        end_of_line = part.rfind(b"\n")
        if end_of_line >= 0:
            self.lines += part.count(b"\n")
            self.column = len(part) - (end_of_line + 1)
        else:
            self.column += len(part)
        self.counted = place


def prefix_of(text: str) -> str:
    """The letters before the quotes of a literal, in lower case."""
    i = 0
    while text[i] != '"' and text[i] != "'":
        i += 1
    return text[:i].lower()


def quotes_length(text: str, start: int) -> int:
    """1 or 3: the length of the quotes that begin there."""
    quote = text[start]
    return 3 if len(text) >= start + 6 and text[start + 1] == quote and text[start + 2] == quote else 1


def body_of(text: str, prefix_length: int) -> str:
    """What is between the quotes of a literal."""
    quotes = quotes_length(text, prefix_length)
    return text[prefix_length + quotes:len(text) - quotes]
