"""fork, and the functions that programs want to be called round it."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error
from interpreter.modules.signals import take_main_thread
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.protocols.call import call0
from scheduler.threads import forget_other_threads
from transform.rpython import CLibrary, get_errno

libc = CLibrary(
    """
    typedef int... pid_t;
    pid_t fork(void);
    """,
    headers=["unistd.h"],
)


class ForkHooks:
    """What `register_at_fork` was given, in that order."""
    before: list[Object]
    in_parent: list[Object]
    in_child: list[Object]

    def __init__(self) -> None:
        self.before = []
        self.in_parent = []
        self.in_child = []


hooks = ForkHooks()


def add_hook(to: list[Object], function: Optional[Object], name: str) -> None:
    if function is not None:
        if type_of(function).slots[Slot.CALL] is None:
            raise type_error(f"'{name}' must be callable, not {type_of(function).name}")
        to.append(function)


@exposed("register_at_fork")
def register_at_fork(*, before: Optional[Object] = None, after_in_child: Optional[Object] = None,
                     after_in_parent: Optional[Object] = None) -> None:
    """Register callables to be called when forking a new process."""
    if before is None and after_in_child is None and after_in_parent is None:
        raise type_error("At least one argument is required.")
    add_hook(hooks.before, before, "before")
    add_hook(hooks.in_child, after_in_child, "after_in_child")
    add_hook(hooks.in_parent, after_in_parent, "after_in_parent")


def run_hooks(functions: list[Object]) -> None:
    for function in functions:
        try:
            call0(function)
        except PyError as error:
            print_unraisable(error, function)


def fork_process(with_hooks: bool) -> int:
    """fork(2): 0 in the new process, its number in the old one. OSError."""
    if with_hooks:
        run_hooks(hooks.before[::-1])
    process = int(libc.fork())
    number = get_errno()
    if process == 0:
        forget_other_threads()
        take_main_thread()
        if with_hooks:
            run_hooks(hooks.in_child)
        return 0
    if with_hooks:
        run_hooks(hooks.in_parent)
    if process < 0:
        raise os_error(number)
    return process


@exposed("fork")
def fork() -> int:
    """Fork a child process."""
    return fork_process(True)
