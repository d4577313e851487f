"""This module provides access to operating system functionality that is
standardized by the C Standard and the POSIX standard (a thinly
disguised Unix interface).  Refer to the library manual and
corresponding Unix manual entries for more information on calls."""
from __future__ import annotations

import posix as host

from interpreter.errors import EXCEPTIONS
from interpreter.gateway.modules import define_module
from interpreter.modules.posix import (children, descriptors, directories, environment, forking, identities, limits, opening, processes,
                                       scheduling, status, terminals, transfers)
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object
from interpreter.objects.str import intern

_PARTS = [children, descriptors, directories, environment, forking, identities, limits, opening, processes, scheduling, status, terminals,
          transfers]
_numbers: dict[str, Object] = {name: new_int(value) for name, value in vars(host).items() if name.isupper() and type(value) is int}
_known = {"HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN", "HAVE_FCHOWNAT", "HAVE_FDOPENDIR", "HAVE_FSTATAT",
          "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_LINKAT", "HAVE_LSTAT", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_MKNODAT", "HAVE_OPENAT",
          "HAVE_READLINKAT", "HAVE_RENAMEAT", "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT"}

define_module(__name__, "posix", parts=[part.__name__ for part in _PARTS], contents={
    **_numbers, "environ": environment.environ, "error": EXCEPTIONS["OSError"], "stat_result": status.stat_result_type,
    "terminal_size": descriptors.terminal_size_type, "times_result": processes.times_result_type,
    "waitid_result": children.waitid_result_type, "uname_result": processes.uname_result_type,
    "statvfs_result": limits.statvfs_result_type, "sysconf_names": limits.SYSTEM_NAMES, "confstr_names": limits.TEXT_NAMES,
    "pathconf_names": limits.PATH_NAMES, "DirEntry": directories.dir_entry_type,
    "_have_functions": new_list([intern(name) for name in sorted(_known)])})
