"""The C backend: graphs and prebuilt data become C files, objects and a binary.

`generate` writes the files, `build` compiles and links them.
"""
from transform.c.build import BuildResult, build
from transform.c.generate import CompileError, CProgram, generate
from transform.c.options import Options
from transform.c.parts import CFile

__all__ = ["BuildResult", "CFile", "CProgram", "CompileError", "Options", "build", "generate"]
