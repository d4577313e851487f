"""The intermediate representation: types, operations, graphs, text form, verifier."""
