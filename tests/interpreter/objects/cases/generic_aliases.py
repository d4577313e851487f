"""Generic aliases and unions."""
from prelude import show

class TV:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return "~" + self.n

    def __typing_subst__(self, a):
        return a


T, K = TV("T"), TV("K")
show(lambda: list[int])
show(lambda: dict[str, list[int]])
show(lambda: list[T][int])
show(lambda: dict[T, K][int])
show(lambda: list[int].__origin__)
show(lambda: list[T].__parameters__)
show(lambda: list[int][str])
show(lambda: list[int].__mro_entries__(()))
show(lambda: isinstance([], list[int]))
show(lambda: issubclass(list, list[int]))
show(lambda: int | str)
show(lambda: int | None)
show(lambda: int | int)
show(lambda: int | "x")
show(lambda: list[int] | None)
show(lambda: (int | str).__args__)
show(lambda: isinstance(1, int | str))
show(lambda: isinstance(1, int | list[int]))
show(lambda: (int|str) == (str|int))
show(lambda: hash(int|str)==hash(str|int))
show(lambda: (list[T] | int)[str])
show(lambda: list[int] == list[int])
show(lambda: hash(list[int]) == hash((list)) ^ hash((int,)))
show(lambda: tuple[int, ...])
show(lambda: list[int]())
show(lambda: type(list[int]))
show(lambda: list[int].__class__)
show(lambda: list[[int]])
show(lambda: (*tuple[int],))
show(lambda: next(iter(tuple[int])) )
show(lambda: list[int].__reduce__())
show(lambda: list["int"])
show(lambda: (int|str).__parameters__)
show(lambda: issubclass(int, int|str))
show(lambda: type(int|str))
show(lambda: list[T][int,str])
show(lambda: int|str|int|None)
show(lambda: (int|str)|(None))
show(lambda: list[None])
show(lambda: None | int)
show(lambda: tuple[()])
show(lambda: list[int].__unpacked__)
show(lambda: type[int])


class A(list[int]):
    pass


show(lambda: A.__mro__)
show(lambda: A.__orig_bases__)
class G:
    def __class_getitem__(cls, x):
        return (cls.__name__, x)


show(lambda: G[3])
show(lambda: int[3])
show(lambda: str | list[str] | list[str])
show(lambda: isinstance([], (int | str, list)))
