"""The functions of C that look up hosts. They may wait for the network for long, so helper threads call them while other tasklets run."""
from __future__ import annotations

from scheduler.helpers import Job
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, int32, keepalive, null, uint8
from transform.rpython.threads import after_external_call, before_external_call

libc = CLibrary(
    """
    int find_addresses(const char *host, const char *service, const int *wanted, void **result);
    void free_addresses(void *first);
    int name_address(const void *address, size_t size, char *host, char *service, int flags);
    void *find_host(const char *name, const void *address, size_t size, int family, void *memory, int *error);
    size_t host_size(void);
    #define NI_MAXHOST ...
    #define NI_MAXSERV ...
    """,
    headers=["netdb.h", "string.h", "sys/socket.h"],
    source="""
    static int find_addresses(const char *host, const char *service, const int *wanted, void **result) {
        struct addrinfo hints;
        memset(&hints, 0, sizeof hints);
        hints.ai_family = wanted[0]; hints.ai_socktype = wanted[1]; hints.ai_protocol = wanted[2]; hints.ai_flags = wanted[3];
        return getaddrinfo(host, service, &hints, (struct addrinfo **)result);
    }
    static void free_addresses(void *first) { freeaddrinfo(first); }
    static int name_address(const void *address, size_t size, char *host, char *service, int flags) {
        return getnameinfo(address, size, host, NI_MAXHOST, service, NI_MAXSERV, flags);
    }

    /* A struct hostent, and what it refers to. */
    struct found_host { struct hostent host; char memory[16384]; };
    static size_t host_size(void) { return sizeof(struct found_host); }
    static void *find_host(const char *name, const void *address, size_t size, int family, void *memory, int *error) {
        struct found_host *found = memory;
        struct hostent *result;
        if (name != NULL) gethostbyname_r(name, &found->host, found->memory, sizeof found->memory, &result, error);
        else gethostbyaddr_r(address, size, family, &found->host, found->memory, sizeof found->memory, &result, error);
        return result;
    }
    """,
)


class AddressJob(Job):
    """getaddrinfo(3) for a host and a service, each a C string or empty for none. `number` is its result, `errno` what it left, `found` where the
    list is."""
    host: bytes
    service: bytes
    wanted: Ptr[int32]
    found: Ptr[Ptr[None]]
    number: int
    errno: int

    def __init__(self, host: bytes, service: bytes, family: int, type: int, protocol: int, flags: int) -> None:
        super().__init__()
        self.host = host
        self.service = service
        self.wanted = wanted = alloc(int32, 4)
        wanted[0], wanted[1], wanted[2], wanted[3] = int32(family), int32(type), int32(protocol), int32(flags)
        self.found = alloc(Ptr[None])
        self.number = 0
        self.errno = 0

    def perform(self) -> None:
        host = data_pointer(self.host) if len(self.host) > 0 else null(uint8)
        service = data_pointer(self.service) if len(self.service) > 0 else null(uint8)
        wanted, found = self.wanted, self.found
        before_external_call()
        number = libc.find_addresses(host, service, wanted, found)
        errno = get_errno()
        after_external_call()
        self.number = number
        self.errno = errno
        keepalive(self)

    def discard(self) -> None:
        if self.number == 0:
            libc.free_addresses(self.found[0])
        free(self.found)
        free(self.wanted)


class NameJob(Job):
    """getnameinfo(3): `host` and `service` are C strings then, `number` the result, `errno` what it left."""
    address: bytes
    flags: int
    host: Ptr[uint8]
    service: Ptr[uint8]
    number: int
    errno: int

    def __init__(self, address: bytes, flags: int) -> None:
        super().__init__()
        self.address = address
        self.flags = flags
        self.host = alloc(uint8, libc.NI_MAXHOST)
        self.service = alloc(uint8, libc.NI_MAXSERV)
        self.number = 0
        self.errno = 0

    def perform(self) -> None:
        start, size, host, service, flags = data_pointer(self.address), len(self.address), self.host, self.service, self.flags
        before_external_call()
        number = libc.name_address(start, size, host, service, flags)
        errno = get_errno()
        after_external_call()
        self.number = number
        self.errno = errno
        keepalive(self)

    def discard(self) -> None:
        free(self.host)
        free(self.service)


class HostJob(Job):
    """gethostbyname_r(3) for a C string, or gethostbyaddr_r(3) for the bytes of an address if that is empty. `found` is the structure, in `memory`,
    or null; then `error` says why."""
    name: bytes
    address: bytes
    family: int
    memory: Ptr[uint8]
    error: Ptr[int32]
    found: Ptr[None]

    def __init__(self, name: bytes, address: bytes, family: int) -> None:
        super().__init__()
        self.name = name
        self.address = address
        self.family = family
        self.memory = alloc(uint8, int(libc.host_size()))
        self.error = alloc(int32)
        self.found = null(None)

    def perform(self) -> None:
        name = data_pointer(self.name) if len(self.name) > 0 else null(uint8)
        address, size, family = data_pointer(self.address), len(self.address), self.family
        memory, error = self.memory, self.error
        before_external_call()
        found = libc.find_host(name, address, size, family, memory, error)
        after_external_call()
        self.found = found
        keepalive(self)

    def discard(self) -> None:
        free(self.memory)
        free(self.error)
