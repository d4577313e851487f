"""Encodings: text to bytes and back, as CPython's `_codecs` does it, down to the reasons and positions of errors.

A decoder gives the text and how many bytes it used: all, unless it is told that more may follow (``final`` is false).
"""
