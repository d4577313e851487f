"""Small programs of microthreads. Each case tells what happened as text."""
from __future__ import annotations


from scheduler import threads
from scheduler.channel import RECEIVE, SEND, direction_of
from scheduler.helpers import MOST, Helpers, Job
from scheduler.microthread import Microthread, Ring, RunQueue
from scheduler.poller import ALWAYS_READY, READABLE, PollError
from scheduler.scheduler import Deadlock, Scheduler, running
from scheduler.sleeper import now
from scheduler.timers import FOREVER, Timer, Timers
from transform.rpython import data_pointer, not_none
from tests.scheduler.files import Files, Read, Sum, libc
from tests.scheduler.worlds import Thread, World


def turns() -> str:
    world = World()
    world.start("a", world.three_turns)
    world.start("b", world.three_turns)
    world.run()
    world.note(f"count {world.scheduler.queue.count}")
    return world.end()


def soft_and_hard() -> str:
    """Those that keep calls and those that keep none take turns."""
    world = World()
    world.start("soft", world.soft_turns)
    world.start("hard", world.three_turns)
    world.start("other", world.soft_turns)
    world.run()
    return world.end()


def _messages(preference: int, schedule_all: bool) -> str:
    world = World()
    world.channel.preference = preference
    world.channel.schedule_all = schedule_all
    world.start("s", world.sender)
    world.start("r", world.receiver)
    world.start("other", world.soft_turns)
    world.run()
    world.note(f"balance {world.channel.balance()}")
    return world.end()


def the_receiver_is_preferred() -> str:
    return _messages(RECEIVE, False)


def the_sender_is_preferred() -> str:
    return _messages(SEND, False)


def nobody_is_preferred() -> str:
    return _messages(0, False)


def all_go_through_the_queue() -> str:
    return _messages(RECEIVE, True)


def errors_go_to_the_runner() -> str:
    world = World()
    world.start("a", world.failing)
    world.start("b", world.soft_turns)
    try:
        world.run()
    except ValueError as error:
        world.note(f"caught {error}")
    world.run()
    return world.end()


def an_error_for_one_that_waits() -> str:
    world = World()
    waiting = world.start("a", world.waiting)
    world.run()
    world.note(f"balance {world.channel.balance()} {direction_of(waiting)}")
    world.scheduler.fail(waiting, ValueError("thrown"))
    world.run()
    world.note(f"balance {world.channel.balance()} {waiting.is_alive}")
    return world.end()


def nobody_could_wake_it() -> str:
    world = World()
    try:
        world.receive()
    except Deadlock:
        world.note(f"deadlock {world.scheduler.queue.count} {world.channel.count}")
    return world.end()


def the_last_one_ends() -> str:
    """While the main one waits: that gets the error."""
    world = World()
    world.start("a", world.three_turns)
    try:
        world.receive()
    except Deadlock as error:
        world.note(f"deadlock {error.waited}")
    return world.end()


def who_fails_takes_no_grant() -> str:
    """What two were granted that fail goes to the next two."""
    world = World()
    waiting = [world.start(name, world.claiming) for name in ["a", "b", "c", "d", "e"]]
    world.schedule()
    for item in waiting[:2]:
        world.claims.grant()
        world.scheduler.fail(item, ValueError("thrown"))
    world.schedule()
    world.schedule()
    world.note(f"{world.scheduler.queue.outside} {len(world.claims.heirs)}")
    waiting[4].end_wait()
    world.run()
    world.note(f"{world.claims.grant()}")
    return world.end()


def those_of_ended_threads_are_passed_over() -> str:
    world = World()
    ended = RunQueue()
    ended.has_ended = True
    world.claims.append(Thread(ended, world, "gone", None))
    world.channel.append_waiting(Thread(ended, world, "gone", None), SEND)
    world.start("a", world.claiming)
    world.schedule()
    world.note(f"{world.claims.grant()} {world.channel.has_partner(RECEIVE)} {world.channel.balance()}")
    world.run()
    return world.end()


def a_time_comes() -> str:
    world = World()
    ring = Ring(True)
    begin = now()
    timer = world.scheduler.wait_outside(ring, begin + 20_000_000)
    world.start("a", world.three_turns)
    world.switch(world.scheduler.next_runnable())
    world.scheduler.end_timer(timer)
    world.note(f"{now() - begin >= 20_000_000} {ring.count} {world.scheduler.queue.outside}")
    return world.end()


def timers_come_in_order() -> str:
    queue = RunQueue()
    timers = Timers()
    made = [Timer(deadline * 37 % 100, Microthread(queue)) for deadline in range(1, 41)]
    for timer in made:
        timers.add(timer)
    for timer in made:
        if timer.deadline % 3 == 0:
            timers.remove(timer)
    order: list[str] = []
    while not timers.is_empty():
        order.append(str(timers.next_deadline()))
        timers.remove(timers.next())
    return " ".join(order)


class _Elsewhere:
    """What runs in another thread: it sends to a microthread of the first."""
    world: World
    ring: Ring
    woken: bool

    def __init__(self, world: World) -> None:
        self.world = world
        self.ring = Ring(True)
        self.woken = False

    def run(self) -> None:
        self.woken = True
        first = self.ring.first
        if first is not None:
            first.end_wait()


