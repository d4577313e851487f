"""A pipeline: tasklets that read lines, take them apart, count words in parallel stages, and a last one that prints.

    bobbin examples/pipeline.py [FILE]

Channels hand over one thing at a time, so no stage runs ahead of the next, however long the text is.
"""

import sys
from collections import Counter
from collections.abc import Iterable

import stackless

WORKERS = 4


def read(lines: Iterable[str], out: stackless.channel) -> None:
    """The source."""
    for line in lines:
        out.send(line)
    for _ in range(WORKERS):
        out.send_exception(StopIteration)


def count(source: stackless.channel, out: stackless.channel) -> None:
    """A stage of which there may be several."""
    for line in source:
        out.send(Counter(word.strip(".,;:!?\"'()").lower() for word in line.split()))
    out.send(None)


def add(source: stackless.channel) -> Counter[str]:
    """The end: what all workers found."""
    total: Counter[str] = Counter()
    working = WORKERS
    while working:
        part = source.receive()
        if part is None:
            working -= 1
        else:
            total.update(part)
    del total[""]
    return total


def count_words(lines: Iterable[str]) -> Counter[str]:
    """Sets the pipeline up and waits for its result."""
    texts, parts = stackless.channel(), stackless.channel()
    stackless.tasklet(read)(lines, texts)
    for _ in range(WORKERS):
        stackless.tasklet(count)(texts, parts)
    return add(parts)


def main(arguments: list[str]) -> None:
    """Prints the ten words that come most often."""
    with open(arguments[0] if arguments else __file__, encoding="utf-8") as lines:
        for word, times in count_words(lines).most_common(10):
            print(f"{times:6} {word}")


if __name__ == "__main__":
    main(sys.argv[1:])
