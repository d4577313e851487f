"""Python 3.11 in RPython: the program that the translator turns into the binary `bobbin`."""
