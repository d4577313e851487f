"""Values that the translator cannot know, so that the operations on them are left for run time."""
from transform.rpython import never_inline


@never_inline
def an_int(x: int) -> int:
    return x


@never_inline
def a_float(x: float) -> float:
    return x


@never_inline
def a_bool(x: bool) -> bool:
    return x


@never_inline
def a_str(x: str) -> str:
    return x


@never_inline
def some_bytes(x: bytes) -> bytes:
    return x
