"""import statements."""
import collections.abc
import collections.abc as abc
import os.path as path, sys
from collections import OrderedDict as Ordered, namedtuple
from string import *
from os import (path as other_path)

print(collections.abc.Mapping is abc.Mapping, path is other_path, Ordered.__name__, digits, namedtuple.__name__, sys is not None)


def inside():
    import math
    from math import floor, pi as number
    return math.pi == number, floor(2.5)


print(inside())
try:
    import does_not_exist
except ImportError as error:
    print(type(error).__name__, error)
try:
    from os import does_not_exist
except ImportError as error:
    print(type(error).__name__)
