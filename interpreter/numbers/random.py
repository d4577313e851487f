"""The Mersenne Twister MT19937 (Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed
uniform pseudo-random number generator", 1998), with the numbers that CPython's `_random` gives for the same seed."""
from __future__ import annotations

from interpreter.numbers.bigint import BigInt
from transform.rpython import GcArray, get_item, new_array, new_var, uint32, uint64

WORDS = 624
_DISTANCE = 397
_WORD_MASK = 0xFFFF_FFFF
_UPPER_BIT = 0x8000_0000
_TWIST = 0x9908_B0DF


class MersenneTwister:
    """A generator; `seed_by_words` or `set_state` comes first.

    words  the state, as many as `WORDS`
    index  of the next word to be used"""

    words: GcArray[uint32]
    index: int

    def __init__(self) -> None:
        self.words = new_array(uint32, WORDS)
        self.index = WORDS

    def seed(self, number: BigInt) -> None:
        """By the absolute value."""
        keys: list[int] = []
        for i in range(number.count()):
            digit: uint64 = get_item(number, i)
            keys.append(int(digit & _WORD_MASK))
            keys.append(int(digit >> 32))
        while len(keys) > 1 and keys[-1] == 0:
            keys.pop()
        self.seed_by_words(keys if keys else [0])

    def seed_by_words(self, keys: list[int]) -> None:
        """By at least one word of 32 bits."""
        self._seed_by_word(19650218)
        at = 1
        key = 0
        for _ in range(max(WORDS, len(keys))):
            mixed = self._word(at) ^ self._mixed(at - 1) * 1664525
            at = self._store_mixed(at, mixed + keys[key] + key)
            key = key + 1 if key + 1 < len(keys) else 0
        for _ in range(WORDS - 1):
            mixed = self._word(at) ^ self._mixed(at - 1) * 1566083941
            at = self._store_mixed(at, mixed - at)
        self.words[0] = uint32(_UPPER_BIT)

    def _seed_by_word(self, word: int) -> None:
        self.words[0] = uint32(word)
        for i in range(1, WORDS):
            self.words[i] = uint32(1812433253 * self._mixed(i - 1) + i)
        self.index = WORDS

    def _word(self, i: int) -> int:
        return int(self.words[i])

    def _mixed(self, i: int) -> int:
        return self._word(i) ^ self._word(i) >> 30

    def _store_mixed(self, at: int, word: int) -> int:
        """Stores a word; gives the place of the next. The first word is a copy of the last when the end is reached."""
        self.words[at] = uint32(word)
        if at + 1 < WORDS:
            return at + 1
        self.words[0] = self.words[WORDS - 1]
        return 1

    def next_word(self) -> int:
        """32 random bits."""
        if self.index >= WORDS:
            self._twist_all()
        y = self._word(self.index)
        self.index += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C_5680
        y ^= y << 15 & 0xEFC6_0000
        return y ^ y >> 18

    def _twist_all(self) -> None:
        for i in range(WORDS - _DISTANCE):
            self._twist(i, i + 1, i + _DISTANCE)
        for i in range(WORDS - _DISTANCE, WORDS - 1):
            self._twist(i, i + 1, i + _DISTANCE - WORDS)
        self._twist(WORDS - 1, 0, _DISTANCE - 1)
        self.index = 0

    def _twist(self, i: int, following: int, distant: int) -> None:
        y = self._word(i) & _UPPER_BIT | self._word(following) & _UPPER_BIT - 1
        self.words[i] = uint32(self._word(distant) ^ y >> 1 ^ (_TWIST if y & 1 != 0 else 0))

    def random(self) -> float:
        """In 0 <= x < 1, with 53 random bits."""
        upper = self.next_word() >> 5
        lower = self.next_word() >> 6
        return (upper * 67108864.0 + lower) / 9007199254740992.0

    def random_bits(self, count: int) -> BigInt:
        """A number of ``count`` >= 0 random bits."""
        digits = (count + 63) // 64
        result = new_var(BigInt, digits)
        row = result.digits()
        for i in range((count + 31) // 32):
            word = self.next_word()
            if count < 32:
                word >>= 32 - count
            row[i >> 1] = row[i >> 1] | uint64(word) << (32 * (i & 1))
            count -= 32
        return result.trimmed(digits, False)

    def random_small_bits(self, count: int) -> int:
        """As `random_bits`, for 1 <= ``count`` <= 32."""
        return self.next_word() >> 32 - count

    def state(self) -> list[int]:
        """All words, and the index."""
        return [self._word(i) for i in range(WORDS)] + [self.index]

    def set_state(self, state: list[int]) -> None:
        """From what `state` gave. ValueError if it cannot be one."""
        if len(state) != WORDS + 1:
            raise ValueError("state vector is the wrong size")
        index = state[WORDS]
        if not 0 <= index <= WORDS:
            raise ValueError("invalid state")
        for i in range(WORDS):
            self.words[i] = uint32(state[i])
        self.index = index
