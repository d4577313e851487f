"""Small objects made and thrown away: binary trees."""
import sys


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def tree(depth):
    if depth == 0:
        return Node(None, None)
    return Node(tree(depth - 1), tree(depth - 1))


def check(node):
    if node.left is None:
        return 1
    return 1 + check(node.left) + check(node.right)


print(sum(check(tree(12)) for _ in range(int(sys.argv[1]))))
