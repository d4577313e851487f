"""The kinds of tokens, and the tokens of a source as parallel arrays."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler.syntaxerrors import SyntaxFailure

# Structure.
(ENDMARKER, ERROR, NEWLINE, INDENT, DEDENT) = range(5)

# What has a text. UNKNOWN is a character that begins no token.
(NAME, NUMBER, STRING, UNKNOWN) = range(5, 9)

# Punctuation.
(LPAR, RPAR, LSQB, RSQB, LBRACE, RBRACE, COMMA, COLON, SEMI, DOT, ELLIPSIS, EQUAL, COLONEQUAL, RARROW, AT, TILDE, PLUS,
 MINUS, STAR, SLASH, DOUBLESLASH, PERCENT, DOUBLESTAR, LEFTSHIFT, RIGHTSHIFT, VBAR, AMPER, CIRCUMFLEX, LESS, GREATER,
 EQEQUAL, NOTEQUAL, LESSGREATER, LESSEQUAL, GREATEREQUAL, PLUSEQUAL, MINEQUAL, STAREQUAL, SLASHEQUAL, DOUBLESLASHEQUAL,
 PERCENTEQUAL, DOUBLESTAREQUAL, LEFTSHIFTEQUAL, RIGHTSHIFTEQUAL, VBAREQUAL, AMPEREQUAL, CIRCUMFLEXEQUAL, ATEQUAL,
 ) = range(9, 57)

# Keywords.
(FALSE, NONE, TRUE, AND, AS, ASSERT, ASYNC, AWAIT, BREAK, CLASS, CONTINUE, DEF, DEL, ELIF, ELSE, EXCEPT, FINALLY, FOR,
 FROM, GLOBAL, IF, IMPORT, IN, IS, LAMBDA, NONLOCAL, NOT, OR, PASS, RAISE, RETURN, TRY, WHILE, WITH, YIELD,
 ) = range(57, 92)

# A comment that tells a type (PEP 484), where the parser is to have them.
TYPE_COMMENT = 92

KIND_COUNT = 93

KEYWORDS: dict[str, int] = {
    "False": FALSE, "None": NONE, "True": TRUE, "and": AND, "as": AS, "assert": ASSERT, "async": ASYNC, "await": AWAIT,
    "break": BREAK, "class": CLASS, "continue": CONTINUE, "def": DEF, "del": DEL, "elif": ELIF, "else": ELSE,
    "except": EXCEPT, "finally": FINALLY, "for": FOR, "from": FROM, "global": GLOBAL, "if": IF, "import": IMPORT,
    "in": IN, "is": IS, "lambda": LAMBDA, "nonlocal": NONLOCAL, "not": NOT, "or": OR, "pass": PASS, "raise": RAISE,
    "return": RETURN, "try": TRY, "while": WHILE, "with": WITH, "yield": YIELD,
}

PUNCTUATION: dict[str, int] = {
    "(": LPAR, ")": RPAR, "[": LSQB, "]": RSQB, "{": LBRACE, "}": RBRACE, ",": COMMA, ":": COLON, ";": SEMI, ".": DOT,
    "...": ELLIPSIS, "=": EQUAL, ":=": COLONEQUAL, "->": RARROW, "@": AT, "~": TILDE, "+": PLUS, "-": MINUS, "*": STAR,
    "/": SLASH, "//": DOUBLESLASH, "%": PERCENT, "**": DOUBLESTAR, "<<": LEFTSHIFT, ">>": RIGHTSHIFT, "|": VBAR,
    "&": AMPER, "^": CIRCUMFLEX, "<": LESS, ">": GREATER, "==": EQEQUAL, "!=": NOTEQUAL, "<>": LESSGREATER,
    "<=": LESSEQUAL, ">=": GREATEREQUAL, "+=": PLUSEQUAL, "-=": MINEQUAL, "*=": STAREQUAL, "/=": SLASHEQUAL,
    "//=": DOUBLESLASHEQUAL, "%=": PERCENTEQUAL, "**=": DOUBLESTAREQUAL, "<<=": LEFTSHIFTEQUAL,
    ">>=": RIGHTSHIFTEQUAL, "|=": VBAREQUAL, "&=": AMPEREQUAL, "^=": CIRCUMFLEXEQUAL, "@=": ATEQUAL,
}


def spellings() -> list[str]:
    """For each kind of punctuation and keyword, how it is written; "" for the others."""
    result = [""] * KIND_COUNT
    for table in (PUNCTUATION, KEYWORDS):
        for text, kind in table.items():
            result[kind] = text
    return result


SPELLINGS = spellings()


class TokenList:
    """The tokens of a source: item i of each list tells about token i.

    Lines and columns are those of tree nodes: lines from 1, columns in bytes from 0, ends behind the last byte. The
    text of a name, keyword, number or string is its source text; that of other tokens is empty. Structural tokens stand
    for no text: their column is where the tokenizer stood in the line.

    The last token is ENDMARKER, or ERROR where the tokenizer could not go on: then ``failure`` says why.
    """

    kinds: list[int]
    texts: list[str]
    lines: list[int]
    columns: list[int]
    end_lines: list[int]
    end_columns: list[int]
    failure: Optional[SyntaxFailure]
    is_definite: bool           # the failure is what is wrong, even if the parser fails before it
    unclosed: Optional[SyntaxFailure]   # that a bracket was open where the tokenizer stopped
    first_at_end: int           # index of the first token that was made at the end of the source
    ignored_lines: list[int]    # lines with a comment `# type: ignore`, which is no token,
    ignored_tags: list[str]     # and what follows in it

    def __init__(self) -> None:
        self.failure = None
        self.is_definite = False
        self.unclosed = None
        self.first_at_end = -1
        self.ignored_lines = []
        self.ignored_tags = []
        self.kinds = []
        self.texts = []
        self.lines = []
        self.columns = []
        self.end_lines = []
        self.end_columns = []

    def add(self, kind: int, text: str, line: int, column: int, end_line: int, end_column: int) -> None:
        self.kinds.append(kind)
        self.texts.append(text)
        self.lines.append(line)
        self.columns.append(column)
        self.end_lines.append(end_line)
        self.end_columns.append(end_column)

    def is_structural(self, index: int) -> bool:
        """Whether the token stands for no text of the source."""
        kind = self.kinds[index]
        if 0 <= self.first_at_end <= index:
            return True
        return kind == ENDMARKER or kind == INDENT or kind == DEDENT or kind == ERROR
