"""Counting the words of a text: reading a file, hashing bytes, a hash table of its own over places in the text.

    wordcount FILE     prints how many different words there are, and the ten most frequent with their counts

A word is a run of ASCII letters; capitals count as small letters. Equally frequent words come in the order of the text.
"""
import sys

from textfile import read_file
from transform.rpython import GcArray, new_array, uint32, uint64

SHOWN = 10
FIRST_SIZE = 1024  # of the index: a power of two


def folded(byte: int) -> int:
    """The small letter of a letter; no letter from another byte."""
    return byte | 32


def is_letter(byte: int) -> bool:
    return ord("a") <= folded(byte) <= ord("z")


def hash_of(text: bytes, start: int, end: int) -> uint64:
    """The hash of the word between two places (FNV-1a)."""
    hash = uint64(14695981039346656037)
    for i in range(start, end):
        hash = (hash ^ uint64(folded(text[i]))) * 1099511628211
    return hash


def same_letters(text: bytes, a: int, b: int, length: int) -> bool:
    """Whether the words at two places agree in their first letters."""
    for i in range(length):
        if folded(text[a + i]) != folded(text[b + i]):
            return False
    return True


class Word:
    """A word of the text, by its first occurrence."""

    start: int
    length: int
    hash: uint64
    count: int

    def __init__(self, start: int, length: int, hash: uint64) -> None:
        self.start = start
        self.length = length
        self.hash = hash
        self.count = 1


class WordTable:
    """The words in the order of their first occurrences, and an open-addressed index of their numbers plus one."""

    text: bytes
    words: list[Word]
    index: GcArray[uint32]

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.words = []
        self.index = new_array(uint32, FIRST_SIZE)

    def add(self, start: int, end: int) -> None:
        """Count one occurrence of the word between two places of the text."""
        length = end - start
        hash = hash_of(self.text, start, end)
        index = self.index
        mask = len(index) - 1
        slot = int(hash) & mask
        while index[slot] != 0:
            word = self.words[int(index[slot]) - 1]
            if word.hash == hash and word.length == length and same_letters(self.text, word.start, start, length):
                word.count += 1
                return
            slot = (slot + 1) & mask
        self.words.append(Word(start, length, hash))
        index[slot] = uint32(len(self.words))
        if 2 * len(self.words) == len(index):
            self.grow()

    def grow(self) -> None:
        """Double the index."""
        index = new_array(uint32, 2 * len(self.index))
        mask = len(index) - 1
        for i, word in enumerate(self.words):
            slot = int(word.hash) & mask
            while index[slot] != 0:
                slot = (slot + 1) & mask
            index[slot] = uint32(i + 1)
        self.index = index


def count_words(text: bytes) -> WordTable:
    table = WordTable(text)
    size = len(text)
    i = 0
    while i < size:
        while i < size and not is_letter(text[i]):
            i += 1
        start = i
        while i < size and is_letter(text[i]):
            i += 1
        if i > start:
            table.add(start, i)
    return table


def most_frequent(words: list[Word], shown: int) -> list[Word]:
    """The ``shown`` words with the highest counts, the highest first."""
    best: list[Word] = []
    for word in words:
        if len(best) < shown or word.count > best[-1].count:
            place = len(best)
            while place > 0 and best[place - 1].count < word.count:
                place -= 1
            best.insert(place, word)
            if len(best) > shown:
                best.pop()
    return best


def main(argv: list[str]) -> int:
    if len(argv) != 2:
        print("usage: wordcount FILE")
        return 2
    table = count_words(read_file(argv[1]))
    print(f"{len(table.words)} words")
    for word in most_frequent(table.words, SHOWN):
        print(f"{word.count:8} {table.text[word.start:word.start + word.length].lower().decode()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
