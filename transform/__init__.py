"""The translator: RPython functions become a native binary (see ARCHITECTURE.md)."""
from transform import native

native.install()
