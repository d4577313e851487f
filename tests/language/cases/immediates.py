"""Immediate classes: instances in the word of the reference."""
from __future__ import annotations

from math import inf, nan
from typing import Optional

from tests.language.opaque import a_float, a_str, an_int
from transform.rpython import fits_immediate_float, fits_immediate_int, immediate


class _Value:
    def describe(self) -> str:
        return "value"

    def add(self, other: _Value) -> _Value:
        return self


@immediate("int")
class _Integer(_Value):
    number: int

    def __init__(self, number: int) -> None:
        self.number = number

    def describe(self) -> str:
        return f"int {self.number}"

    def add(self, other: _Value) -> _Value:
        if isinstance(other, _Integer):
            return _Integer(self.number + other.number)
        if isinstance(other, _Real):
            return _Real(self.number + other.real)
        return super().add(other)


@immediate("float")
class _Real(_Value):
    real: float

    def __init__(self, real: float) -> None:
        self.real = real

    def describe(self) -> str:
        return f"float {self.real}"

    def add(self, other: _Value) -> _Value:
        if isinstance(other, _Real):
            return _Real(self.real + other.real)
        if isinstance(other, _Integer):
            return _Real(self.real + other.number)
        return other


class _Text(_Value):
    text: str

    def __init__(self, text: str) -> None:
        self.text = text

    def describe(self) -> str:
        return "text " + self.text


def _values() -> list[_Value]:
    return [_Integer(an_int(5)), _Real(a_float(2.5)), _Text(a_str("x")), _Value(), _Integer(-1), _Real(-0.5)]


def fields() -> str:
    return f"{_Integer(an_int(7)).number} {_Real(a_float(1.5)).real}"


def negative_fields() -> str:
    return f"{_Integer(an_int(-7)).number} {_Real(a_float(-1.5)).real}"


def extreme_fields() -> str:
    return f"{_Integer(an_int((1 << 62) - 1)).number} {_Integer(an_int(-(1 << 62))).number} {_Real(a_float(0.0)).real}"


def virtual_methods() -> str:
    return ", ".join([value.describe() for value in _values()])


def isinstance_table() -> str:
    result = ""
    for value in _values():
        result += "I" if isinstance(value, _Integer) else "-"
        result += "R" if isinstance(value, _Real) else "-"
        result += "T" if isinstance(value, _Text) else "-"
        result += "V " if isinstance(value, _Value) else "- "
    return result


def narrowing() -> str:
    total = 0
    real = 0.0
    for value in _values():
        if isinstance(value, _Integer):
            total += value.number
        elif isinstance(value, _Real):
            real += value.real
    return f"{total} {real}"


def dispatch_on_both() -> str:
    values = _values()
    result = ""
    for a in values[:3]:
        for b in values[:3]:
            result += a.add(b).describe() + ";"
    return result


def in_optional() -> str:
    value: Optional[_Value] = _Integer(0) if an_int(1) > 0 else None
    other: Optional[_Value] = None if an_int(1) > 0 else _Integer(0)
    return f"{value is None} {other is None} {value is not None}"


def in_fields_and_dicts() -> str:
    table: dict[str, _Value] = {"a": _Integer(1), "b": _Real(2.5)}
    table["c"] = table["a"].add(table["b"])
    return " ".join([value.describe() for value in table.values()])


def fits_integer() -> str:
    return (f"{fits_immediate_int(an_int((1 << 62) - 1))} {fits_immediate_int(an_int(1 << 62))} "
            f"{fits_immediate_int(an_int(-(1 << 62)))} {fits_immediate_int(an_int(-(1 << 62) - 1))}")


def fits_float() -> str:
    result = ""
    for x in [0.0, -0.0, 1.0, -1.5, 1e-77, 1e77, 1e-78, 1e78, 1e300, 1e-300, 5e-324, inf, -inf, nan, 0.1]:
        result += "y" if fits_immediate_float(x) else "n"
    return result


def float_round_trips() -> str:
    result = ""
    for x in [0.0, 1.0, -1.0, 0.1, -123.456, 1e-70, -1e70, 1.7272337110188893e-77]:
        if fits_immediate_float(x):
            result += str(_Real(x).real) + " "
        else:
            result += "boxed "
    return result


_prebuilt: list[_Value] = [_Integer(3), _Real(0.25), _Real(0.0), _Text("p"), _Integer(-9)]


def prebuilt_immediates() -> str:
    return ", ".join([value.describe() for value in _prebuilt])


def sum_in_loop() -> int:
    total: _Value = _Integer(0)
    for i in range(1000):
        total = total.add(_Integer(an_int(i)))
    return total.number if isinstance(total, _Integer) else -1
