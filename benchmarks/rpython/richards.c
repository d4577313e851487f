/* Richards, a task scheduler: the C twin of richards.py. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B, TASKS };
enum { KIND_DEVICE, KIND_WORK };
enum { RUNNING = 0, RUNNABLE = 1, SUSPENDED = 2, HELD = 4 };

#define DATA_SIZE 4
#define IDLE_ROUNDS 10000

struct packet {
    struct packet *link;
    int receiver;
    int kind;
    int datum;
    int data[DATA_SIZE];
};

struct task;
typedef struct task *work_function(struct task *task, struct packet *packet);

struct scheduler {
    struct task *tasks;
    struct task *by_identity[TASKS];
    struct task *current;
    long queued;
    long held;
};

struct task {
    struct scheduler *scheduler;
    struct task *link;
    int identity;
    int priority;
    struct packet *queue;
    int state;
    work_function *work;
};

struct idle_task {
    struct task base;
    int seed;
    int rounds;
};

struct worker_task {
    struct task base;
    int handler;
    int letter;
};

struct handler_task {
    struct task base;
    struct packet *works;
    struct packet *devices;
};

struct device_task {
    struct task base;
    struct packet *pending;
};

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL)
        abort();
    return memory;
}

static struct packet *new_packet(struct packet *link, int receiver, int kind)
{
    struct packet *packet = allocate(sizeof *packet);
    *packet = (struct packet){.link = link, .receiver = receiver, .kind = kind};
    return packet;
}

static struct packet *append_to(struct packet *packet, struct packet *queue)
{
    packet->link = NULL;
    if (queue == NULL)
        return packet;
    struct packet *last = queue;
    while (last->link != NULL)
        last = last->link;
    last->link = packet;
    return queue;
}

static void init_task(struct task *task, struct scheduler *scheduler, int identity, int priority,
                      struct packet *queue, work_function *work)
{
    task->scheduler = scheduler;
    task->link = scheduler->tasks;
    task->identity = identity;
    task->priority = priority;
    task->queue = queue;
    task->state = queue == NULL ? SUSPENDED : SUSPENDED | RUNNABLE;
    task->work = work;
    scheduler->tasks = task;
    scheduler->by_identity[identity] = task;
}

static bool is_blocked(const struct task *task)
{
    return (task->state & HELD) != 0 || task->state == SUSPENDED;
}

static struct task *run_task(struct task *task)
{
    if (task->state != (SUSPENDED | RUNNABLE))
        return task->work(task, NULL);
    struct packet *packet = task->queue;
    task->queue = packet->link;
    task->state = task->queue == NULL ? RUNNING : RUNNABLE;
    return task->work(task, packet);
}

static struct task *receive(struct task *task, struct packet *packet, struct task *sender)
{
    if (task->queue == NULL) {
        task->queue = packet;
        task->state |= RUNNABLE;
        if (task->priority > sender->priority)
            return task;
    } else {
        task->queue = append_to(packet, task->queue);
    }
    return sender;
}

static void run_scheduler(struct scheduler *scheduler)
{
    struct task *task = scheduler->tasks;
    while (task != NULL) {
        if (is_blocked(task)) {
            task = task->link;
        } else {
            scheduler->current = task;
            task = run_task(task);
        }
    }
}

static struct task *hold_current(struct scheduler *scheduler)
{
    scheduler->held++;
    scheduler->current->state |= HELD;
    return scheduler->current->link;
}

static struct task *suspend_current(struct scheduler *scheduler)
{
    scheduler->current->state |= SUSPENDED;
    return scheduler->current;
}

static struct task *release(struct scheduler *scheduler, int identity)
{
    struct task *task = scheduler->by_identity[identity];
    if (task == NULL)
        return NULL;
    task->state &= ~HELD;
    return task->priority > scheduler->current->priority ? task : scheduler->current;
}

static struct task *send(struct scheduler *scheduler, struct packet *packet)
{
    struct task *receiver = scheduler->by_identity[packet->receiver];
    if (receiver == NULL)
        return NULL;
    scheduler->queued++;
    packet->link = NULL;
    packet->receiver = scheduler->current->identity;
    return receive(receiver, packet, scheduler->current);
}

static struct task *idle_work(struct task *base, struct packet *packet)
{
    struct idle_task *task = (struct idle_task *)base;
    (void)packet;
    if (--task->rounds == 0)
        return hold_current(base->scheduler);
    if ((task->seed & 1) == 0) {
        task->seed >>= 1;
        return release(base->scheduler, DEVICE_A);
    }
    task->seed = task->seed >> 1 ^ 0xD008;
    return release(base->scheduler, DEVICE_B);
}

static struct task *worker_work(struct task *base, struct packet *packet)
{
    struct worker_task *task = (struct worker_task *)base;
    if (packet == NULL)
        return suspend_current(base->scheduler);
    task->handler = task->handler == HANDLER_A ? HANDLER_B : HANDLER_A;
    packet->receiver = task->handler;
    packet->datum = 0;
    for (int i = 0; i < DATA_SIZE; i++) {
        if (++task->letter > 26)
            task->letter = 1;
        packet->data[i] = task->letter;
    }
    return send(base->scheduler, packet);
}

static struct task *handler_work(struct task *base, struct packet *packet)
{
    struct handler_task *task = (struct handler_task *)base;
    if (packet != NULL) {
        if (packet->kind == KIND_WORK)
            task->works = append_to(packet, task->works);
        else
            task->devices = append_to(packet, task->devices);
    }
    struct packet *work = task->works;
    if (work == NULL)
        return suspend_current(base->scheduler);
    int position = work->datum;
    if (position >= DATA_SIZE) {
        task->works = work->link;
        return send(base->scheduler, work);
    }
    struct packet *device = task->devices;
    if (device == NULL)
        return suspend_current(base->scheduler);
    task->devices = device->link;
    device->datum = work->data[position];
    work->datum = position + 1;
    return send(base->scheduler, device);
}

static struct task *device_work(struct task *base, struct packet *packet)
{
    struct device_task *task = (struct device_task *)base;
    if (packet != NULL) {
        task->pending = packet;
        return hold_current(base->scheduler);
    }
    struct packet *pending = task->pending;
    if (pending == NULL)
        return suspend_current(base->scheduler);
    task->pending = NULL;
    return send(base->scheduler, pending);
}

static struct packet *packets(int count, int receiver, int kind)
{
    struct packet *queue = NULL;
    for (int i = 0; i < count; i++)
        queue = new_packet(queue, receiver, kind);
    return queue;
}

static void add_idle(struct scheduler *scheduler)
{
    struct idle_task *task = allocate(sizeof *task);
    init_task(&task->base, scheduler, IDLE, 0, NULL, idle_work);
    task->base.state = RUNNING;
    task->seed = 1;
    task->rounds = IDLE_ROUNDS;
}

static void add_worker(struct scheduler *scheduler)
{
    struct worker_task *task = allocate(sizeof *task);
    init_task(&task->base, scheduler, WORKER, 1000, packets(2, WORKER, KIND_WORK), worker_work);
    task->handler = HANDLER_A;
    task->letter = 0;
}

static void add_handler(struct scheduler *scheduler, int identity, int priority, int device)
{
    struct handler_task *task = allocate(sizeof *task);
    init_task(&task->base, scheduler, identity, priority, packets(3, device, KIND_DEVICE), handler_work);
    task->works = NULL;
    task->devices = NULL;
}

static void add_device(struct scheduler *scheduler, int identity, int priority)
{
    struct device_task *task = allocate(sizeof *task);
    init_task(&task->base, scheduler, identity, priority, NULL, device_work);
    task->pending = NULL;
}

static void run_once(struct scheduler *scheduler)
{
    *scheduler = (struct scheduler){.tasks = NULL};
    add_idle(scheduler);
    add_worker(scheduler);
    add_handler(scheduler, HANDLER_A, 2000, DEVICE_A);
    add_handler(scheduler, HANDLER_B, 3000, DEVICE_B);
    add_device(scheduler, DEVICE_A, 4000);
    add_device(scheduler, DEVICE_B, 5000);
    run_scheduler(scheduler);
}

/* The few objects of a run are left to the end of the process, as in the twin. */
int main(int argc, char **argv)
{
    long runs = argc > 1 ? atol(argv[1]) : 1;
    long queued = 0, held = 0;
    for (long i = 0; i < runs; i++) {
        struct scheduler scheduler;
        run_once(&scheduler);
        queued += scheduler.queued;
        held += scheduler.held;
    }
    printf("queued %ld held %ld\n", queued, held);
    return queued == 23246 * runs && held == 9297 * runs ? 0 : 1;
}
