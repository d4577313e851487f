"""Numbers as plain algorithms: integers of any size, numeric text, random numbers, what math and cmath compute.

Nothing here knows Python objects; the object types and modules call it.
"""
