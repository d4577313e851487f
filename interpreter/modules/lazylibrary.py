"""C libraries that are loaded when a program first needs them: what is linked to the binary costs every start time and memory (libcrypto
1.7 ms and 2 MB)."""
from __future__ import annotations


def loaded_on_demand(file: str) -> str:
    """C code for the `source` of a `CLibrary`: in it, ``LAZY(f)`` is the function f of a shared library, for which the headers have a declaration.
    ``library_is_there()`` says whether the library can be loaded, which must be known before."""
    return """
    #include <dlfcn.h>
    static void *loaded_library;
    static int library_is_there(void) {
        if (loaded_library == NULL)
            loaded_library = dlopen("%s", RTLD_NOW | RTLD_LOCAL);
        return loaded_library != NULL;
    }
    #define LAZY(f) ({ static __typeof__(&f) found; if (found == NULL) found = (__typeof__(&f))dlsym(loaded_library, #f); found; })
    """ % file
