"""An interface to the Unix syslog library routines."""
from __future__ import annotations

import syslog as host

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.files import c_string
from interpreter.modules.state import system
from interpreter.modules.waiting import before_external_call
from interpreter.objects.int import new_int
from interpreter.objects.list import List
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.number import as_int
from scheduler.threads import after_external_call
from transform.rpython import CLibrary, data_pointer, keepalive, null, uint8

libc = CLibrary(
    """
    void openlog(const char *identity, int options, int facility);
    void write_message(int priority, const char *message);
    void closelog(void);
    int setlogmask(int mask);
    """,
    headers=["syslog.h"],
    source="static void write_message(int priority, const char *message) { syslog(priority, \"%s\", message); }",
)


class Log:
    """What is known of the log. C keeps a pointer to `identity`."""
    is_open: bool
    identity: bytes

    def __init__(self) -> None:
        self.is_open = False
        self.identity = b""


log = Log()


def default_identity() -> bytes:
    """The name of the program's script; no bytes if there is none."""
    arguments = system.get_str("argv")
    if isinstance(arguments, List) and arguments.length > 0:
        script = arguments.items[0]
        if isinstance(script, Str):
            name = script.value[script.value.rfind("/") + 1:]
            if len(name) > 0:
                return c_string(name)
    return b""


@exposed("openlog")
def open_log(ident: Object = NONE, logoption: int = 0, facility: int = host.LOG_USER) -> None:
    """Set logging options of subsequent syslog() calls."""
    if ident is NONE:
        log.identity = default_identity()
    elif isinstance(ident, Str):
        log.identity = c_string(ident.value)
    else:
        raise type_error(f"openlog() argument 1 must be str, not {type_of(ident).name}")
    libc.openlog(data_pointer(log.identity) if len(log.identity) > 0 else null(uint8), logoption, facility)
    log.is_open = True


@exposed("syslog", rest="arguments")
def write(arguments: Tuple) -> None:
    """syslog([priority=LOG_INFO,] message)

    Send the string message to the system logger."""
    if not 1 <= arguments.length <= 2:
        raise type_error("[priority,] message string")
    priority = host.LOG_INFO if arguments.length == 1 else as_int(arguments.item(0))
    message = arguments.item(arguments.length - 1)
    if not isinstance(message, Str):
        raise type_error("[priority,] message string")
    text = c_string(message.value)
    if not log.is_open:
        open_log()
    before_external_call()
    libc.write_message(priority, data_pointer(text))
    after_external_call()
    keepalive(text)


@exposed("closelog")
def close_log() -> None:
    """Reset the syslog module values and call the system library closelog()."""
    if log.is_open:
        libc.closelog()
        log.is_open = False


@exposed("setlogmask")
def set_mask(maskpri: int, /) -> int:
    """Set the priority mask to maskpri and return the previous mask value."""
    return libc.setlogmask(maskpri)


@exposed("LOG_MASK")
def mask_of(pri: int, /) -> int:
    """Calculates the mask for the individual priority pri."""
    return 1 << pri


@exposed("LOG_UPTO")
def mask_up_to(pri: int, /) -> int:
    """Calculates the mask for all priorities up to and including pri."""
    return (1 << pri + 1) - 1


define_module(__name__, "syslog", contents={name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)})
