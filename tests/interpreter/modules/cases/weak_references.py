"""Weak references and proxies, while their objects live."""
import weakref


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return f"{self.value} + {other}"

    def __radd__(self, other):
        return f"{other} + {self.value}"

    def __iadd__(self, other):
        return f"{self.value} += {other}"

    def __index__(self):
        return self.value

    def __neg__(self):
        return -self.value

    def __matmul__(self, other):
        return "matmul"

    def __call__(self, *args, **kwargs):
        return args, kwargs

    def __eq__(self, other):
        return self.value == getattr(other, "value", other)

    def __lt__(self, other):
        return self.value < getattr(other, "value", other)

    def __hash__(self):
        return 3


class Plain:
    pass


number = Number(5)
proxy = weakref.proxy(number)
print(proxy + 1, 1 + proxy, -proxy, proxy @ 2, [10, 20, 30, 40, 50, 60][proxy])
print(proxy == number, proxy == 5, proxy < 6, proxy < 5, proxy(1, a=2), proxy.value, type(proxy) is weakref.CallableProxyType)
proxy += 2
print(proxy)
plain = Plain()
print(type(weakref.proxy(plain)) is weakref.ProxyType, weakref.proxy(plain) is weakref.proxy(plain))
other = Number(5)
kept = weakref.ref(plain)
print(weakref.ref(plain) is kept, weakref.ref(plain, print) is kept)
print(weakref.ref(number) == weakref.ref(other), hash(weakref.ref(number)))
for value in [1, "", b"", (), [], {}, None, 1.5, object(), bytearray(), ValueError(), range(3), True]:
    try:
        weakref.ref(value)
        print(type(value), "can be referred to")
    except TypeError as error:
        print(error)
try:
    hash(weakref.proxy(plain))
except TypeError as error:
    print(str(error)[:16])
try:
    weakref.proxy(plain)()
except TypeError as error:
    print("not callable" in str(error))
try:
    next(weakref.proxy(plain))
except TypeError as error:
    print(error)
