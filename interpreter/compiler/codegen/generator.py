"""From a syntax tree to the code object of the whole source."""
from __future__ import annotations

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.codegen.statements import Statements
from interpreter.compiler.codegen.unit import Unit
from interpreter.compiler.codegen.core import Place
from interpreter.compiler.folding import Folding
from interpreter.compiler.options import Options
from interpreter.compiler.symtable import SymbolTable
from interpreter.objects.code import Code


class CodeGenerator(Statements):
    """Generates code for a whole tree. `codegen/` has the layers of this class, each in a file; each uses those before it."""


def generate(tree: ast.mod, options: Options, table: SymbolTable, last_future_line: int) -> Code:
    """The code object of a tree. Raises SyntaxFailure for what no earlier stage refuses."""
    start = Place(1, 0, 1, 0)
    unit = Unit(None, table.top, "<module>", "<module>", "", start)
    generator = CodeGenerator(options, table, Folding(), unit, last_future_line, isinstance(tree, ast.Interactive))
    if isinstance(tree, ast.Expression):
        register = generator.value(tree.body)
        unit.assembler.leave(Op.RETURN, register)
    elif isinstance(tree, ast.Module):
        generator.visit_annotated_body(tree.body)
    elif isinstance(tree, ast.Interactive):
        generator.visit_interactive(tree.body)
    generator.return_none()
    return generator.finished_code(unit, 1)
