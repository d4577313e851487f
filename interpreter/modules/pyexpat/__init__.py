"""Python wrapper for Expat parser."""
from __future__ import annotations

from typing import Any, Mapping

import pyexpat as host

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.pyexpat.library import libexpat
from interpreter.modules.pyexpat.parser import XmlParser, c_text, error_type, message_of, parser_type, pointer_to
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.module import Module
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, intern, new_str
from interpreter.objects.tuple import new_tuple, tuple2
from transform.rpython import keepalive


@exposed("ParserCreate")
def create(encoding: Object = NONE, namespace_separator: Object = NONE, intern: Object = NONE) -> Object:
    """Return a new XML parser object."""
    if isinstance(namespace_separator, Str) and len(namespace_separator.value) > 1:
        raise value_error("namespace_separator must be at most one character, omitted, or None")
    if namespace_separator is not NONE and not isinstance(namespace_separator, Str):
        raise type_error(f"ParserCreate() argument 'namespace_separator' must be str or None, not {type_of(namespace_separator).name}")
    if encoding is not NONE and not isinstance(encoding, Str):
        raise type_error(f"ParserCreate() argument 'encoding' must be str or None, not {type_of(encoding).name}")
    if intern is not NONE and not isinstance(intern, Dict):
        raise type_error("intern must be a dictionary")
    if libexpat.library_is_there() == 0:
        raise PyError(EXCEPTIONS["OSError"], "the expat library cannot be loaded")
    coding, separator = c_text(encoding), c_text(namespace_separator)
    made = XmlParser(libexpat.new_reader(pointer_to(coding), pointer_to(separator)), None, Dict() if intern is NONE else intern)
    keepalive(coding)
    keepalive(separator)
    return made


@exposed("ErrorString")
def error_string(code: int, /) -> Object:
    """Returns string error for given number."""
    if libexpat.library_is_there() == 0:
        raise PyError(EXCEPTIONS["OSError"], "the expat library cannot be loaded")
    return NONE if not libexpat.error_text(code) else new_str(message_of(code))


def inner_module(name: str, doc: str, contents: dict[str, Object]) -> Module:
    """A module that is an attribute of this one; for use while RPython modules are imported."""
    made = Module(Dict())
    made.dict.set_str("__name__", new_str(name))
    made.dict.set_str("__doc__", new_str(doc))
    for key, value in contents.items():
        made.dict.set_str(key, value)
    return made


def table(items: Mapping[Any, Any]) -> Dict:
    made = Dict()
    for key, value in items.items():
        made.set(constant(key), constant(value))
    return made


def constant(x: object) -> Object:
    if isinstance(x, int):
        return new_int(x)
    assert isinstance(x, str)
    return new_str(x)


def constants_of(module: object) -> dict[str, Object]:
    return {name: constant(value) for name, value in vars(module).items() if not name.startswith("_") and isinstance(value, (int, str))}


errors = inner_module("pyexpat.errors", "Constants used to describe error conditions.", {
    **constants_of(host.errors), "codes": table(host.errors.codes), "messages": table(host.errors.messages)})
model = inner_module("pyexpat.model", "Constants used to interpret content model information.", constants_of(host.model))

define_module(__name__, "pyexpat", contents={
    "error": error_type, "ExpatError": error_type, "XMLParserType": parser_type, "errors": errors, "model": model,
    "EXPAT_VERSION": new_str(host.EXPAT_VERSION), "version_info": new_tuple([new_int(number) for number in host.version_info]),
    "native_encoding": new_str(host.native_encoding), "features": new_list([tuple2(intern(name), new_int(value)) for name, value in host.features]),
    **{name: new_int(value) for name, value in vars(host).items() if name.startswith("XML_")}})
