"""The contents of ``_ast``."""
from __future__ import annotations

from interpreter.compiler.options import CompilerFlag
from interpreter.gateway.modules import define_module
from interpreter.modules.ast.types import NODE_TYPES
from interpreter.objects.int import new_int
from interpreter.objects.singletons import NONE

define_module(__name__, "_ast", contents={
    "__doc__": NONE,
    **{name: node_type.type for name, node_type in NODE_TYPES.items()},
    "PyCF_ALLOW_TOP_LEVEL_AWAIT": new_int(CompilerFlag.ALLOW_TOP_LEVEL_AWAIT),
    "PyCF_ONLY_AST": new_int(CompilerFlag.ONLY_AST),
    "PyCF_TYPE_COMMENTS": new_int(CompilerFlag.TYPE_COMMENTS),
})
