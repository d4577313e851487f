"""What the system says of itself: configuration, file systems, processors, priorities, users."""
import os
import shutil
import tempfile


def shown(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


print(os.sysconf("SC_PAGESIZE"), os.sysconf(os.sysconf_names["SC_OPEN_MAX"]) > 0, len(os.sysconf_names), os.cpu_count())
print(os.confstr("CS_PATH"), os.confstr(os.confstr_names["CS_GNU_LIBC_VERSION"]), os.pathconf("/", "PC_NAME_MAX"), os.fpathconf(0, "PC_PATH_MAX"))
for call in (lambda: os.sysconf("no such name"), lambda: os.sysconf(99999), lambda: os.sysconf(1.5), lambda: os.confstr(1.5), lambda: os.confstr(99999),
             lambda: os.pathconf("/no such file", "PC_NAME_MAX"), lambda: os.fpathconf(-1, "PC_NAME_MAX"),
             lambda: os.statvfs("/no such file"), lambda: os.fstatvfs(9999), lambda: os.sched_setaffinity(0, []), lambda: os.sched_setaffinity(0, [-1]),
             lambda: os.sched_setaffinity(0, ["a"]), lambda: os.sched_setaffinity(0, 5), lambda: os.sched_getaffinity(-1),
             lambda: os.sched_get_priority_max(99), lambda: os.getpriority(99, 0), lambda: os.setgroups(5), lambda: os.setresuid("x", 0, 0),
             lambda: os.getgrouplist("no such user", 5)):
    shown(call)
folder = tempfile.gettempdir()
found = os.statvfs(folder)
print(type(found), len(found), found.f_bsize == found[0], found.f_namemax, isinstance(found.f_fsid, int), found.f_blocks >= found.f_bfree >= found.f_bavail)
usage = shutil.disk_usage(folder)
print(usage.total > usage.used > 0, os.fstatvfs(os.open(folder, os.O_RDONLY)).f_blocks == found.f_blocks, os.statvfs(folder.encode())[9])
mine = os.sched_getaffinity(0)
print(mine == os.sched_getaffinity(os.getpid()), os.sched_setaffinity(0, mine), type(mine))
print(os.sched_get_priority_max(os.SCHED_FIFO), os.sched_get_priority_min(os.SCHED_RR), os.sched_getscheduler(0) in (os.SCHED_OTHER, os.SCHED_BATCH),
      type(os.sched_rr_get_interval(0)))
priority = os.getpriority(os.PRIO_PROCESS, 0)
print(os.setpriority(os.PRIO_PROCESS, 0, priority), os.getpriority(os.PRIO_PROCESS, os.getpid()) == priority)
print(os.getresuid() == (os.getuid(), os.geteuid(), os.getuid()), len(os.getresgid()), os.setresuid(-1, -1, -1), os.setregid(-1, -1))
print(os.getgrouplist("root", 0), os.major(os.makedev(8, 3)), os.minor(os.makedev(8, 3)), os.makedev(259, 70000))
