/* Binary trees: the C twin of binarytrees.py, with malloc and free. */
#include <stdio.h>
#include <stdlib.h>

#define SMALLEST_DEPTH 4

struct node {
    struct node *left;
    struct node *right;
};

static struct node *build(int depth)
{
    struct node *node = malloc(sizeof *node);
    if (node == NULL)
        abort();
    node->left = depth == 0 ? NULL : build(depth - 1);
    node->right = depth == 0 ? NULL : build(depth - 1);
    return node;
}

static long count(const struct node *node)
{
    long nodes = 1;
    if (node->left != NULL)
        nodes += count(node->left);
    if (node->right != NULL)
        nodes += count(node->right);
    return nodes;
}

static void destroy(struct node *node)
{
    if (node != NULL) {
        destroy(node->left);
        destroy(node->right);
        free(node);
    }
}

static long count_and_destroy(struct node *node)
{
    long nodes = count(node);
    destroy(node);
    return nodes;
}

int main(int argc, char **argv)
{
    int depth = argc > 1 ? atoi(argv[1]) : 8;
    int largest = depth > SMALLEST_DEPTH + 2 ? depth : SMALLEST_DEPTH + 2;
    printf("stretch tree of depth %d check: %ld\n", largest + 1, count_and_destroy(build(largest + 1)));
    struct node *long_lived = build(largest);
    for (int small = SMALLEST_DEPTH; small <= largest; small += 2) {
        long trees = 1L << (largest - small + SMALLEST_DEPTH);
        long nodes = 0;
        for (long i = 0; i < trees; i++)
            nodes += count_and_destroy(build(small));
        printf("%ld trees of depth %d check: %ld\n", trees, small, nodes);
    }
    printf("long lived tree of depth %d check: %ld\n", largest, count_and_destroy(long_lived));
    return 0;
}
