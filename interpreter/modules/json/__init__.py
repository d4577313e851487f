"""json speedups"""
from __future__ import annotations

from interpreter.gateway.modules import define_module
from interpreter.modules.json import strings
from interpreter.modules.json.encoder import encoder_type
from interpreter.modules.json.scanner import scanner_type

define_module(__name__, "_json", parts=[strings.__name__], contents={"make_scanner": scanner_type, "make_encoder": encoder_type})
