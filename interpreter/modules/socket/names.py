"""Hosts, services, protocols and interfaces: looking up their names and numbers."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, overflow_error, type_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import bytes_at, c_string, os_error, text_at
from interpreter.modules.parking import perform
from interpreter.modules.posix.paths import decoded, encoded, path_of
from interpreter.modules.socket.addresses import interface_name, limited, numeric_text, pack_number, unpack_address
from interpreter.modules.socket.lookups import HostJob, NameJob
from interpreter.modules.socket.resolver import address_error, find, herror_type, host_name, resolve
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple2, tuple3
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.codec import encode_text
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, Ptr, alloc, cast, data_pointer, free, get_errno, keepalive, make_bytes, null, uint8, uint32

libc = CLibrary(
    """
    typedef unsigned int... socklen_t;
    const char *hstrerror(int number);
    const char *host_name_of(void *host);
    const char *alias_of(void *host, int number);
    const void *address_of(void *host, int number);
    int family_of(void *host);
    int service_port(const char *name, const char *protocol);
    const char *service_name(int port, const char *protocol);
    int protocol_number(const char *name);
    int gethostname(char *name, size_t size);
    int sethostname(const char *name, size_t size);
    int inet_aton_bytes(const char *text, unsigned char *result);
    int interface(int index, unsigned int *number, char *name);
    unsigned int if_nametoindex(const char *name);
    #define AF_INET ...
    #define AF_INET6 ...
    #define AI_NUMERICHOST ...
    #define IF_NAMESIZE ...
    #define SOCK_DGRAM ...
    """,
    headers=["arpa/inet.h", "net/if.h", "netdb.h", "string.h", "sys/socket.h", "unistd.h"],
    source="""
    static const char *host_name_of(void *host) { return ((struct hostent *)host)->h_name; }
    static const char *alias_of(void *host, int number) { return ((struct hostent *)host)->h_aliases[number]; }
    static const void *address_of(void *host, int number) { return ((struct hostent *)host)->h_addr_list[number]; }
    static int family_of(void *host) { return ((struct hostent *)host)->h_addrtype; }
    static int service_port(const char *name, const char *protocol) {
        struct servent *found = getservbyname(name, protocol);
        return found ? ntohs(found->s_port) : -1;
    }
    static const char *service_name(int port, const char *protocol) {
        struct servent *found = getservbyport(htons(port), protocol);
        return found ? found->s_name : NULL;
    }
    static int protocol_number(const char *name) {
        struct protoent *found = getprotobyname(name);
        return found ? found->p_proto : -1;
    }
    static int inet_aton_bytes(const char *text, unsigned char *result) {
        struct in_addr address;
        if (!inet_aton(text, &address)) return 0;
        memcpy(result, &address, 4);
        return 1;
    }
    static int interface(int index, unsigned int *number, char *name) {
        struct if_nameindex *all = if_nameindex();
        if (all == NULL) return -1;
        int i = 0;
        while (i < index && all[i].if_index != 0) i++;
        *number = all[i].if_index;
        if (*number != 0) strcpy(name, all[i].if_name);
        if_freenameindex(all);
        return 0;
    }
    """,
)

_OS_ERROR = EXCEPTIONS["OSError"]


# Addresses and names of hosts


@exposed("getaddrinfo")
def getaddrinfo(host: Object, port: Object, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Object:
    """getaddrinfo(host, port [, family, type, proto, flags])"""
    name = b""
    if isinstance(host, Str):
        name = host_name(host)
    elif isinstance(host, Bytes):
        name = host.value
    elif host is not NONE:
        raise type_error("getaddrinfo() argument 1 must be string or None")
    service = b""
    if isinstance(port, Int):
        if not port.fits():
            raise overflow_error("Python int too large to convert to C long")
        service = str(as_int(port)).encode()
    elif isinstance(port, Str):
        service = bytes_of(encode_text(port.value, "utf-8", "strict"))
    elif isinstance(port, Bytes):
        service = port.value
    elif port is not NONE:
        raise PyError(_OS_ERROR, "Int or String expected")
    found: list[Object] = []
    for entry in find(name, host is not NONE, service, port is not NONE, family, type, proto, flags):
        found.append(new_tuple([new_int(entry.family), new_int(entry.type), new_int(entry.protocol), new_str(entry.name),
                                unpack_address(entry.address)]))
    return new_list(found)


@exposed("getnameinfo")
def getnameinfo(sockaddr: Object, flags: int, /) -> Object:
    """getnameinfo(sockaddr, flags) --> (host, port)"""
    if not isinstance(sockaddr, Tuple):
        raise type_error("getnameinfo() argument 1 must be a tuple")
    if not 2 <= sockaddr.length <= 4 or not isinstance(sockaddr.item(0), Str):
        raise type_error("getnameinfo(): illegal sockaddr argument")
    flow = limited(sockaddr.item(2), 0xFFFFF, "getnameinfo", "flowinfo") if sockaddr.length > 2 else 0
    scope = as_int(sockaddr.item(3)) if sockaddr.length > 3 else 0
    service = str(as_int(sockaddr.item(1))).encode()
    found = find(host_name(sockaddr.item(0)), True, service, True, 0, libc.SOCK_DGRAM, 0, libc.AI_NUMERICHOST)
    if len(found) > 1:
        raise PyError(_OS_ERROR, "sockaddr resolved to multiple addresses")
    address = found[0].address
    if found[0].family == libc.AF_INET and sockaddr.length != 2:
        raise PyError(_OS_ERROR, "IPv4 sockaddr must be 2 tuple")
    if found[0].family == libc.AF_INET6:
        address = address[:4] + pack_number(flow, 4) + address[8:24] + pack_number(scope, 4)[::-1]
    job = NameJob(address, flags)
    perform(job)
    try:
        if job.number != 0:
            raise address_error(job.number, job.errno)
        return tuple2(new_str(text_at(job.host)), new_str(text_at(job.service)))
    finally:
        job.discard()


def checked_name(host: Object, function: str) -> bytes:
    if not isinstance(host, Str) and not isinstance(host, Bytes) and not isinstance(host, ByteArray):
        raise type_error(f"{function}() argument 1 must be str, bytes or bytearray, not {type_of(host).name}")
    return host_name(host)


@exposed("gethostbyname")
def gethostbyname(host: Object, /) -> str:
    """gethostbyname(host) -> address"""
    return numeric_text(libc.AF_INET, resolve(checked_name(host, "gethostbyname"), libc.AF_INET))


def looked_up(name: bytes, address: bytes, family: int) -> Object:
    """What is known of the host that has a name, a C string, or if that is empty, an address."""
    job = HostJob(name, address, family)
    perform(job)
    try:
        if not job.found:
            number = int(job.error[0])
            raise PyError(herror_type, "", call(herror_type, [new_int(number), new_str(text_at(libc.hstrerror(number)))]))
        return described_host(job.found)
    finally:
        job.discard()


def described_host(host: Ptr[None]) -> Object:
    """(name, aliases, addresses)."""
    family = libc.family_of(host)
    aliases: list[Object] = []
    while True:
        alias = libc.alias_of(host, len(aliases))
        if not alias:
            break
        aliases.append(new_str(text_at(alias)))
    addresses: list[Object] = []
    while True:
        address = libc.address_of(host, len(addresses))
        if not address:
            break
        addresses.append(new_str(numeric_text(family, make_bytes(cast(uint8, address), 4 if family == libc.AF_INET else 16))))
    return tuple3(new_str(text_at(libc.host_name_of(host))), new_list(aliases), new_list(addresses))


@exposed("gethostbyname_ex")
def gethostbyname_ex(host: Object, /) -> Object:
    """gethostbyname_ex(host) -> (name, aliaslist, addresslist)"""
    name = checked_name(host, "gethostbyname_ex")
    resolve(name, libc.AF_INET)
    return looked_up(name + b"\0", b"", libc.AF_INET)


@exposed("gethostbyaddr")
def gethostbyaddr(host: Object, /) -> Object:
    """gethostbyaddr(host) -> (name, aliaslist, addresslist)"""
    first = find(checked_name(host, "gethostbyaddr"), True, b"", False, 0, 0, 0, 0)[0]
    address = first.address[4:8] if first.family == libc.AF_INET else first.address[8:24]
    return looked_up(b"", address, first.family)


@exposed("gethostname")
def gethostname() -> str:
    """gethostname() -> string"""
    memory = alloc(uint8, 1024)
    failed = libc.gethostname(memory, 1023) != 0
    name = bytes_at(memory)
    free(memory)
    if failed:
        raise os_error(get_errno())
    return decoded(name).value


@exposed("sethostname")
def sethostname(name: Object, /) -> None:
    """sethostname(name)"""
    data = path_of(name, "sethostname").name
    if libc.sethostname(data_pointer(data), len(data) - 1) != 0:
        raise os_error(get_errno())


# Services, protocols, interfaces


def protocol_start(text: bytes) -> Ptr[uint8]:
    return data_pointer(text) if len(text) > 1 else null(uint8)


@exposed("getservbyname")
def getservbyname(servicename: str, protocolname: str = "", /) -> int:
    """getservbyname(servicename[, protocolname]) -> integer"""
    name, protocol = c_string(servicename), c_string(protocolname)
    port = libc.service_port(data_pointer(name), protocol_start(protocol))
    keepalive(name)
    keepalive(protocol)
    if port < 0:
        raise PyError(_OS_ERROR, "service/proto not found")
    return port


@exposed("getservbyport")
def getservbyport(port: int, protocolname: str = "", /) -> str:
    """getservbyport(port[, protocolname]) -> string"""
    if not 0 <= port <= 0xFFFF:
        raise overflow_error("getservbyport: port must be 0-65535.")
    protocol = c_string(protocolname)
    name = libc.service_name(port, protocol_start(protocol))
    keepalive(protocol)
    if not name:
        raise PyError(_OS_ERROR, "port/proto not found")
    return text_at(name)


@exposed("getprotobyname")
def getprotobyname(name: str, /) -> int:
    """getprotobyname(name) -> integer"""
    text = c_string(name)
    number = libc.protocol_number(data_pointer(text))
    keepalive(text)
    if number < 0:
        raise PyError(_OS_ERROR, "protocol not found")
    return number


@exposed("if_nameindex")
def if_nameindex() -> Object:
    """if_nameindex()"""
    found: list[Object] = []
    number = alloc(uint32)
    name = alloc(uint8, libc.IF_NAMESIZE)
    try:
        while True:
            if libc.interface(len(found), number, name) != 0:
                raise os_error(get_errno())
            if int(number[0]) == 0:
                return new_list(found)
            found.append(tuple2(new_int(int(number[0])), decoded(bytes_at(name))))
    finally:
        free(number)
        free(name)


@exposed("if_nametoindex")
def if_nametoindex(if_name: Object, /) -> int:
    """if_nametoindex(if_name)"""
    name = path_of(if_name, "if_nametoindex").name
    number = int(libc.if_nametoindex(data_pointer(name)))
    keepalive(name)
    if number == 0:
        raise PyError(_OS_ERROR, "no interface with this name")
    return number


@exposed("if_indextoname")
def if_indextoname(if_index: int, /) -> str:
    """if_indextoname(if_index)"""
    if if_index < 0:
        raise overflow_error("can't convert negative value to unsigned int")
    name = interface_name(if_index)
    if name == "":
        raise os_error(get_errno())
    return name


@exposed("inet_aton")
def inet_aton(ip_addr: str, /) -> bytes:
    """inet_aton(string) -> bytes giving packed 32-bit IP representation"""
    text = encoded(ip_addr) + b"\0"
    memory = alloc(uint8, 4)
    done = libc.inet_aton_bytes(data_pointer(text), memory)
    keepalive(text)
    result = make_bytes(memory, 4)
    free(memory)
    if done == 0:
        raise PyError(_OS_ERROR, "illegal IP address string passed to inet_aton")
    return result


@exposed("inet_ntoa")
def inet_ntoa(packed_ip: Object, /) -> str:
    """inet_ntoa(packed_ip) -> ip_address_string"""
    data = bytes_of(packed_ip)
    if len(data) != 4:
        raise PyError(_OS_ERROR, "packed IP wrong length for inet_ntoa")
    return numeric_text(libc.AF_INET, data)
