"""The module ``_ast``: the node classes of syntax trees as Python programs see them.

`types` makes the classes from the compiler's own (`interpreter.compiler.ast`), `to_objects` turns a tree of the compiler into
objects, `from_objects` turns objects into a tree, which `validation` checks."""
