"""The local variables of a frame as a dict: what ``locals()`` and ``frame.f_locals`` give."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.frame import Frame
from interpreter.objects.code import Flag
from interpreter.objects.dict import Dict
from interpreter.objects.function import Cell
from interpreter.objects.object import Object


def locals_of(frame: Frame) -> Object:
    """The locals of a class or module body; a snapshot of those of a function, in a dict that the frame keeps."""
    known = frame.locals
    if not frame.code.flags & Flag.OPTIMIZED:
        return known if known is not None else frame.globals
    if isinstance(known, Dict):
        result = known
    else:
        result = Dict()
        frame.locals = result
        frame.escaped = True
    code = frame.code
    for i in range(len(code.varnames)):
        note(result, code.varnames[i], content(frame, i))
    for i in range(len(code.cellvars)):
        note(result, code.cellvars[i], content(frame, code.cell_registers[i]))
    for i in range(len(code.freevars)):
        note(result, code.freevars[i], content(frame, code.first_free + i))
    return result


def restore_locals(frame: Frame) -> None:
    """Gives the local variables of a function what somebody set in the dict that `locals_of` gave. None is cleared: the code relies on what it has
    assigned."""
    known = frame.locals
    code = frame.code
    if not code.flags & Flag.OPTIMIZED or not isinstance(known, Dict):
        return
    for i in range(len(code.varnames)):
        restore(frame, i, known.get_str(code.varnames[i]))
    for i in range(len(code.cellvars)):
        restore(frame, code.cell_registers[i], known.get_str(code.cellvars[i]))
    for i in range(len(code.freevars)):
        restore(frame, code.first_free + i, known.get_str(code.freevars[i]))


def restore(frame: Frame, register: int, value: Optional[Object]) -> None:
    if value is not None:
        held = frame.peek(register)
        if isinstance(held, Cell):
            held.content = value
        else:
            frame.write(register, value)


def content(frame: Frame, register: int) -> Optional[Object]:
    """What the variable in a register holds."""
    held = frame.peek(register)
    return held.content if isinstance(held, Cell) else held


def note(names: Dict, name: str, value: Optional[Object]) -> None:
    if value is None:
        names.delete_str(name)
    else:
        names.set_str(name, value)
