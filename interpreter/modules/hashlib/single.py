"""The modules with the functions of one family each: `_md5`, `_sha1`, `_sha256`, `_sha512`, `_sha3`. They are OpenSSL's, too."""
from __future__ import annotations

from interpreter.gateway.modules import ModuleDefinition, module_definitions
from interpreter.modules.hashlib.digests import constructor
from interpreter.objects.dict import Dict

_FAMILIES = {"_md5": ["md5"], "_sha1": ["sha1"], "_sha256": ["sha224", "sha256"], "_sha512": ["sha384", "sha512"],
             "_sha3": ["sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"]}

for _module, _names in _FAMILIES.items():
    module_definitions.append(ModuleDefinition(_module, None, [constructor(_name, _name) for _name in _names], {}, Dict()))
