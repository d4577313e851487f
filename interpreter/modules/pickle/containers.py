"""How a pickler writes tuples, lists, dicts and sets."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import runtime_error, type_error
from interpreter.modules.pickle.opcodes import BATCH_SIZE, Op
from interpreter.modules.pickle.writer import Writer
from interpreter.objects.dict import Dict
from interpreter.objects.list import List
from interpreter.objects.object import Object
from interpreter.objects.set import FrozenSet, Set
from interpreter.objects.tuple import Tuple
from interpreter.protocols.iterate import next_of


class ContainerWriter(Writer):
    """A pickler of containers."""

    def save_tuple(self, x: Tuple) -> None:
        """A tuple, which has a number already if one of its items led back to it: then its items are thrown away."""
        output = self.output
        count = x.length
        if count == 0:
            if self.is_binary:
                output.byte(Op.EMPTY_TUPLE)
            else:
                output.byte(Op.MARK)
                output.byte(Op.TUPLE)
            return
        is_short = count <= 3 and self.protocol >= 2
        if not is_short:
            output.byte(Op.MARK)
        for i in range(count):
            self.save(x.item(i))
        if x in self.memo:
            if is_short or not self.is_binary:
                for _ in range(count if is_short else count + 1):
                    output.byte(Op.POP)
            else:
                output.byte(Op.POP_MARK)
            self.refer(x)
            return
        output.byte(Op.TUPLE1 + count - 1 if is_short else Op.TUPLE)
        self.memoize(x)

    def begin(self, x: Object, empty: int, from_mark: int) -> None:
        """An empty container that is filled afterwards."""
        if self.is_binary:
            self.output.byte(empty)
        else:
            self.output.byte(Op.MARK)
            self.output.byte(from_mark)
        self.memoize(x)

    def save_list(self, x: List) -> None:
        self.enter_fast(x)
        self.begin(x, Op.EMPTY_LIST, Op.LIST)
        if not self.is_binary:
            for item in x.to_list():
                self.save(item)
                self.output.byte(Op.APPEND)
        elif x.length == 1:
            self.save(x.items[0])
            self.output.byte(Op.APPEND)
        else:
            i = 0
            while i < x.length:
                self.output.byte(Op.MARK)
                end = i + BATCH_SIZE
                while i < x.length and i < end:
                    self.save(x.items[i])
                    i += 1
                self.output.byte(Op.APPENDS)
        self.leave_fast(x)

    def append_all(self, iterator: Object) -> None:
        """The items of an iterator, which are appended to what was written before."""
        self.add_all(iterator, False)

    def set_all(self, iterator: Object) -> None:
        """The pairs of an iterator, which become items of what was written before."""
        self.add_all(iterator, True)

    def add_all(self, iterator: Object, are_pairs: bool) -> None:
        output = self.output
        add_one = Op.SETITEM if are_pairs else Op.APPEND
        item = next_of(iterator)
        while item is not None:
            following = next_of(iterator) if self.is_binary else None
            if following is None:
                self.save_item(item, are_pairs)
                output.byte(add_one)
                item = None if self.is_binary else next_of(iterator)
                continue
            output.byte(Op.MARK)
            self.save_item(item, are_pairs)
            count = 1
            while following is not None:
                self.save_item(following, are_pairs)
                count += 1
                if count == BATCH_SIZE:
                    break
                following = next_of(iterator)
            output.byte(Op.SETITEMS if are_pairs else Op.APPENDS)
            item = next_of(iterator) if count == BATCH_SIZE else None

    def save_item(self, item: Object, is_pair: bool) -> None:
        if is_pair:
            self.save_pair(item)
        else:
            self.save(item)

    def save_dict(self, x: Dict) -> None:
        self.enter_fast(x)
        self.begin(x, Op.EMPTY_DICT, Op.DICT)
        output = self.output
        count = x.count
        is_single = not self.is_binary or count == 1
        number = x.next_entry(0)
        while number >= 0:
            if not is_single:
                output.byte(Op.MARK)
            written = 0
            while number >= 0 and written < BATCH_SIZE:
                key = x.key_at(number)
                assert key is not None
                value = x.value_at(number)
                self.save(key)
                self.save(value)
                if is_single:
                    output.byte(Op.SETITEM)
                written += 1
                if x.count != count:
                    raise runtime_error("dictionary changed size during iteration")
                number = x.next_entry(number + 1)
            if not is_single:
                output.byte(Op.SETITEMS)
        self.leave_fast(x)

    def save_pair(self, pair: Object) -> None:
        if not isinstance(pair, Tuple) or pair.length != 2:
            raise type_error("dict items iterator must return 2-tuples")
        self.save(pair.item(0))
        self.save(pair.item(1))

    def save_set(self, x: Set) -> None:
        """A set in protocol 4 and later."""
        output = self.output
        output.byte(Op.EMPTY_SET)
        self.memoize(x)
        table = x.table
        count = table.count
        if count == 0:
            return
        number = table.next_entry(0)
        written = BATCH_SIZE
        while written == BATCH_SIZE:
            output.byte(Op.MARK)
            written = 0
            while number >= 0 and written < BATCH_SIZE:
                self.save_key(table, number)
                written += 1
                if x.table.count != count:
                    raise runtime_error("set changed size during iteration")
                number = table.next_entry(number + 1)
            output.byte(Op.ADDITEMS)

    def save_key(self, table: Dict, number: int) -> None:
        key: Optional[Object] = table.key_at(number)
        assert key is not None
        self.save(key)

    def save_frozen_set(self, x: FrozenSet) -> None:
        """A frozenset in protocol 4 and later; as with a tuple, an item may lead back to it."""
        self.enter_fast(x)
        self.output.byte(Op.MARK)
        for item in x.items():
            self.save(item)
        if x in self.memo:
            self.output.byte(Op.POP_MARK)
            self.refer(x)
        else:
            self.output.byte(Op.FROZENSET)
            self.memoize(x)
        self.leave_fast(x)
