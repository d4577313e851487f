"""The command line of the translator: ``python -m transform PROGRAM.py -o OUT``."""
