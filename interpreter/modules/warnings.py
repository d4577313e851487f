"""_warnings provides basic warning filtering support."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.objects.object import Object

_USER_WARNING = EXCEPTIONS["UserWarning"]


@exposed("warn")
def warn(message: Object, category: Object = _USER_WARNING, stacklevel: int = 1, source: Object = _USER_WARNING) -> None:
    """Issue a warning, or maybe ignore it or raise an exception."""


define_module(__name__, "_warnings")
