"""JSON: documents written and read."""
import json
import sys


def document(i):
    return {"id": i, "name": f"user {i}", "tags": ["a", "b\n", "\u00e9"], "ratio": i / 3, "flag": i % 2 == 0, "none": None,
            "nested": {"list": list(range(20)), "text": "some longer text, without anything special in it " * 3}}


def run(n):
    size = 0
    for i in range(n):
        text = json.dumps([document(j) for j in range(i, i + 10)])
        data = json.loads(text)
        size += len(text) + data[3]["nested"]["list"][-1] + len(json.dumps(data[0], indent=1, sort_keys=True))
    return size


print(run(int(sys.argv[1])))
