"""Child processes: subprocess with pipes, folders, environments, failures; select, poll and epoll; fork hooks."""
import os
import select
import subprocess
import sys

print(subprocess.run(["echo", "hi"], capture_output=True))
print(subprocess.check_output("cat; pwd; echo $A >&2", shell=True, input=b"text", stderr=subprocess.STDOUT, cwd="/", env={"A": "b"}))
for command, options in [("/nonexistent", {}), ("ls", {"cwd": "/nonexistent"})]:
    try:
        subprocess.run([command], **options)
    except FileNotFoundError as error:
        print(repr(error), error.filename)
print(subprocess.run("exit 3", shell=True).returncode)
try:
    subprocess.run(["ls"], preexec_fn=lambda: 1 / 0)
except subprocess.SubprocessError as error:
    print(error)
reading, writing = os.pipe()
os.dup2(writing, 50)
print(subprocess.run(["sh", "-c", "echo x >&50"], pass_fds=[50], preexec_fn=lambda: os.write(50, b"pre"), start_new_session=True, umask=7))
print(os.read(reading, 10))
try:
    subprocess.run(["sleep", "5"], timeout=0.05)
except subprocess.TimeoutExpired as error:
    print(error.cmd)
child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(child.communicate("hello"))
child = subprocess.Popen(["sleep", "9"])
child.terminate()
print(child.wait())

os.register_at_fork(before=lambda: print("before", flush=True), after_in_parent=lambda: print("parent", flush=True),
                    after_in_child=lambda: os.write(writing, b"child"))
pid = os.fork()
if pid == 0:
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), os.read(reading, 10))

p, e = select.poll(), select.epoll()
os.dup2(reading, 51)
os.dup2(writing, 52)
r, w = 51, 52
for line in """
p.register(r, -1)
p.register(r, 70000)
p.modify(99, 1)
p.unregister(99)
p.register('x')
p.poll('x')
p.register(r, select.POLLIN)
p.register(w, select.POLLOUT)
p.poll()
p.unregister(w)
p.poll(1)
select.select([r], [], [], -1)
select.select([r], [], [], 'x')
select.select(3, [], [])
select.select(['x'], [], [])
select.select([-1], [], [])
select.select([1024], [], [])
select.select([], [w], [], 0)
select.select([r], [], [], 0.01)
os.write(w, b'x')
select.select([r], [w], [r])
p.poll()
e.register(r, select.EPOLLIN)
e.register(r)
e.register(999)
e.modify(999, 1)
e.unregister(999)
e.poll('x')
e.poll(0, 0)
e.poll(0, -2)
e.poll()
os.read(r, 10)
e.poll(0.01)
select.epoll(0)
select.epoll(-2)
select.epoll(10, 1)
e.closed
e.close()
e.closed
e.poll()
e.fileno()
e.register(r)
""".strip().splitlines():
    try:
        result = eval(line)
    except Exception as error:
        result = type(error).__name__, str(error)
    print(line, "->", result)
print(sys.version_info[:2])

# What became of a child, and what it used.


def child(status):
    process = os.fork()
    if process == 0:
        os._exit(status)
    return process


process = child(3)
found, status, usage = os.wait4(process, 0)
print(found == process, status, type(usage), len(usage), usage.ru_utime >= 0)
process = child(4)
print(os.wait3(0)[:2] == (process, 4 << 8))
process = child(5)
about = os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
print(type(about), about.si_pid == process, about.si_status, about.si_code == os.CLD_EXITED)
file = os.pidfd_open(process)
print(os.waitid(os.P_PIDFD, file, os.WEXITED).si_status)
os.close(file)
for wait in (lambda: os.wait3(0), lambda: os.wait4(-1, os.WNOHANG), lambda: os.waitid(os.P_ALL, 0, os.WEXITED),
             lambda: os.pidfd_open(0)):
    try:
        print(wait())
    except OSError as error:
        print(type(error).__name__, error)
