"""The exceptions of the module."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.typedef import define
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Type

pickle_error_type = define(ExceptionObject, "PickleError", existing=Type("PickleError", None, [EXCEPTIONS["Exception"]], {}),
                           allocate=new_exception, module="_pickle", doc="")
pickling_error_type = define(ExceptionObject, "PicklingError", existing=Type("PicklingError", None, [pickle_error_type], {}),
                             allocate=new_exception, module="_pickle", doc="")
unpickling_error_type = define(ExceptionObject, "UnpicklingError", existing=Type("UnpicklingError", None, [pickle_error_type], {}),
                               allocate=new_exception, module="_pickle", doc="")


def pickling_error(text: str) -> PyError:
    return PyError(pickling_error_type, text)


def unpickling_error(text: str) -> PyError:
    return PyError(unpickling_error_type, text)
