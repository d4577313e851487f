"""The reader: lines to rows, by a machine that takes a character at a time."""
from __future__ import annotations


from interpreter.errors import stop_iteration
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.csv.dialect import NEVER, NONNUMERIC, Dialect, csv_error, dialect_argument, registry
from interpreter.objects.dict import Dict
from interpreter.objects.float_methods import float_type
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.call import call
from interpreter.protocols.iterate import iterator_of, next_of
from transform.rpython.builders import StringBuilder

_END = -1
"""Stands for the end of a line."""
_NEWLINE, _RETURN, _SPACE = 10, 13, 32


class State:
    START_RECORD, START_FIELD, ESCAPED, IN_FIELD, IN_QUOTED, ESCAPED_IN_QUOTED, QUOTE_IN_QUOTED, SKIP_LINE_END, AFTER_ESCAPED_LINE_END = range(9)


class Reader(Object):
    """CSV reader

    Reader objects are responsible for reading and parsing tabular data
    in CSV format."""
    lines: Object
    dialect: Dialect
    line_count: int
    state: int
    field: StringBuilder
    field_length: int
    is_number: bool
    row: list[Object]

    def __init__(self, lines: Object, dialect: Dialect) -> None:
        self.lines = lines
        self.dialect = dialect
        self.line_count = 0
        self.start_row()

    def start_row(self) -> None:
        self.state = State.START_RECORD
        self.row = []
        self.start_field()

    def start_field(self) -> None:
        self.field = StringBuilder()
        self.field_length = 0
        self.is_number = False

    def add(self, c: int) -> None:
        if self.field_length >= registry.limit:
            raise csv_error(f"field larger than field limit ({registry.limit})")
        self.field.append_code(c)
        self.field_length += 1

    def end_field(self) -> None:
        """Adds the field to the row."""
        text = new_str(self.field.build())
        self.row.append(call(float_type, [text]) if self.is_number else text)
        self.start_field()

    def end_row_at(self, c: int) -> None:
        self.end_field()
        self.state = State.START_RECORD if c == _END else State.SKIP_LINE_END

    def take(self, c: int) -> None:
        """One step of the machine."""
        dialect = self.dialect
        ends_line = c == _NEWLINE or c == _RETURN or c == _END
        match self.state:
            case State.START_RECORD:
                if c == _END:
                    return
                if ends_line:
                    self.state = State.SKIP_LINE_END
                else:
                    self.state = State.START_FIELD
                    self.begin_field(c)
            case State.START_FIELD:
                if ends_line:
                    self.end_row_at(c)
                else:
                    self.begin_field(c)
            case State.ESCAPED:
                if c == _NEWLINE or c == _RETURN:
                    self.add(c)
                    self.state = State.AFTER_ESCAPED_LINE_END
                else:
                    self.add(_NEWLINE if c == _END else c)
                    self.state = State.IN_FIELD
            case State.IN_FIELD | State.AFTER_ESCAPED_LINE_END:
                if c == _END and self.state == State.AFTER_ESCAPED_LINE_END:
                    return
                if ends_line:
                    self.end_row_at(c)
                elif c == dialect.escape:
                    self.state = State.ESCAPED
                elif c == dialect.delimiter:
                    self.end_field()
                    self.state = State.START_FIELD
                else:
                    self.add(c)
                    self.state = State.IN_FIELD
            case State.IN_QUOTED:
                if c == _END:
                    return
                if c == dialect.escape:
                    self.state = State.ESCAPED_IN_QUOTED
                elif c == dialect.quote and dialect.quoting != NEVER:
                    self.state = State.QUOTE_IN_QUOTED if dialect.doubles_quotes else State.IN_FIELD
                else:
                    self.add(c)
            case State.ESCAPED_IN_QUOTED:
                self.add(_NEWLINE if c == _END else c)
                self.state = State.IN_QUOTED
            case State.QUOTE_IN_QUOTED:
                self.after_quote(c, ends_line)
            case _:
                if c == _END:
                    self.state = State.START_RECORD
                elif not ends_line:
                    raise csv_error("new-line character seen in unquoted field - do you need to open the file in universal-newline mode?")

    def begin_field(self, c: int) -> None:
        """The first character of a field."""
        dialect = self.dialect
        if c == dialect.quote and dialect.quoting != NEVER:
            self.state = State.IN_QUOTED
        elif c == dialect.escape:
            self.state = State.ESCAPED
        elif c == dialect.delimiter:
            self.end_field()
        elif c != _SPACE or not dialect.skips_space:
            self.is_number = dialect.quoting == NONNUMERIC
            self.add(c)
            self.state = State.IN_FIELD

    def after_quote(self, c: int, ends_line: bool) -> None:
        """A character behind a quote in a quoted field: that was the field's end, or the quote is doubled."""
        dialect = self.dialect
        if c == dialect.quote and dialect.quoting != NEVER:
            self.add(c)
            self.state = State.IN_QUOTED
        elif c == dialect.delimiter:
            self.end_field()
            self.state = State.START_FIELD
        elif ends_line:
            self.end_row_at(c)
        elif not dialect.is_strict:
            self.add(c)
            self.state = State.IN_FIELD
        else:
            raise csv_error(f"'{chr(dialect.delimiter)}' expected after '{chr(dialect.quote)}'")

    @exposed("__iter__")
    def iterate(self) -> Object:
        """Implement iter(self)."""
        return self

    @exposed("__next__")
    def next(self) -> Object:
        """Implement next(self)."""
        self.start_row()
        while True:
            line = next_of(self.lines)
            if line is None:
                if self.field_length == 0 and self.state != State.IN_QUOTED:
                    raise stop_iteration()
                if self.dialect.is_strict:
                    raise csv_error("unexpected end of data")
                self.end_field()
                break
            if not isinstance(line, Str):
                raise csv_error(f"iterator should return strings, not {type_of(line).name} (the file should be opened in text mode)")
            self.line_count += 1
            for c in line.value:
                self.take(ord(c))
            self.take(_END)
            if self.state == State.START_RECORD:
                break
        return new_list(self.row)

    @exposed_property("dialect")
    def get_dialect(self) -> Object:
        return self.dialect

    @exposed_property("line_num")
    def get_line_number(self) -> int:
        return self.line_count


@exposed("reader", rest="arguments", keywords="keywords")
def new_reader(arguments: Tuple, keywords: Dict) -> Object:
    """csv_reader = reader(iterable [, dialect='excel'] [optional keyword args])"""
    dialect = dialect_argument(arguments, keywords)
    return Reader(iterator_of(arguments.item(0)), dialect)


reader_type = define(Reader, "reader", module="_csv")
