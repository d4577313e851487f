"""The tokenizer: the UTF-8 text of a source becomes a list of tokens (Python reference, chapter 2).

It goes on until the end or until something is wrong, which the parser reports when it comes there, unless the failure
is definite: then it is told whatever the parser finds before it, as in CPython.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import identifiers, tokens
from interpreter.compiler.services import Services
from interpreter.compiler.syntaxerrors import SyntaxFailure, characters_before, failure_at, line_of
from interpreter.compiler.tokens import KEYWORDS, NAME, NUMBER, PUNCTUATION, STRING, TokenList

MAX_NESTING = 200
MAX_INDENTATION = 100
TAB_SIZE = 8

# Classes of bytes, by what begins with them.
(OTHER, LETTER, BLANK, OPERATOR, LINE_END, DIGIT, QUOTE, HASH, BACKSLASH, END) = range(10)


def _byte_classes() -> list[int]:
    classes = [OTHER] * 128 + [LETTER] * 128
    for text, kind in (("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", LETTER), ("0123456789", DIGIT),
                       (" \t\f", BLANK), ("\n", LINE_END), ("\"'", QUOTE), ("#", HASH), ("\\", BACKSLASH), ("\0", END),
                       ("".join(PUNCTUATION), OPERATOR)):
        for c in text:
            classes[ord(c)] = kind
    return classes


BYTE_CLASSES = _byte_classes()
IN_NAME = [kind == LETTER or kind == DIGIT for kind in BYTE_CLASSES]
ENDS_STRING_RUN = [c in b"\"'\\\n\0" for c in range(256)]

# Punctuation of one, two and three bytes, by these bytes as a number.
ONE_BYTE = [PUNCTUATION.get(chr(c), tokens.UNKNOWN) for c in range(256)]
TWO_BYTES = {ord(s[0]) << 8 | ord(s[1]): kind for s, kind in PUNCTUATION.items() if len(s) == 2}
THREE_BYTES = {ord(s[0]) << 16 | ord(s[1]) << 8 | ord(s[2]): kind for s, kind in PUNCTUATION.items() if len(s) == 3}

# Keywords that may stand right behind a number.
AFTER_NUMBER_2 = [b"if", b"in", b"is", b"or"]
AFTER_NUMBER_3 = [b"and", b"for", b"not"]

STRING_PREFIXES = {"r", "u", "b", "f", "br", "rb", "fr", "rf"}

_IGNORE = b"ignore"

CLOSING = {ord("("): ord(")"), ord("["): ord("]"), ord("{"): ord("}")}


class Tokenizer:
    """One run over a source. ``first_line`` and ``first_column`` are where it begins in the file that it is a part of.

    Methods that read a token take the index at which it begins and give the index behind it, or -1 where a failure was
    noted.
    """

    source: bytes
    data: bytes                     # the source and a zero byte, so that looking ahead needs no test
    tokens: TokenList
    services: Services
    line: int                       # number of the current line
    line_start: int                 # its index in the data
    buffer_start: int               # that of the first of the lines that backslashes and strings join
    first_line: int
    first_column: int
    brackets: list[int]             # the open brackets, their lines and columns
    bracket_lines: list[int]
    bracket_columns: list[int]
    indents: list[int]              # columns of the open blocks, with tabs to multiples of 8
    tab_indents: list[int]          # the same with a tab counted as one column
    has_type_comments: bool         # whether comments that tell types are tokens

    def __init__(self, source: bytes, services: Services, first_line: int = 1, first_column: int = 0) -> None:
        self.source = source
        self.data = source + b"\0"
        self.tokens = TokenList()
        self.services = services
        self.first_line = first_line
        self.first_column = first_column
        self.line = first_line - 1
        self.line_start = -first_column
        self.buffer_start = 0
        self.brackets = []
        self.bracket_lines = []
        self.bracket_columns = []
        self.indents = [0]
        self.tab_indents = [0]
        self.has_type_comments = False

    def run(self) -> TokenList:
        """All tokens of the source."""
        data = self.data
        i = self.begin_line(0, self.line_start)
        comment = -1        # where the comment of this line begins
        while i >= 0:
            kind = BYTE_CLASSES[data[i]]
            if kind == LETTER:
                i = self.name(i)
            elif kind == BLANK:
                i += 1
            elif kind == OPERATOR:
                i = self.punctuation(i)
            elif kind == LINE_END:
                if self.brackets:
                    self.line += 1
                    i += 1
                    self.line_start = self.buffer_start = i
                else:
                    column = i - self.line_start
                    start = comment - self.line_start if comment >= self.line_start else column
                    self.tokens.add(tokens.NEWLINE, "", self.line, start, self.line, column)
                    i = self.begin_line(i + 1, i + 1)
            elif kind == DIGIT:
                i = self.number(i)
            elif kind == QUOTE:
                i = self.string(i, i)
            elif kind == HASH:
                comment = i
                i = self.comment(i)
            elif kind == BACKSLASH:
                i = self.continuation(i)
            elif kind == END:
                i = self.end(i)
            else:
                i = self.unknown(i)
        return self.tokens

    # Lines.

    def begin_line(self, i: int, line_start: int) -> int:
        """Skip lines without tokens; compare the indentation of the first other one with that before."""
        data = self.data
        while True:
            self.line += 1
            self.line_start = line_start
            self.buffer_start = i
            column = tab_column = joined_column = 0
            while True:
                c = data[i]
                if c == 32:
                    column += 1
                    tab_column += 1
                elif c == 9:
                    column = (column // TAB_SIZE + 1) * TAB_SIZE
                    tab_column += 1
                elif c == 12:
                    column = tab_column = 0
                elif c == 92:
                    # The first line of those that backslashes join says how far they are indented.
                    joined_column = joined_column or column
                    i = self.continuation(i)
                    if i < 0:
                        return i
                    continue
                else:
                    break
                i += 1
            if c == 35:
                if self.has_type_comments and self.begins_type_comment(i):
                    return i    # its indentation means nothing
                i = self.comment_end(i)
                if i == len(self.source):
                    return self.end(i)
            elif c != 10:
                break
            i += 1
            line_start = i
        if joined_column:
            column = tab_column = joined_column
        if c == 0:
            self.step_back_at_end(i)
            self.tokens.first_at_end = len(self.tokens.kinds)
        if not self.indent(i, column, tab_column):
            return -1
        return i

    def comment_end(self, i: int) -> int:
        end = self.data.find(b"\n", i)
        return end if end >= 0 else len(self.source)

    # Comments that tell types (PEP 484).

    def comment(self, i: int) -> int:
        """A comment behind which a line ends."""
        end = self.comment_end(i)
        if self.has_type_comments:
            start = self.type_comment_start(i, end)
            if start >= 0:
                self.type_comment(i, start, end)
        return end

    def begins_type_comment(self, i: int) -> bool:
        """Whether a comment that has a line of its own is a token, and so makes it a line for the parser. Comments that say `ignore` do not."""
        end = self.comment_end(i)
        start = self.type_comment_start(i, end)
        if start < 0:
            return False
        if self.is_ignore(start, end):
            self.type_comment(i, start, end)
            return False
        return True

    def type_comment_start(self, i: int, end: int) -> int:
        """Where the type begins in a comment; -1 if it tells none."""
        data = self.data
        j = skip_blanks(data, i + 1)
        if data[j:j + 5] != b"type:" or j + 5 > end:
            return -1
        return skip_blanks(data, j + 5)

    def is_ignore(self, start: int, end: int) -> bool:
        behind = start + len(_IGNORE)
        return self.data[start:behind] == _IGNORE and not (behind < end and IN_NAME[self.data[behind]] and self.data[behind] != 95)

    def type_comment(self, i: int, start: int, end: int) -> None:
        """Notes a type comment that begins at `i`, whose type is between `start` and `end`."""
        if self.is_ignore(start, end):
            self.tokens.ignored_lines.append(self.line)
            self.tokens.ignored_tags.append(self.data[start + len(_IGNORE):end].decode())
        else:
            text = self.data[start:end].decode()
            self.tokens.add(tokens.TYPE_COMMENT, text, self.line, i - self.line_start, self.line, end - self.line_start)

    def step_back_at_end(self, i: int) -> None:
        """The end of the source, at the beginning of a line, belongs to the line before."""
        if i == self.line_start and self.line >= self.first_line:
            self.line -= 1
            self.line_start = self.source.rfind(b"\n", 0, max(i - 1, 0)) + 1

    def indent(self, i: int, column: int, tab_column: int) -> bool:
        """Tell a change of indentation. False where it is inconsistent."""
        top = self.indents[-1]
        if column == top:
            if tab_column != self.tab_indents[-1]:
                return self.inconsistent_tabs()
        elif column > top:
            if len(self.indents) >= MAX_INDENTATION:
                return self.indentation_failure("IndentationError", "too many levels of indentation")
            if tab_column <= self.tab_indents[-1]:
                return self.inconsistent_tabs()
            self.indents.append(column)
            self.tab_indents.append(tab_column)
            self.structural(tokens.INDENT, i)
        else:
            closed = 0
            while column < self.indents[-1]:
                self.indents.pop()
                self.tab_indents.pop()
                closed += 1
            if column != self.indents[-1]:
                text = self.line_text(self.line)
                self.structural(tokens.ERROR, i)
                self.tokens.failure = SyntaxFailure(
                    "IndentationError", "unindent does not match any outer indentation level", self.line,
                    characters_before(text, len(text)), self.line, -1, text.decode())
                return False
            if tab_column != self.tab_indents[-1]:
                return self.inconsistent_tabs()
            for _ in range(closed):
                self.structural(tokens.DEDENT, i)
        return True

    def inconsistent_tabs(self) -> bool:
        return self.indentation_failure("TabError", "inconsistent use of tabs and spaces in indentation")

    def indentation_failure(self, kind: str, message: str) -> bool:
        self.structural(tokens.ERROR, self.line_start)
        self.tokens.failure = failure_at(kind, message, self.line_text(self.line), self.line, 0, self.line, -1)
        return False

    def continuation(self, i: int) -> int:
        """A backslash, which joins the next line to this one."""
        if self.data[i + 1] != 10:
            column = (i + 1 if i + 1 < len(self.source) else i) - self.buffer_start
            self.structural(tokens.ERROR, i)
            self.tokens.unclosed = self.unclosed()
            self.tokens.failure = SyntaxFailure(
                "SyntaxError", "unexpected character after line continuation character", self.line,
                characters_before(self.source[self.buffer_start:], column) + 1, self.line, 0,
                self.line_text(self.line).decode())
            return -1
        if i + 2 == len(self.source):
            return self.unexpected_end(i + 2)
        self.line += 1
        self.line_start = i + 2
        return i + 2

    # The end.

    def end(self, i: int) -> int:
        """The end of the source."""
        if self.brackets:
            return self.unexpected_end(i)
        if self.tokens.first_at_end < 0:
            self.tokens.first_at_end = len(self.tokens.kinds)
        self.structural(tokens.ENDMARKER, i)
        return -1

    def end_interactive(self, implies_dedent: bool) -> None:
        """End the tokens of what was typed at a prompt: the end is a newline too, and closes all blocks."""
        end = self.tokens
        if len(end.kinds) > 1 and end.kinds[-1] == tokens.ENDMARKER:
            end.kinds[-1] = tokens.NEWLINE
            if implies_dedent:
                for _ in range(len(self.indents) - 1):
                    self.structural(tokens.DEDENT, len(self.source))
                if len(self.indents) > 1:
                    self.structural(tokens.NEWLINE, len(self.source))
            self.structural(tokens.ENDMARKER, len(self.source))

    def unexpected_end(self, i: int) -> int:
        self.step_back_at_end(i)
        self.tokens.first_at_end = len(self.tokens.kinds)
        self.structural(tokens.ERROR, i)
        self.tokens.unclosed = self.unclosed()
        self.tokens.failure = self.tokens.unclosed
        if self.tokens.failure is None:
            text = self.line_text(self.line)
            self.tokens.failure = SyntaxFailure("SyntaxError", "unexpected EOF while parsing", self.line,
                                                characters_before(text, i - self.line_start), self.line, -1,
                                                text.decode())
        return -1

    def unclosed(self) -> Optional[SyntaxFailure]:
        """That the innermost open bracket was never closed, if there is one."""
        if not self.brackets:
            return None
        line = self.bracket_lines[-1]
        text = self.line_text(line)
        if line < self.line:
            text = text[:len(text) - 1]
        return failure_at("SyntaxError", f"'{chr(self.brackets[-1])}' was never closed", text,
                          line, self.bracket_columns[-1], line, -1)

    def line_text(self, line: int) -> bytes:
        return line_of(self.source, line - self.first_line + 1)

    def structural(self, kind: int, i: int) -> None:
        column = i - self.line_start
        self.tokens.add(kind, "", self.line, column, self.line, column)

    # Names, punctuation, strings.

    def name(self, i: int) -> int:
        data = self.data
        j = i + 1
        while IN_NAME[data[j]]:
            j += 1
        text = data[i:j].decode()
        if j - i <= 2 and BYTE_CLASSES[data[j]] == QUOTE and text.lower() in STRING_PREFIXES:
            return self.string(i, j)
        if len(text) != j - i:
            invalid = identifiers.first_invalid(text)
            if invalid >= 0:
                return self.invalid_character(ord(text[invalid]), i + len(text[:invalid + 1].encode()))
        start = self.line_start
        self.tokens.add(KEYWORDS.get(text, NAME), text, self.line, i - start, self.line, j - start)
        return j

    def punctuation(self, i: int) -> int:
        data = self.data
        c = data[i]
        kind = ONE_BYTE[c]
        j = i + 1
        if BYTE_CLASSES[data[j]] == OPERATOR:
            two = c << 8 | data[j]
            longer = TWO_BYTES.get(two, -1)
            if longer >= 0:
                kind = longer
                j += 1
            three = THREE_BYTES.get(two << 8 | data[i + 2], -1)
            if three >= 0:
                kind = three
                j = i + 3
        elif kind == tokens.DOT and BYTE_CLASSES[data[j]] == DIGIT:
            return self.number(i)
        column = i - self.line_start
        if kind <= tokens.RBRACE and not self.bracket(c, kind, column):
            return -1
        self.tokens.add(kind, "", self.line, column, self.line, column + j - i)
        return j

    def bracket(self, c: int, kind: int, column: int) -> bool:
        """Keep track of open brackets. False where brackets do not match."""
        if kind == tokens.LPAR or kind == tokens.LSQB or kind == tokens.LBRACE:
            if len(self.brackets) >= MAX_NESTING:
                self.failed("too many nested parentheses", column + 1)
                return False
            self.brackets.append(c)
            self.bracket_lines.append(self.line)
            self.bracket_columns.append(column)
        elif kind != tokens.UNKNOWN:
            if not self.brackets:
                self.failed(f"unmatched '{chr(c)}'", column + 1)
                return False
            opening = self.brackets.pop()
            line = self.bracket_lines.pop()
            self.bracket_columns.pop()
            if CLOSING[opening] != c:
                where = f" on line {line}" if line != self.line else ""
                self.failed(f"closing parenthesis '{chr(c)}' does not match opening parenthesis "
                            f"'{chr(opening)}'{where}", column + 1)
                return False
        return True

    def string(self, start: int, i: int) -> int:
        """A string literal that begins, with its prefix, at ``start``; its quotes are at ``i``."""
        data = self.data
        quote = data[i]
        is_triple = data[i + 1] == quote and data[i + 2] == quote
        line, line_start = self.line, self.line_start
        j = i + 3 if is_triple else i + 1
        while True:
            while not ENDS_STRING_RUN[data[j]]:
                j += 1
            c = data[j]
            if c == quote:
                if not is_triple:
                    j += 1
                    break
                if data[j + 1] == quote and data[j + 2] == quote:
                    j += 3
                    break
            elif c == 10 and not is_triple:
                return self.unterminated(start, line, line_start, is_triple, False)
            elif c == 92:
                j += 1
                c = data[j]
            if c == 0 and j >= len(self.source):
                return self.unterminated(start, line, line_start, is_triple, True)
            if c == 10:
                self.line += 1
                self.line_start = j + 1
            j += 1
        self.tokens.add(STRING, data[start:j].decode(), line, start - line_start, self.line, j - self.line_start)
        return j

    def unterminated(self, start: int, line: int, line_start: int, is_triple: bool, at_end: bool) -> int:
        if at_end:
            self.step_back_at_end(len(self.source))
            self.tokens.first_at_end = len(self.tokens.kinds)
        detected = self.line
        self.line, self.line_start = line, line_start
        kind = "triple-quoted string" if is_triple else "string"
        return self.failed(f"unterminated {kind} literal (detected at line {detected})", start + 1 - line_start)

    def unknown(self, i: int) -> int:
        """A byte that begins no token: an error of its own if it cannot be seen, else the parser's business."""
        c = self.data[i]
        if not identifiers.is_printable(c):
            return self.failed(f"invalid non-printable character U+{hexadecimal(c)}", i + 1 - self.line_start)
        column = i - self.line_start
        self.tokens.add(tokens.UNKNOWN, "", self.line, column, self.line, column + 1)
        return i + 1

    def invalid_character(self, code: int, end: int) -> int:
        if identifiers.is_printable(code):
            message = f"invalid character '{chr(code)}' (U+{hexadecimal(code)})"
        else:
            message = f"invalid non-printable character U+{hexadecimal(code)}"
        return self.failed(message, end - self.line_start)

    # Numbers.

    def number(self, i: int) -> int:
        """A number literal; what it is worth is read later."""
        data = self.data
        c = data[i + 1] | 32
        if data[i] == 48 and c == 120:
            j = self.digits(i + 2, 16, "hexadecimal")
        elif data[i] == 48 and c == 111:
            j = self.digits(i + 2, 8, "octal")
        elif data[i] == 48 and c == 98:
            j = self.digits(i + 2, 2, "binary")
        else:
            j = self.decimal(i)
        if j >= 0:
            column = i - self.line_start
            self.tokens.add(NUMBER, data[i:j].decode(), self.line, column, self.line, column + j - i)
        return j

    def digits(self, i: int, base: int, kind: str) -> int:
        """The digits of a literal with a base, behind the letter; each run may begin with an underscore."""
        data = self.data
        while True:
            if data[i] == 95:
                i += 1
            if not is_digit(data[i], base):
                if is_digit(data[i], 10):
                    return self.wrong_digit(i, kind)
                return self.failed(f"invalid {kind} literal", i - self.line_start)
            while is_digit(data[i], base):
                i += 1
            if data[i] != 95:
                break
        if is_digit(data[i], 10):
            return self.wrong_digit(i, kind)
        return i if self.ends_number(i, kind) else -1

    def wrong_digit(self, i: int, kind: str) -> int:
        return self.failed(f"invalid digit '{chr(self.data[i])}' in {kind} literal", i + 1 - self.line_start)

    def decimal(self, i: int) -> int:
        """A decimal integer, or a float or imaginary literal."""
        data = self.data
        start = i
        if data[i] != 46:
            i = self.decimal_run(i)
            if i < 0:
                return i
        is_integer = True
        if data[i] == 46:
            is_integer = False
            i += 1
            if is_digit(data[i], 10):
                i = self.decimal_run(i)
                if i < 0:
                    return i
        if data[i] | 32 == 101:
            sign = 1 if data[i + 1] == 43 or data[i + 1] == 45 else 0
            if is_digit(data[i + 1 + sign], 10):
                is_integer = False
                i = self.decimal_run(i + 1 + sign)
                if i < 0:
                    return i
            elif sign:
                return self.failed("invalid decimal literal", i + 2 - self.line_start)
        if data[i] | 32 == 106:
            return i + 1 if self.ends_number(i + 1, "imaginary") else -1
        if is_integer and data[start] == 48 and not self.is_zero(start, i):
            return -1
        return i if self.ends_number(i, "decimal") else -1

    def decimal_run(self, i: int) -> int:
        """Decimal digits, with an underscore between any two."""
        data = self.data
        while True:
            while is_digit(data[i], 10):
                i += 1
            if data[i] != 95:
                return i
            i += 1
            if not is_digit(data[i], 10):
                return self.failed("invalid decimal literal", i - self.line_start)

    def is_zero(self, start: int, end: int) -> bool:
        """Whether an integer that begins with 0 is 0: others are errors, as they were octal numbers in Python 2."""
        zeros = start
        while self.data[zeros] == 48 or self.data[zeros] == 95:
            zeros += 1
        if zeros == end:
            return True
        self.failed("leading zeros in decimal integer literals are not permitted; "
                    "use an 0o prefix for octal integers", start + 1 - self.line_start, zeros + 1 - self.line_start)
        return False

    def ends_number(self, i: int, kind: str) -> bool:
        """Whether a number may end here. A keyword may follow at once, with a warning; no other name may."""
        data = self.data
        if data[i] >= 128 or not IN_NAME[data[i]]:
            return True
        if data[i:i + 3] in AFTER_NUMBER_3 or data[i:i + 2] in AFTER_NUMBER_2 or data[i:i + 4] == b"else":
            if self.services.warn("SyntaxWarning", f"invalid {kind} literal", self.line):
                return True
        self.failed(f"invalid {kind} literal", i - self.line_start)
        return False

    def failed(self, message: str, offset: int, end_offset: int = -1) -> int:
        """Note a definite failure in the current line. Offsets count bytes from 1."""
        text = self.line_text(self.line)
        if text.endswith(b"\n"):
            text = text[:len(text) - 1]
        shift = self.first_column if self.line == self.first_line else 0
        start = characters_before(text, offset - shift)
        end = characters_before(text, end_offset - shift) if end_offset >= 0 else start
        self.tokens.add(tokens.ERROR, "", self.line, offset, self.line, offset)
        self.tokens.failure = SyntaxFailure("SyntaxError", message, self.line, start, self.line, end, text.decode())
        self.tokens.is_definite = True
        return -1


def skip_blanks(data: bytes, i: int) -> int:
    while data[i] == 32 or data[i] == 9:
        i += 1
    return i


def is_digit(c: int, base: int) -> bool:
    if base == 16:
        return 48 <= c <= 57 or 97 <= c | 32 <= 102
    return 48 <= c < 48 + base


def hexadecimal(code: int) -> str:
    """At least four digits, in upper case."""
    return f"{code:04X}"
