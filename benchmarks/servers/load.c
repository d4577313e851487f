/* A client that keeps many connections busy, or holds them idle.

       load PORT CONNECTIONS SECONDS MESSAGE REPLY

   Opens the connections. On each it sends the message, waits for REPLY bytes, and does so again. After a first round
   on all of them, which warms the server up, it goes on for SECONDS and prints requests, seconds, median and 99th
   percentile of the latency in microseconds, and how many connections were lost. With 0 seconds it sends nothing: it
   prints "open", and holds the connections until its standard input ends. */

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, AT_ONCE = 256, CHUNK = 65536, STALLED = 30000 };

struct connection {
    int file;
    size_t sent, received;      /* of the request that is under way */
    uint64_t began;             /* when, in nanoseconds */
};

static struct connection *connections;
static int poll_file, count, lost;
static const char *message;
static size_t message_size, reply_size;
static uint32_t *latencies;
static size_t samples, room;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static void open_connection(struct connection *connection, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int yes = 1;
    int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (file < 0) fail("socket");
    if (connect(file, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    if (fcntl(file, F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
    setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(poll_file, EPOLL_CTL_ADD, file, &event) != 0) fail("epoll_ctl");
    *connection = (struct connection){.file = file};
}

static void lose(struct connection *connection) {
    close(connection->file);
    connection->file = -1;
    lost++;
}

static void write_rest(struct connection *connection) {
    ssize_t done = send(connection->file, message + connection->sent, message_size - connection->sent, MSG_NOSIGNAL);
    if (done < 0 && errno != EAGAIN) {
        lose(connection);
        return;
    }
    connection->sent += done > 0 ? done : 0;
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = connection};
    if (connection->sent < message_size) epoll_ctl(poll_file, EPOLL_CTL_MOD, connection->file, &event);
}

static void begin(struct connection *connection) {
    connection->sent = connection->received = 0;
    connection->began = now();
    write_rest(connection);
}

static void note(uint64_t nanoseconds) {
    if (samples == room) {
        room = room ? 2 * room : 1 << 16;
        latencies = realloc(latencies, room * sizeof *latencies);
        if (!latencies) fail("realloc");
    }
    latencies[samples++] = nanoseconds / 1000;
}

/* Whether the reply is complete. */
static int read_some(struct connection *connection) {
    static char buffer[CHUNK];
    ssize_t done = recv(connection->file, buffer, sizeof buffer, 0);
    if (done == 0 || (done < 0 && errno != EAGAIN)) lose(connection);
    if (done <= 0) return 0;
    connection->received += done;
    return connection->received >= reply_size;
}

/* Handles what happens until a time; ends earlier when `waiting` replies have come. Each reply is noted and followed by
   another request if `goes_on`. Gives how many are still missing of those waited for. */
static int turn(uint64_t end, int waiting, int goes_on) {
    static struct epoll_event events[EVENTS];
    uint64_t time = now();
    while (time < end && waiting > 0) {
        int ready = epoll_wait(poll_file, events, EVENTS, (end - time) / 1000000 + 1);
        if (ready < 0 && errno != EINTR) fail("epoll_wait");
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection->file >= 0 && events[i].events & EPOLLOUT && connection->sent < message_size) {
                struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
                epoll_ctl(poll_file, EPOLL_CTL_MOD, connection->file, &event);
                write_rest(connection);
            }
            if (connection->file >= 0 && events[i].events & ~EPOLLOUT && read_some(connection)) {
                if (goes_on) {
                    note(now() - connection->began);
                    begin(connection);
                } else {
                    waiting--;
                }
            }
            if (connection->file < 0 && !goes_on) waiting--;
        }
        time = now();
    }
    return waiting;
}

static int ascending(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS MESSAGE REPLY\n");
        return 2;
    }
    count = atoi(argv[2]);
    double seconds = atof(argv[3]);
    message = argv[4];
    message_size = strlen(message);
    reply_size = atol(argv[5]);
    connections = calloc(count, sizeof *connections);
    poll_file = epoll_create1(EPOLL_CLOEXEC);
    if (!connections || poll_file < 0) fail("start");

    for (int first = 0; first < count; first += AT_ONCE) {  /* not so many at a time that the server's backlog is full */
        int last = first + AT_ONCE < count ? first + AT_ONCE : count;
        for (int i = first; i < last; i++) open_connection(&connections[i], atoi(argv[1]));
        if (seconds == 0) continue;
        for (int i = first; i < last; i++) begin(&connections[i]);
        if (turn(now() + STALLED * 1000000ull, last - first, 0) > 0) {
            fprintf(stderr, "no answer for %d s\n", STALLED / 1000);
            return 1;
        }
    }
    if (seconds == 0) {
        puts("open");
        fflush(stdout);
        while (getchar() != EOF) continue;
        return 0;
    }

    uint64_t start = now();
    for (int i = 0; i < count; i++)
        if (connections[i].file >= 0) begin(&connections[i]);
    turn(start + (uint64_t)(seconds * 1e9), count, 1);
    double duration = (now() - start) / 1e9;
    if (samples == 0) {
        fprintf(stderr, "not one answer\n");
        return 1;
    }
    qsort(latencies, samples, sizeof *latencies, ascending);
    printf("%zu %f %u %u %d\n", samples, duration, latencies[samples / 2], latencies[samples * 99 / 100], lost);
    return 0;
}
