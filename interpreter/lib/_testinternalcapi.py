"""What CPython's own tests ask of the implementation that runs them."""
import sys

SIZEOF_PYGC_HEAD = 0
"""Objects have no part for the collector in front of them."""


def get_config():
    """The part of the configuration that tests look at: code knows the columns of its instructions."""
    return {"code_debug_ranges": 1}


def get_recursion_depth():
    """How many Python functions are being run, without this one."""
    depth = 0
    frame = sys._getframe().f_back
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth
