"""What Python programs can do with a PickleBuffer."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.pickle.picklebuffer import PickleBuffer
from interpreter.objects.memoryview import MemoryView, release, view_of
from interpreter.objects.object import Object, Type, type_of
from interpreter.protocols.buffer import is_buffer

_BUFFER_ERROR = EXCEPTIONS["BufferError"]


@exposed_static("__new__")
def buffer_new(cls: Type, object: Object, /) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    if not is_buffer(object):
        raise type_error(f"a bytes-like object is required, not '{type_of(object).name}'")
    return PickleBuffer(view_of(object))


@exposed("raw")
def buffer_raw(self: PickleBuffer) -> Object:
    """Return a memoryview of the raw memory underlying this buffer.

    Will raise BufferError is the buffer isn't contiguous."""
    view = raw_view(self)
    if view.step != view.item_size:
        raise PyError(_BUFFER_ERROR, "cannot extract raw buffer from non-contiguous buffer")
    return MemoryView(view.source, view.owner, "B", 1, view.start, 1, view.byte_count())


@exposed("release")
def buffer_release(self: PickleBuffer) -> None:
    """Release the underlying buffer held by the PickleBuffer object."""
    view = self.view
    self.view = None
    if isinstance(view, MemoryView):
        release(view)


def raw_view(buffer: PickleBuffer) -> MemoryView:
    """The view that the buffer holds. ValueError after `release`."""
    view = buffer.held()
    assert isinstance(view, MemoryView)
    return view


buffer_type = define(PickleBuffer, "PickleBuffer", methods=__name__, prefix="buffer_", module="pickle")
