"""Universally unique identifiers by libuuid. It is the module `_uuid`."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.lazylibrary import loaded_on_demand
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.tuple import tuple2
from transform.rpython import CLibrary, alloc, free, make_bytes, uint8

libuuid = CLibrary(
    "int library_is_there(void); int generate(unsigned char *result);",
    headers=["stddef.h"],
    source="int uuid_generate_time_safe(unsigned char *result);" + loaded_on_demand("libuuid.so.1") + """
    static int generate(unsigned char *result) { return LAZY(uuid_generate_time_safe)(result); }
    """,
)

_SIZE = 16


@exposed("generate_time_safe")
def generate_by_time() -> Object:
    """The 16 bytes of an identifier made from the time and the machine, and 0 if no other process can have made the same."""
    if libuuid.library_is_there() == 0:
        raise PyError(EXCEPTIONS["OSError"], "the uuid library cannot be loaded")
    memory = alloc(uint8, _SIZE)
    safety = libuuid.generate(memory)
    made = make_bytes(memory, _SIZE)
    free(memory)
    return tuple2(new_bytes(made), new_int(safety))


define_module(__name__, "_uuid", contents={"has_uuid_generate_time_safe": new_int(1)})
