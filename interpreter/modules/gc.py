"""This module provides access to the garbage collector for reference cycles."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, value_error
from interpreter.eval.collect import collect as collect_garbage
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.finalizers import was_ended
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.bytes import Bytes
from interpreter.objects.dict import Dict
from interpreter.objects.float import Complex, Float
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import empty_list, new_list
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE, EllipsisObject, NoneObject
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, tuple3
from interpreter.protocols.call import call2
from interpreter.protocols.number import as_int
from transform.rpython import class_name, gcmodule


class Settings:
    """What is kept for programs that ask. Memory is always collected: only `collect` and the numbers mean something."""
    is_enabled: bool
    debug: int
    thresholds: Object
    collections: list[int]
    collected: list[int]

    def __init__(self) -> None:
        self.is_enabled = True
        self.debug = 0
        self.thresholds = tuple3(new_int(700), new_int(10), new_int(10))
        self.collections = [0, 0, 0]
        self.collected = [0, 0, 0]


settings = Settings()
callbacks = empty_list()


@exposed("enable")
def enable() -> None:
    """Enable automatic garbage collection."""
    settings.is_enabled = True


@exposed("disable")
def disable() -> None:
    """Disable automatic garbage collection."""
    settings.is_enabled = False


@exposed("isenabled")
def is_enabled() -> bool:
    """Returns true if automatic garbage collection is enabled."""
    return settings.is_enabled


@exposed("collect")
def collect(generation: int = 2) -> int:
    """Run the garbage collector."""
    if not 0 <= generation <= 2:
        raise value_error("invalid generation")
    tell(_START, generation, 0)
    before = gcmodule.statistic(gcmodule.Statistic.FINALIZED)
    collect_garbage(gcmodule.ALL if generation == 2 else gcmodule.YOUNG)
    found = gcmodule.statistic(gcmodule.Statistic.FINALIZED) - before
    settings.collections[generation] += 1
    settings.collected[generation] += found
    tell(_STOP, generation, found)
    return found


_START = new_str("start")
_STOP = new_str("stop")


def tell(phase: Object, generation: int, found: int) -> None:
    """Calls the functions of ``gc.callbacks``."""
    for callback in callbacks.to_list():
        about = Dict()
        about.set_str("generation", new_int(generation))
        about.set_str("collected", new_int(found))
        about.set_str("uncollectable", new_int(0))
        try:
            call2(callback, phase, about)
        except PyError as error:
            print_unraisable(error, callback)


@exposed("get_count")
def get_count() -> Object:
    """Return a three-tuple of the current collection counts."""
    return tuple3(new_int(0), new_int(0), new_int(0))


@exposed("get_threshold")
def get_threshold() -> Object:
    """Return the current collection thresholds."""
    return settings.thresholds


@exposed("set_threshold")
def set_threshold(threshold0: int, threshold1: int = 10, threshold2: int = 10, /) -> None:
    """Sets the collection thresholds."""
    settings.thresholds = tuple3(new_int(threshold0), new_int(threshold1), new_int(threshold2))


@exposed("get_debug")
def get_debug() -> int:
    """Get the garbage collection debugging flags."""
    return settings.debug


@exposed("set_debug")
def set_debug(flags: int, /) -> None:
    """Set the garbage collection debugging flags."""
    settings.debug = flags


def objects_among(found: list[object]) -> Object:
    """Those of the heap's objects that are Python objects."""
    result: list[Object] = []
    for x in found:
        if isinstance(x, Object):
            result.append(x)
    return new_list(result)


@exposed("get_objects")
def get_objects(generation: Optional[Object] = None) -> Object:
    """Return a list of objects tracked by the collector (excluding the list returned)."""
    if generation is not None and generation is not NONE and not -1 < as_int(generation) < 3:
        raise value_error("generation parameter must be less than the number of available generations (3)")
    return objects_among(gcmodule.get_objects())


@exposed("get_referrers", rest="objs")
def get_referrers(objs: Tuple) -> Object:
    """Return the list of objects that directly refer to any of objs."""
    result: list[object] = []
    for x in objs.items():
        for found in gcmodule.get_referrers(x):
            result += gcmodule.get_referrers(found) if is_array(found) else [found]
    return objects_among(result)


@exposed("get_referents", rest="objs")
def get_referents(objs: Tuple) -> Object:
    """Return the list of objects that are directly referred to by objs."""
    result: list[object] = []
    for x in objs.items():
        for found in gcmodule.get_referents(x):
            result += gcmodule.get_referents(found) if is_array(found) else [found]
    return objects_among(result)


def is_array(x: object) -> bool:
    """Whether an object of the heap is what a list or a dict keeps its items in."""
    return class_name(x).startswith("GcArray")


@exposed("is_tracked")
def is_tracked(obj: Object, /) -> bool:
    """Returns true if the object is tracked by the garbage collector."""
    return not (obj.python_type is not None and (
        isinstance(obj, Int) or isinstance(obj, Float) or isinstance(obj, Complex) or isinstance(obj, Str) or isinstance(obj, Bytes)
        or isinstance(obj, NoneObject) or isinstance(obj, EllipsisObject)
        or isinstance(obj, Tuple) and obj.length == 0 or isinstance(obj, Dict) and obj.count == 0))


@exposed("is_finalized")
def is_finalized(obj: Object, /) -> bool:
    """Returns true if the object has been already finalized by the GC."""
    return was_ended(obj)


@exposed("get_stats")
def get_stats() -> Object:
    """Return a list of dictionaries containing per-generation statistics."""
    rows: list[Object] = []
    for generation in range(3):
        row = Dict()
        row.set_str("collections", new_int(settings.collections[generation]))
        row.set_str("collected", new_int(settings.collected[generation]))
        row.set_str("uncollectable", new_int(0))
        rows.append(row)
    return new_list(rows)


@exposed("get_freeze_count")
def get_freeze_count() -> int:
    """Return the number of objects in the permanent generation."""
    return gcmodule.statistic(gcmodule.Statistic.FROZEN)


@exposed("freeze")
def freeze() -> None:
    """Freeze all current tracked objects and ignore them for future collections."""
    gcmodule.freeze()


@exposed("unfreeze")
def unfreeze() -> None:
    """Unfreeze all objects in the permanent generation."""
    gcmodule.unfreeze()


define_module(__name__, "gc", contents={
    "garbage": empty_list(), "callbacks": callbacks, "DEBUG_STATS": new_int(1), "DEBUG_COLLECTABLE": new_int(2),
    "DEBUG_UNCOLLECTABLE": new_int(4), "DEBUG_SAVEALL": new_int(32), "DEBUG_LEAK": new_int(38)})
