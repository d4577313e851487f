"""This module makes available standard errno system symbols."""
from __future__ import annotations

import errno as host

from interpreter.gateway.modules import define_module
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.str import intern

_names: dict[str, Object] = {name: new_int(value) for name, value in vars(host).items() if name.startswith("E")}
_by_number = Dict()
for _number, _name in host.errorcode.items():
    _by_number.set(new_int(_number), intern(_name))

define_module(__name__, "errno", contents={**_names, "errorcode": _by_number})
