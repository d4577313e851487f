"""RPython source that is linked into each program: what Python's built-in types and operations are when translated.

`table` says which Python name becomes which class or function of this package.
"""
