"""Richards: the kernel of an operating system with tasks, queues of packets, and a scheduler."""
import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DEVICE_PACKET, WORK_PACKET = 0, 1


class Packet:
    def __init__(self, link, identity, kind):
        self.link = link
        self.identity = identity
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, kernel, identity, priority, queue, pending, waiting):
        self.kernel = kernel
        self.identity = identity
        self.priority = priority
        self.queue = queue
        self.packet_pending = pending
        self.task_waiting = waiting
        self.task_holding = False
        self.link = kernel.tasks
        kernel.tasks = self
        kernel.table[identity] = self

    def run(self, packet):
        raise NotImplementedError

    def is_held_or_waiting(self):
        return self.task_holding or (not self.packet_pending and self.task_waiting)

    def run_task(self):
        packet = None
        if self.task_waiting and self.packet_pending:
            packet = self.queue
            self.queue = packet.link
            self.packet_pending = self.queue is not None
            self.task_waiting = False
        return self.run(packet)

    def add_packet(self, packet, sender):
        if self.queue is None:
            self.queue = packet
            self.packet_pending = True
            if self.priority > sender.priority:
                return self
        else:
            packet.append_to(self.queue)
        return sender

    def wait(self):
        self.task_waiting = True
        return self

    def hold(self):
        self.kernel.holds += 1
        self.task_holding = True
        return self.link

    def release(self, identity):
        task = self.kernel.table[identity]
        task.task_holding = False
        return task if task.priority > self.priority else self

    def send(self, packet):
        target = self.kernel.table[packet.identity]
        self.kernel.sent += 1
        packet.link = None
        packet.identity = self.identity
        return target.add_packet(packet, self)


class Idle(Task):
    def __init__(self, kernel, count):
        super().__init__(kernel, IDLE, 0, None, False, False)
        self.control = 1
        self.count = count

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.hold()
        if self.control & 1 == 0:
            self.control //= 2
            return self.release(DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.release(DEVICE_B)


class Worker(Task):
    def __init__(self, kernel, queue):
        super().__init__(kernel, WORKER, 1000, queue, True, True)
        self.destination = HANDLER_A
        self.letter = 0

    def run(self, packet):
        if packet is None:
            return self.wait()
        self.destination = HANDLER_B if self.destination == HANDLER_A else HANDLER_A
        packet.identity = self.destination
        packet.datum = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = ord("A") + self.letter - 1
        return self.send(packet)


class Handler(Task):
    def __init__(self, kernel, identity, priority, queue):
        super().__init__(kernel, identity, priority, queue, True, True)
        self.work = None
        self.device = None

    def run(self, packet):
        if packet is not None:
            if packet.kind == WORK_PACKET:
                self.work = packet.append_to(self.work)
            else:
                self.device = packet.append_to(self.device)
        work = self.work
        if work is None:
            return self.wait()
        if work.datum >= 4:
            self.work = work.link
            return self.send(work)
        device = self.device
        if device is None:
            return self.wait()
        self.device = device.link
        device.datum = work.data[work.datum]
        work.datum += 1
        return self.send(device)


class Device(Task):
    def __init__(self, kernel, identity, priority):
        super().__init__(kernel, identity, priority, None, False, True)
        self.pending = None

    def run(self, packet):
        if packet is None:
            packet = self.pending
            if packet is None:
                return self.wait()
            self.pending = None
            return self.send(packet)
        self.pending = packet
        return self.hold()


class Kernel:
    def __init__(self):
        self.tasks = None
        self.table = [None] * 6
        self.holds = 0
        self.sent = 0

    def schedule(self):
        task = self.tasks
        while task is not None:
            if task.is_held_or_waiting():
                task = task.link
            else:
                task = task.run_task()


def run():
    kernel = Kernel()
    Idle(kernel, 10000)
    queue = Packet(Packet(None, 0, WORK_PACKET), 0, WORK_PACKET)
    Worker(kernel, queue)
    for handler, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
        queue = None
        for _ in range(3):
            queue = Packet(queue, device, DEVICE_PACKET)
        Handler(kernel, handler, priority, queue)
    Device(kernel, DEVICE_A, 4000)
    Device(kernel, DEVICE_B, 5000)
    kernel.schedule()
    return kernel.sent, kernel.holds


for _ in range(int(sys.argv[1])):
    result = run()
print(result)