def another_thread_wakes_it() -> str:
    scheduler = running.scheduler
    world = World()
    running.scheduler = scheduler
    main = Thread(scheduler.queue, world, "main", None)
    if scheduler.queue.count == 0:
        scheduler.start(main)
    other = _Elsewhere(world)
    there = Scheduler()
    threads.start_thread(there, Thread(there.queue, world, "there", None), other.run)
    scheduler.wait_outside(other.ring, FOREVER)
    target = scheduler.next_runnable()
    scheduler.queue.sleeper.end()
    return f"{target is scheduler.current} {other.woken} {running.scheduler is scheduler}"


# Files.


def a_file_becomes_ready() -> str:
    world = Files()
    world.start("a", world.sleeping)
    world.start("b", world.sleeping)
    world.start("w", world.writing)
    world.run()
    world.note(f"{world.scheduler.poller.waiting} {world.scheduler.queue.outside}")
    return world.end()


def a_file_is_ready_already() -> str:
    world = Files()
    world.put(1)
    world.start("a", world.sleeping)
    world.run()
    return world.end()


def a_registration_is_kept() -> str:
    """So that what comes before the next wait is not missed, and what comes between is not counted."""
    world = Files()
    for _ in range(3):
        world.start("a", world.sleeping)
        world.start("w", world.writing)
        world.run()
        world.take()
    world.start("h", world.hurried)
    world.run()
    return world.end()


def a_deadline_comes_before_the_file() -> str:
    world = Files()
    world.start("h", world.hurried)
    world.start("a", world.sleeping)
    world.start("h", world.hurried)
    world.schedule()
    world.schedule()
    while world.scheduler.queue.outside > 1:
        world.scheduler.sleep()
        world.schedule()
    world.put(1)
    world.run()
    return world.end()


def a_file_is_closed_while_others_wait() -> str:
    """And the next one with its number is another file, of which a copy of the first tells nothing."""
    world = Files()
    world.start("a", world.sleeping)
    world.schedule()
    copy_of_reader = libc.dup(world.reader)
    old_reader, old_writer = world.reader, world.writer
    world.start("c", world.closing)
    world.run()
    world.make_pipe()
    world.note(f"{world.reader == old_reader}")
    world.start("h", world.hurried)
    world.schedule()
    libc.write(old_writer, data_pointer(b"x"), 1)
    world.run()
    libc.close(copy_of_reader)
    world.close(old_writer)
    return world.end()


def an_error_for_one_that_waits_for_a_file() -> str:
    world = Files()
    waiting = world.start("a", world.failing_wait)
    world.schedule()
    world.scheduler.fail(waiting, ValueError("thrown"))
    world.put(1)
    world.scheduler.poll()
    world.run()
    world.note(f"{world.scheduler.poller.waiting} {world.scheduler.queue.outside}")
    return world.end()


def files_are_looked_at_while_others_run() -> str:
    world = Files()
    world.start("a", world.sleeping)
    world.schedule()
    world.put(1)
    world.schedule()
    world.note("nobody yet")
    world.scheduler.poll()
    world.schedule()
    return world.end()


def what_cannot_be_waited_for() -> str:
    world = Files()
    found: list[str] = []
    disk = libc.open(data_pointer(b"/proc/self/exe\0"), 0)
    for file in [disk, -1, 1000]:
        try:
            world.scheduler.poller.begin(file, READABLE, world.main)
        except PollError as error:
            found.append("always ready" if error.number == ALWAYS_READY else "no file")
    libc.close(disk)
    world.note(", ".join(found))
    return world.end()


def a_new_process_waits_by_itself() -> str:
    """What `fork` leaves to it is made anew."""
    world = Files()
    world.start("a", world.sleeping)
    world.schedule()
    before = world.scheduler.poller.event
    world.scheduler.poller.restart()
    world.put(1)
    world.run()
    world.note(f"{before == world.scheduler.poller.event}")
    return world.end()


def begin_job(world: Files, helpers: Helpers, job: Job) -> None:
    waiting = Thread(world.scheduler.queue, world, "waiting", None)
    job.microthread = waiting
    world.scheduler.put_outside(waiting, world.outside, FOREVER)
    helpers.add(job)


def helpers_work() -> str:
    """More jobs than there are threads for."""
    world = Files()
    scheduler = world.scheduler
    helpers = Helpers()
    jobs = [Sum(number) for number in range(10)]
    for job in jobs:
        begin_job(world, helpers, job)
    while scheduler.queue.outside > 0:
        scheduler.sleep()
    for job in jobs:
        not_none(job.microthread).leave_ring()
        helpers.abandon(job)
    world.note(f"{jobs[9].total} {helpers.count <= MOST} {jobs[9].is_done} {len(helpers.running)}")
    return world.end()


def endless_jobs_hold_up_no_others() -> str:
    """More of them than there are threads for others."""
    world = Files()
    scheduler = world.scheduler
    helpers = Helpers()
    endless = [Read(world.reader) for _ in range(MOST + 2)]
    for job in endless:
        begin_job(world, helpers, job)
    other = Sum(3)
    begin_job(world, helpers, other)
    while not other.is_done:
        scheduler.sleep()
    world.note(f"{other.total} {helpers.count} {scheduler.queue.outside}")
    world.put(len(endless))
    while scheduler.queue.outside > 0:
        scheduler.sleep()
    not_none(other.microthread).leave_ring()
    for job in endless:
        not_none(job.microthread).leave_ring()
        world.note(f"{job.count}")
    return world.end()
