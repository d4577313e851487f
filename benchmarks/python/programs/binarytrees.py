"""Binary trees as tuples, some of which live long."""
import sys


def tree(depth):
    if depth == 0:
        return (None, None)
    depth -= 1
    return (tree(depth), tree(depth))


def check(node):
    left, right = node
    if left is None:
        return 1
    return 1 + check(left) + check(right)


def run(depth):
    long_lived = tree(depth)
    for d in range(4, depth + 1, 4):
        count = 1 << (depth - d + 4)
        print(count, d, sum(check(tree(d)) for _ in range(count)))
    print(check(long_lived))


run(int(sys.argv[1]))
