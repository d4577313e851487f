"""The engine of regular expressions: it runs what CPython's `re._compiler` makes. `texts` is the way in."""
