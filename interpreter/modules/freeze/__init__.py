"""How running things are pickled and copied beyond what CPython pickles: frames, generators, coroutines, functions that have no name, and what these
refer to.

Each file has, for a kind of object, the function that says what a pickle keeps of it (`reduce_...`, in the form of PEP 307), the one that
makes an empty object from that, and ``__setstate__`` that fills it. Pickles find all of these by name, in the built-in module ``_freeze``. A program
asks for them by importing `stackless`, which tells `copyreg`; until then, all is as in CPython."""
