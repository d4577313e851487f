"""The engine in use: Bobbin's own, or else greenlets."""

from typing import Any

engine: Any
try:
    import _stackless as engine  # type: ignore[import-not-found, no-redef]
except ImportError:
    import stackless._emulation as engine  # type: ignore[no-redef]

__all__ = ["engine"]
