"""Short programs with all that happens in them, spelled out: the rules of the scheduler one by one.

The operations are those of `programs.Machine`; the log has the result of each. The model must do the same."""

from tests.stackless.model import Model, Program
from tests.stackless.programs import NAMES, Machine
from tests.stackless.tables import table


def parse(text: str) -> Program:
    """A line for each tasklet: its name, a colon, operations between semicolons."""
    program: Program = {name: [] for name in NAMES}
    for line in text.strip().splitlines():
        name, _, script = line.strip().partition(":")
        operations = [operation.split() for operation in script.split(";") if operation.strip()]
        program[name] = [tuple(int(word) if word.lstrip("-").isdigit() else word for word in words)
                         for words in operations]
    return program


@table(
    ("round robin in the order of starting", """
        main: start a; start b; start e; run
        a: schedule; schedule
        b: schedule
        e:
    """, """
        main: start a = a
        main: start b = b
        main: start e = e
        e ends
        a: schedule = a
        b: schedule = b
        b ends
        a: schedule = a
        a ends
        main: run = None
    """),
    ("schedule returns the tasklet", """
        main: start a; schedule
        a: schedule
    """, """
        main: start a = a
        main: schedule = main
    """),
    ("schedule alone", """
        main: schedule; runcount
    """, """
        main: schedule = main
        main: runcount = 1
    """),
    ("schedule_remove pauses", """
        main: start a; run; state a; insert a; run
        a: schedule_remove
    """, """
        main: start a = a
        main: run = None
        main: state a = alive+paused
        main: insert a = a
        a: schedule_remove = a
        a ends
        main: run = None
    """),
    ("schedule_remove of main, alone", """
        main: schedule_remove; state main
    """, """
        main: schedule_remove = main
        main: state main = alive+scheduled+current
    """),
    ("schedule_remove of main: the others run until none is left", """
        main: start a; start b; schedule_remove; state main
        a: schedule
        b: schedule
    """, """
        main: start a = a
        main: start b = b
        a: schedule = a
        a ends
        b: schedule = b
        b ends
        main: schedule_remove = main
        main: state main = alive+scheduled+current
    """),
    ("run with nothing to run", """
        main: run; runcount
    """, """
        main: run = None
        main: runcount = 1
    """),
    ("run inside a tasklet", """
        main: start a; start b; run
        a: run; runcount
        b: schedule; schedule
    """, """
        main: start a = a
        main: start b = b
        b: schedule = b
        b: schedule = b
        b ends
        a: run = None
        a: runcount = 1
        a ends
        main: run = None
    """),
    ("nested runs end innermost first", """
        main: start a; start b; start e; run
        a: run
        b: run
        e: schedule
    """, """
        main: start a = a
        main: start b = b
        main: start e = e
        e: schedule = e
        e ends
        b: run = None
        b ends
        a: run = None
        a ends
        main: run = None
    """),
    ("an exception goes to the innermost run", """
        main: start a; start b; run
        a: run
        b: fail Failed
    """, """
        main: start a = a
        main: start b = b
        b ends
        a: run ! Failed
        a ends
        main: run = None
    """),
    ("an exception goes to main without a run", """
        main: start a; schedule; runcount
        a: fail Failed
    """, """
        main: start a = a
        a ends
        main: schedule ! Failed
        main: runcount = 1
    """),
    ("an exception finds main in the queue", """
        main: start a; start b; run_tasklet a; queue
        a: fail Failed
        b: schedule
    """, """
        main: start a = a
        main: start b = b
        a ends
        main: run_tasklet a ! Failed
        main: queue = main,b
    """),
    ("an exception finds main blocked", """
        main: start a; receive c; balance c
        a: fail Failed
    """, """
        main: start a = a
        a ends
        main: receive c ! Failed
        main: balance c = 0
    """),
    ("an exception finds main paused", """
        main: start a; switch_tasklet a; state main
        a: fail Failed
    """, """
        main: start a = a
        a ends
        main: switch_tasklet a ! Failed
        main: state main = alive+scheduled+current
    """),
    ("an exception that was thrown before the start", """
        main: start a; throw a Failed 1; run; state a
        a: schedule
    """, """
        main: start a = a
        main: throw a Failed 1 = None
        main: run ! Failed
        main: state a = -
    """),
    ("TaskletExit is silent", """
        main: start a; run; throw a TaskletExit 0; state a
        a: schedule_remove
    """, """
        main: start a = a
        main: run = None
        a ends
        main: throw a TaskletExit 0 = None
        main: state a = -
    """),
    ("killing what has not started", """
        main: start a; throw a TaskletExit 0; state a; runcount
        a: schedule
    """, """
        main: start a = a
        main: throw a TaskletExit 0 = None
        main: state a = -
        main: runcount = 1
    """),
    ("killing the dead", """
        main: start a; run; throw a TaskletExit 0; throw a TaskletExit 1
        a:
    """, """
        main: start a = a
        a ends
        main: run = None
        main: throw a TaskletExit 0 = None
        main: throw a TaskletExit 1 = None
    """),
    ("throwing at the dead", """
        main: start a; run; throw a Failed 0; throw a Failed 1
        a:
    """, """
        main: start a = a
        a ends
        main: run = None
        main: throw a Failed 0 ! RuntimeError
        main: throw a Failed 1 ! RuntimeError
    """),
    ("throwing at the unbound", """
        main: throw a Failed 0; throw a TaskletExit 0
        a:
    """, """
        main: throw a Failed 0 ! RuntimeError
        main: throw a TaskletExit 0 = None
    """),
    ("throwing at a tasklet that catches", """
        main: start a; run; throw a Failed 0; state a; queue
        a: schedule_remove; schedule; schedule
    """, """
        main: start a = a
        main: run = None
        a: schedule_remove ! Failed
        main: throw a Failed 0 = None
        main: state a = alive+scheduled
        main: queue = main,a
    """),
    ("a pending throw", """
        main: start a; start b; schedule; throw a Failed 1; queue; schedule
        a: schedule; queue
        b: schedule
    """, """
        main: start a = a
        main: start b = b
        main: schedule = main
        main: throw a Failed 1 = None
        main: queue = main,a,b
        a: schedule ! Failed
        a: queue = a,b,main
        a ends
        b: schedule = b
        b ends
        main: schedule = main
    """),
    ("a pending throw unblocks", """
        main: start a; run; balance c; throw a Failed 1; balance c; state a; run
        a: receive c
    """, """
        main: start a = a
        main: run = None
        main: balance c = -1
        main: throw a Failed 1 = None
        main: balance c = 0
        main: state a = alive+scheduled
        a: receive c ! Failed
        a ends
        main: run = None
    """),
    ("a throw unblocks a sender", """
        main: start a; run; balance c; throw a ValueError 0; balance c
        a: send c 1
    """, """
        main: start a = a
        main: run = None
        main: balance c = 1
        a: send c 1 ! ValueError
        a ends
        main: throw a ValueError 0 = None
        main: balance c = 0
    """),
    ("a pending throw replaced by another", """
        main: start a; run; throw a Failed 1; throw a ValueError 1; run
        a: schedule_remove
    """, """
        main: start a = a
        main: run = None
        main: throw a Failed 1 = None
        main: throw a ValueError 1 = None
        a: schedule_remove ! ValueError
        a ends
        main: run = None
    """),
    ("throwing at oneself", """
        main: start a; run; throw main Failed 0; throw main Failed 1
        a: throw a ValueError 0; throw a TaskletExit 1; queue
    """, """
        main: start a = a
        a: throw a ValueError 0 ! ValueError
        a ends
        main: run = None
        main: throw main Failed 0 ! Failed
        main: throw main Failed 1 ! Failed
    """),
    ("a tasklet kills another, then itself ends", """
        main: start a; start b; run
        a: throw b TaskletExit 0; queue
        b: schedule
    """, """
        main: start a = a
        main: start b = b
        a: throw b TaskletExit 0 = None
        a: queue = a
        a ends
        main: run = None
    """),
    ("a tasklet kills the one behind it: the order", """
        main: start a; start b; start e; run
        a: schedule; throw e TaskletExit 0; queue
        b: schedule; schedule
        e: schedule; schedule
    """, """
        main: start a = a
        main: start b = b
        main: start e = e
        a: schedule = a
        e ends
        a: throw e TaskletExit 0 = None
        a: queue = a,b
        a ends
        b: schedule = b
        b: schedule = b
        b ends
        main: run = None
    """),
    ("tasklets that throw at each other", """
        main: start a; start b; run
        a: schedule_remove; throw b Failed 0
        b: throw a ValueError 0; schedule
    """, """
        main: start a = a
        main: start b = b
        a: schedule_remove ! ValueError
        b: throw a ValueError 0 ! Failed
        a: throw b Failed 0 = None
        a ends
        b: schedule = b
        b ends
        main: run = None
    """),
    ("throwing at main", """
        main: start a; run
        a: throw main Failed 0; queue
    """, """
        main: start a = a
        main: run ! Failed
    """),
    ("throwing at main, pending", """
        main: start a; run; queue
        a: throw main Failed 1; queue
    """, """
        main: start a = a
        a: throw main Failed 1 = None
        a: queue = a,main
        a ends
        main: run ! Failed
        main: queue = main
    """),
    ("run of a tasklet in the queue turns the ring", """
        main: start a; start b; start e; run_tasklet b; queue
        a: queue
        b: queue; schedule; queue
        e: queue
    """, """
        main: start a = a
        main: start b = b
        main: start e = e
        b: queue = b,e,main,a
        e: queue = e,main,a,b
        e ends
        main: run_tasklet b = None
        main: queue = main,a,b
    """),
    ("run of a paused tasklet", """
        main: ready a; start b; run_tasklet a; queue
        a: queue; schedule
        b: queue
    """, """
        main: ready a = a
        main: start b = b
        a: queue = a,main,b
        main: run_tasklet a = None
        main: queue = main,b,a
    """),
    ("run of the current tasklet", """
        main: run_tasklet main; switch_tasklet main; queue
    """, """
        main: run_tasklet main = None
        main: switch_tasklet main = None
        main: queue = main
    """),
    ("run of a blocked tasklet", """
        main: start a; run; run_tasklet a; switch_tasklet a; insert a; remove a
        a: receive c
    """, """
        main: start a = a
        main: run = None
        main: run_tasklet a ! RuntimeError
        main: switch_tasklet a ! RuntimeError
        main: insert a ! RuntimeError
        main: remove a ! RuntimeError
    """),
    ("run of a dead tasklet", """
        main: start a; run; run_tasklet a; switch_tasklet a; insert a; remove a
        a:
    """, """
        main: start a = a
        a ends
        main: run = None
        main: run_tasklet a ! RuntimeError
        main: switch_tasklet a ! RuntimeError
        main: insert a ! RuntimeError
        main: remove a = a
    """),
    ("run of an unbound tasklet that is not ready", """
        main: run_tasklet a; insert a
        a:
    """, """
        main: run_tasklet a ! RuntimeError
        main: insert a ! RuntimeError
    """),
    ("switch pauses the caller", """
        main: start a; start b; switch_tasklet b; queue
        a: state main; schedule
        b: state main
    """, """
        main: start a = a
        main: start b = b
        b: state main = alive+paused
        b ends
        a: state main = alive+paused
        a: schedule = a
        a ends
        main: switch_tasklet b = None
        main: queue = main
    """),
    ("switch to and fro", """
        main: ready a; switch_tasklet a; switch_tasklet a; state a
        a: switch_tasklet main; switch_tasklet main
    """, """
        main: ready a = a
        main: switch_tasklet a = None
        a: switch_tasklet main = None
        main: switch_tasklet a = None
        main: state a = alive+paused
    """),
    ("switch from a tasklet to a tasklet", """
        main: ready a; ready b; switch_tasklet a; queue
        a: switch_tasklet b; queue
        b: state a; insert a
    """, """
        main: ready a = a
        main: ready b = b
        b: state a = alive+paused
        b: insert a = a
        b ends
        a: switch_tasklet b = None
        a: queue = a
        a ends
        main: switch_tasklet a = None
        main: queue = main
    """),
    ("insert twice", """
        main: ready a; insert a; insert a; queue; run
        a:
    """, """
        main: ready a = a
        main: insert a = a
        main: insert a = a
        main: queue = main,a
        a ends
        main: run = None
    """),
    ("remove and insert change the order", """
        main: start a; start b; remove a; queue; insert a; queue; run
        a:
        b:
    """, """
        main: start a = a
        main: start b = b
        main: remove a = a
        main: queue = main,b
        main: insert a = a
        main: queue = main,b,a
        b ends
        a ends
        main: run = None
    """),
    ("remove of a paused tasklet does nothing", """
        main: ready a; remove a; state a
        a:
    """, """
        main: ready a = a
        main: remove a = a
        main: state a = alive+paused
    """),
    ("remove of the current tasklet", """
        main: remove main
    """, """
        main: remove main ! RuntimeError
    """),
    ("starting what is alive", """
        main: start a; start a; ready a; run; start a; ready a
        a:
    """, """
        main: start a = a
        main: start a ! RuntimeError
        main: ready a ! RuntimeError
        a ends
        main: run = None
        main: start a ! RuntimeError
        main: ready a ! RuntimeError
    """),
    ("binding arguments without queueing", """
        main: ready a; state a; insert a; state a; run; state a
        a: state a
    """, """
        main: ready a = a
        main: state a = alive+paused
        main: insert a = a
        main: state a = alive+scheduled
        a: state a = alive+scheduled+current
        a ends
        main: run = None
        main: state a = -
    """),
    ("starting what was bound with arguments", """
        main: ready a; start a; state a
        a:
    """, """
        main: ready a = a
        main: start a ! RuntimeError
        main: state a = alive+paused
    """),
    ("a tasklet starts another", """
        main: start a; run
        a: start b; queue; schedule
        b: queue
    """, """
        main: start a = a
        a: start b = b
        a: queue = a,b
        b: queue = b,a
        b ends
        a: schedule = a
        a ends
        main: run = None
    """),
    ("the receiver waits: it runs at once", """
        main: start a; schedule; send c 1; queue
        a: receive c; queue
    """, """
        main: start a = a
        main: schedule = main
        a: receive c = 1
        a: queue = a,main
        a ends
        main: send c 1 = None
        main: queue = main
    """),
    ("the sender waits: the receiver goes on", """
        main: start a; schedule; receive c; queue; run
        a: send c 1; queue
    """, """
        main: start a = a
        main: schedule = main
        main: receive c = 1
        main: queue = main,a
        a: send c 1 = None
        a: queue = a
        a ends
        main: run = None
    """),
    ("sender preferred, the receiver waits: the sender goes on", """
        main: prefer c 1; start a; schedule; send c 1; queue; run
        a: receive c; queue
    """, """
        main: prefer c 1 = None
        main: start a = a
        main: schedule = main
        main: send c 1 = None
        main: queue = main,a
        a: receive c = 1
        a: queue = a
        a ends
        main: run = None
    """),
    ("sender preferred, the sender waits: it runs at once", """
        main: prefer c 1; start a; schedule; receive c; queue
        a: send c 1; queue
    """, """
        main: prefer c 1 = None
        main: start a = a
        main: schedule = main
        a: send c 1 = None
        a: queue = a,main
        a ends
        main: receive c = 1
        main: queue = main
    """),
    ("nobody preferred, the receiver waits", """
        main: prefer c 0; start a; start b; schedule; send c 1; queue; run
        a: receive c; queue
        b: schedule
    """, """
        main: prefer c 0 = None
        main: start a = a
        main: start b = b
        main: schedule = main
        main: send c 1 = None
        main: queue = main,b,a
        b: schedule = b
        b ends
        a: receive c = 1
        a: queue = a
        a ends
        main: run = None
    """),
    ("nobody preferred, the sender waits", """
        main: prefer c 0; start a; start b; schedule; receive c; queue; run
        a: send c 1; queue
        b: schedule
    """, """
        main: prefer c 0 = None
        main: start a = a
        main: start b = b
        main: schedule = main
        main: receive c = 1
        main: queue = main,b,a
        b: schedule = b
        b ends
        a: send c 1 = None
        a: queue = a
        a ends
        main: run = None
    """),
    ("schedule_all, the receiver waits", """
        main: schedule_all c 1; start a; start b; schedule; send c 1; queue
        a: receive c; queue
        b: schedule; queue
    """, """
        main: schedule_all c 1 = None
        main: start a = a
        main: start b = b
        main: schedule = main
        b: schedule = b
        b: queue = b,a,main
        b ends
        a: receive c = 1
        a: queue = a,main
        a ends
        main: send c 1 = None
        main: queue = main
    """),
    ("schedule_all, the sender waits", """
        main: schedule_all c 1; start a; start b; schedule; receive c; queue
        a: send c 1; queue
        b: schedule; queue
    """, """
        main: schedule_all c 1 = None
        main: start a = a
        main: start b = b
        main: schedule = main
        b: schedule = b
        b: queue = b,a,main
        b ends
        a: send c 1 = None
        a: queue = a,main
        a ends
        main: receive c = 1
        main: queue = main
    """),
    ("schedule_all, nobody else", """
        main: schedule_all c 1; start a; schedule; send c 1; queue
        a: receive c; queue
    """, """
        main: schedule_all c 1 = None
        main: start a = a
        main: schedule = main
        a: receive c = 1
        a: queue = a,main
        a ends
        main: send c 1 = None
        main: queue = main
    """),
    ("senders wait in order", """
        main: start a; start b; start e; schedule; balance c; receive c; receive c; receive c; balance c
        a: send c 1
        b: send c 2
        e: send c 3
    """, """
        main: start a = a
        main: start b = b
        main: start e = e
        main: schedule = main
        main: balance c = 3
        main: receive c = 1
        main: receive c = 2
        main: receive c = 3
        main: balance c = 0
    """),
    ("receivers wait in order", """
        main: start a; start b; start e; schedule; balance c; send c 1; send c 2; send c 3; balance c
        a: receive c
        b: receive c
        e: receive c
    """, """
        main: start a = a
        main: start b = b
        main: start e = e
        main: schedule = main
        main: balance c = -3
        a: receive c = 1
        a ends
        main: send c 1 = None
        b: receive c = 2
        b ends
        main: send c 2 = None
        e: receive c = 3
        e ends
        main: send c 3 = None
        main: balance c = 0
    """),
    ("a killed one leaves the middle of the queue", """
        main: start a; start b; start e; schedule; throw b TaskletExit 0; balance c; receive c; receive c
        a: send c 1
        b: send c 2
        e: send c 3
    """, """
        main: start a = a
        main: start b = b
        main: start e = e
        main: schedule = main
        b ends
        main: throw b TaskletExit 0 = None
        main: balance c = 2
        main: receive c = 1
        main: receive c = 3
    """),
    ("an exception over a channel", """
        main: start a; run; send_error c Failed; state a
        a: receive c; state a
    """, """
        main: start a = a
        main: run = None
        a: receive c ! Failed
        a: state a = alive+scheduled+current
        a ends
        main: send_error c Failed = None
        main: state a = -
    """),
    ("an exception from a waiting sender", """
        main: start a; run; receive c; run
        a: send_error c ValueError; state a
    """, """
        main: start a = a
        main: run = None
        main: receive c ! ValueError
        a: send_error c ValueError = None
        a: state a = alive+scheduled+current
        a ends
        main: run = None
    """),
    ("TaskletExit over a channel", """
        main: start a; run; send_error c TaskletExit; state a
        a: receive c; state a
    """, """
        main: start a = a
        main: run = None
        a ends
        main: send_error c TaskletExit = None
        main: state a = -
    """),
    ("ping and pong", """
        main: start a; start b; run
        a: send c 1; receive d; send c 3
        b: receive c; send d 2; receive c
    """, """
        main: start a = a
        main: start b = b
        b: receive c = 1
        a: send c 1 = None
        a: receive d = 2
        b: send d 2 = None
        b: receive c = 3
        b ends
        a: send c 3 = None
        a ends
        main: run = None
    """),
    ("main receives with nobody to send", """
        main: receive c; balance c; queue
    """, """
        main: receive c ! RuntimeError
        main: balance c = 0
        main: queue = main
    """),
    ("main sends with nobody to receive", """
        main: send c 1; balance c; queue
    """, """
        main: send c 1 ! RuntimeError
        main: balance c = 0
        main: queue = main
    """),
    ("a tasklet blocks for ever: run returns", """
        main: start a; run; state a; balance c
        a: receive c
    """, """
        main: start a = a
        main: run = None
        main: state a = alive+scheduled+blocked
        main: balance c = -1
    """),
    ("all block: the last one gets the error", """
        main: start a; receive c; balance c
        a: receive c; queue
    """, """
        main: start a = a
        a: receive c ! RuntimeError
        a: queue = a
        a ends
        main: receive c ! RuntimeError
        main: balance c = 0
    """),
    ("the last tasklet ends while main waits", """
        main: start a; receive c; balance c
        a: schedule
    """, """
        main: start a = a
        a: schedule = a
        a ends
        main: receive c ! RuntimeError
        main: balance c = 0
    """),
    ("a tasklet blocks inside another's run", """
        main: start a; start b; run; balance c
        a: run; send c 5
        b: receive c
    """, """
        main: start a = a
        main: start b = b
        a: run = None
        b: receive c = 5
        b ends
        a: send c 5 = None
        a ends
        main: run = None
        main: balance c = 0
    """),
    ("block_trap", """
        main: start a; run; send c 1
        a: block_trap 1; receive c; block_trap 0; receive c
    """, """
        main: start a = a
        a: block_trap 1 = None
        a: receive c ! RuntimeError
        a: block_trap 0 = None
        main: run = None
        a: receive c = 1
        a ends
        main: send c 1 = None
    """),
    ("block_trap lets pass what does not block", """
        main: start a; run; block_trap 1; send c 1; block_trap 0
        a: receive c
    """, """
        main: start a = a
        main: run = None
        main: block_trap 1 = None
        a: receive c = 1
        a ends
        main: send c 1 = None
        main: block_trap 0 = None
    """),
    ("switch_trap", """
        main: start a; switch_trap 1; schedule; run; run_tasklet a; throw a Failed 0; switch_trap -1; run
        a: queue
    """, """
        main: start a = a
        main: switch_trap 1 = 0
        main: schedule ! RuntimeError
        main: run ! RuntimeError
        main: run_tasklet a ! RuntimeError
        main: throw a Failed 0 ! RuntimeError
        main: switch_trap -1 = 1
        a: queue = a
        a ends
        main: run = None
    """),
    ("switch_trap lets pass what does not switch", """
        main: start a; switch_trap 1; throw a Failed 1; insert a; remove a; switch_trap -1; insert a; run
        a: queue
    """, """
        main: start a = a
        main: switch_trap 1 = 0
        main: throw a Failed 1 = None
        main: insert a = a
        main: remove a = a
        main: switch_trap -1 = 1
        main: insert a = a
        main: run ! Failed
    """),
    ("switch_trap and channels", """
        main: start a; run; switch_trap 1; send c 1; balance c; receive d; switch_trap -1; send c 2
        a: receive c
    """, """
        main: start a = a
        main: run = None
        main: switch_trap 1 = 0
        main: send c 1 ! RuntimeError
        main: balance c = -1
        main: receive d ! RuntimeError
        main: switch_trap -1 = 1
        a: receive c = 2
        a ends
        main: send c 2 = None
    """),
    ("switch_trap and a channel that needs no switch", """
        main: start a; prefer c 1; run; switch_trap 1; send c 1; switch_trap -1; run
        a: receive c
    """, """
        main: start a = a
        main: prefer c 1 = None
        main: run = None
        main: switch_trap 1 = 0
        main: send c 1 = None
        main: switch_trap -1 = 1
        a: receive c = 1
        a ends
        main: run = None
    """),
    ("switch_trap alone", """
        main: switch_trap 1; schedule; schedule_remove; run; receive c; switch_trap -1
    """, """
        main: switch_trap 1 = 0
        main: schedule = main
        main: schedule_remove = main
        main: run = None
        main: receive c ! RuntimeError
        main: switch_trap -1 = 1
    """),
    ("switch_trap levels", """
        main: switch_trap 1; switch_trap 1; switch_trap -1; switch_trap -1; switch_trap 0
    """, """
        main: switch_trap 1 = 0
        main: switch_trap 1 = 1
        main: switch_trap -1 = 2
        main: switch_trap -1 = 1
        main: switch_trap 0 = 0
    """),
    ("a closed channel", """
        main: close c; send c 1; receive c; open c; receive c
    """, """
        main: close c = None
        main: send c 1 ! ValueError
        main: receive c ! ValueError
        main: open c = None
        main: receive c ! RuntimeError
    """),
    ("closing with a sender waiting", """
        main: start a; run; close c; receive c; receive c
        a: send c 1
    """, """
        main: start a = a
        main: run = None
        main: close c = None
        main: receive c = 1
        main: receive c ! ValueError
    """),
    ("closing with a receiver waiting", """
        main: start a; run; close c; send c 1; send c 2
        a: receive c
    """, """
        main: start a = a
        main: run = None
        main: close c = None
        a: receive c = 1
        a ends
        main: send c 1 = None
        main: send c 2 ! ValueError
    """),
)
def test_program(text: str, expected: str) -> None:
    program = parse(text)
    machine = Machine(program)
    log = machine.run_program()
    machine.kill_all()
    assert log == Model(program).run_program()
    results = [line for line in log if line[0] not in "[("]
    assert results == [line.strip() for line in expected.strip().splitlines()]
