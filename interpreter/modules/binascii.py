"""Conversion between binary data and ASCII"""
from __future__ import annotations


from interpreter.errors import EXCEPTIONS
from interpreter.gateway.typedef import define
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Type

error_type = define(ExceptionObject, "Error", existing=Type("Error", None, [EXCEPTIONS["ValueError"]], {}), allocate=new_exception,
                    module="binascii", doc="")
incomplete_type = define(ExceptionObject, "Incomplete", existing=Type("Incomplete", None, [EXCEPTIONS["Exception"]], {}),
                         allocate=new_exception, module="binascii", doc="")
