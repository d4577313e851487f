"""Conversion between binary data and ASCII"""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.objects.bytes import Bytes
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.str import Str
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.number import index
from interpreter.text.bytestrings import hex_digits
from interpreter.text.codecs.escapes import hex_digit
from transform.rpython.builders import BytesBuilder

error_type = define(ExceptionObject, "Error", existing=Type("Error", None, [EXCEPTIONS["ValueError"]], {}), allocate=new_exception,
                    module="binascii", doc="")
incomplete_type = define(ExceptionObject, "Incomplete", existing=Type("Incomplete", None, [EXCEPTIONS["Exception"]], {}),
                         allocate=new_exception, module="binascii", doc="")
