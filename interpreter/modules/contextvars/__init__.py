"""Context Variables"""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.contextvars.context import context_type, current_context, token_type, variable_type
from interpreter.objects.object import Object


@exposed("copy_context")
def copy_context() -> Object:
    """copy_context() -> Context"""
    return current_context().copied()


define_module(__name__, "_contextvars", contents={"Context": context_type, "ContextVar": variable_type, "Token": token_type})
