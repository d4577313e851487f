"""Counting the words of a text with what the language has: a dict of bytes. Its twin is wordcount.c.

    wordcount_dict FILE     prints how many different words there are, and the ten most frequent with their counts

A word is a run of ASCII letters; capitals count as small letters. Equally frequent words come in the order of the text.
"""
import sys

from textfile import read_file

SHOWN = 10


def is_letter(byte: int) -> bool:
    return ord("a") <= byte <= ord("z")


def count_words(text: bytes) -> dict[bytes, int]:
    """How often each word stands in ``text`` (small letters only)."""
    counts: dict[bytes, int] = {}
    size = len(text)
    i = 0
    while i < size:
        while i < size and not is_letter(text[i]):
            i += 1
        start = i
        while i < size and is_letter(text[i]):
            i += 1
        if i > start:
            word = text[start:i]
            counts[word] = counts.get(word, 0) + 1
    return counts


def most_frequent(counts: dict[bytes, int], shown: int) -> list[tuple[bytes, int]]:
    """The ``shown`` words with the highest counts, the highest first."""
    best: list[tuple[bytes, int]] = []
    for word, count in counts.items():
        if len(best) < shown or count > best[-1][1]:
            place = len(best)
            while place > 0 and best[place - 1][1] < count:
                place -= 1
            best.insert(place, (word, count))
            if len(best) > shown:
                best.pop()
    return best


def main(argv: list[str]) -> int:
    if len(argv) != 2:
        print("usage: wordcount_dict FILE")
        return 2
    counts = count_words(read_file(argv[1]).lower())
    print(f"{len(counts)} words")
    for word, count in most_frequent(counts, SHOWN):
        print(f"{count:8} {word.decode()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
