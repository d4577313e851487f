"""What is done when C calls the program: the calls of C in the middle of the stack are counted, since nothing below one
can be suspended."""
from __future__ import annotations

from transform.rpython import CLibrary, inline

_c = CLibrary(
    """
    void rt_enter_callback(void);
    void rt_leave_callback(void);
    """,
    headers=("stddef.h",),  # the declarations are in rt.h
    source="static void rt_enter_callback(void) {} static void rt_leave_callback(void) {}",
)


@inline
def enter() -> None:
    _c.rt_enter_callback()


@inline
def leave() -> None:
    _c.rt_leave_callback()
