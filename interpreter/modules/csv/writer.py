"""The writer: rows to lines."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.csv.dialect import ALL, NEVER, NONNUMERIC, NOT_SET, Dialect, csv_error, dialect_argument
from interpreter.objects.dict import Dict
from interpreter.objects.float import Float
from interpreter.objects.int import Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.text import str_of
from transform.rpython.builders import StringBuilder


def is_number(x: Object) -> bool:
    if isinstance(x, Int) or isinstance(x, Float):
        return True
    slots = type_of(x).slots
    return slots[Slot.INT] is not None or slots[Slot.FLOAT] is not None or slots[Slot.INDEX] is not None


class Writer(Object):
    """CSV writer

    Writer objects are responsible for generating tabular data
    in CSV format from sequence input."""
    write: Object
    dialect: Dialect

    def __init__(self, write: Object, dialect: Dialect) -> None:
        self.write = write
        self.dialect = dialect

    @exposed("writerow")
    def write_row(self, row: Object, /) -> Object:
        """writerow(iterable)"""
        kind = type_of(row)
        if kind.slots[Slot.ITER] is None and kind.slots[Slot.GETITEM] is None:
            raise csv_error(f"iterable expected, not {kind.name}")
        iterator = iterator_of(row)
        fields: list[str] = []
        while True:
            field = next_of(iterator)
            if field is None:
                break
            fields.append(self.field(field))
        if len(fields) == 1 and fields[0] == "":
            if self.dialect.quoting == NEVER:
                raise csv_error("single empty field record must be quoted")
            fields[0] = self.quoted("")
        return call(self.write, [new_str(chr(self.dialect.delimiter).join(fields) + self.dialect.line_end)])

    def field(self, field: Object) -> str:
        """A field as it is written."""
        quoting = self.dialect.quoting
        must_quote = quoting == ALL or quoting == NONNUMERIC and not is_number(field)
        if isinstance(field, Str):
            return self.escaped(field.value, must_quote)
        return self.escaped("" if field is NONE else str_of(field).value, must_quote)

    def escaped(self, text: str, must_quote: bool) -> str:
        dialect = self.dialect
        builder = StringBuilder()
        for character in text:
            c = ord(character)
            if c == dialect.delimiter or c == dialect.escape or c == dialect.quote or dialect.line_end.find(character) >= 0:
                needs_escape = dialect.quoting == NEVER
                if not needs_escape:
                    if c == dialect.quote:
                        if dialect.doubles_quotes:
                            builder.append_char(character)
                        else:
                            needs_escape = True
                    elif c == dialect.escape:
                        needs_escape = True
                    if not needs_escape:
                        must_quote = True
                if needs_escape:
                    if dialect.escape == NOT_SET:
                        raise csv_error("need to escape, but no escapechar set")
                    builder.append_code(dialect.escape)
            builder.append_char(character)
        made = builder.build()
        return self.quoted(made) if must_quote else made

    def quoted(self, text: str) -> str:
        quote = chr(self.dialect.quote)
        return f"{quote}{text}{quote}"

    @exposed("writerows")
    def write_rows(self, rows: Object, /) -> None:
        """writerows(iterable of iterables)"""
        iterator = iterator_of(rows)
        while True:
            row = next_of(iterator)
            if row is None:
                return
            self.write_row(row)

    @exposed_property("dialect")
    def get_dialect(self) -> Object:
        return self.dialect


@exposed("writer", rest="arguments", keywords="keywords")
def new_writer(arguments: Tuple, keywords: Dict) -> Object:
    """csv_writer = csv.writer(fileobj [, dialect='excel'] [optional keyword args])"""
    dialect = dialect_argument(arguments, keywords)
    write = find_optional(arguments.item(0), "write")
    if write is None or type_of(write).slots[Slot.CALL] is None:
        raise type_error('argument 1 must have a "write" method')
    return Writer(write, dialect)


writer_type = define(Writer, "writer", module="_csv")
