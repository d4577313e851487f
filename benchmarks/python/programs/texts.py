"""Words of a text: split, searched, replaced, counted, joined."""
import sys

TEXT = """The cat sat on the mat. The dog saw the cat; the cat saw the dog, and away they ran: over the hill,
under the bridge, through the fields. Nobody knows where they went, or whether they will come back.
Über die Brücke, señor? "Naïve", they said, and laughed.
"""


def run(n):
    counts = {}
    size = 0
    for i in range(n):
        for line in TEXT.splitlines():
            for word in line.lower().split():
                word = word.strip('.,;:?"')
                counts[word] = counts.get(word, 0) + 1
        replaced = TEXT.replace("cat", "horse").replace("\n", " ")
        size += len(replaced) + replaced.find("bridge") + replaced.count("the") + replaced.rfind("e")
        size += len(replaced.upper().title()) + len(",".join(replaced.split("e"))) + replaced.startswith("The")
        reversed_text = ""
        for c in TEXT[:100]:
            if c.isalpha() and c not in "aeiou" or c == " ":
                reversed_text = c + reversed_text
        size += len(reversed_text) + len(TEXT[i % 50:i % 50 + 20]) + ord(TEXT[i % 200]) + TEXT.partition("dog")[2].index("dog")
    return size, sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]


print(run(int(sys.argv[1])))
