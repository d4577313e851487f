/* GCBench: the C twin of gcbench.py, with malloc and free. */
#include <stdio.h>
#include <stdlib.h>

#define SMALLEST_DEPTH 4
#define ARRAY_SIZE 500000

struct node {
    struct node *left;
    struct node *right;
    long i;
    long j;
};

static struct node *new_node(struct node *left, struct node *right)
{
    struct node *node = malloc(sizeof *node);
    if (node == NULL)
        abort();
    *node = (struct node){.left = left, .right = right};
    return node;
}

static long nodes_of(int depth)
{
    return (1L << (depth + 1)) - 1;
}

static void populate(int depth, struct node *node)
{
    if (depth > 0) {
        node->left = new_node(NULL, NULL);
        node->right = new_node(NULL, NULL);
        populate(depth - 1, node->left);
        populate(depth - 1, node->right);
    }
}

static struct node *build(int depth)
{
    if (depth == 0)
        return new_node(NULL, NULL);
    struct node *left = build(depth - 1);
    return new_node(left, build(depth - 1));
}

static long count(const struct node *node)
{
    return node == NULL ? 0 : 1 + count(node->left) + count(node->right);
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
    printf("stretch tree of %ld nodes\n", count_and_destroy(build(depth + 2)));
    struct node *long_lived = new_node(NULL, NULL);
    populate(depth, long_lived);
    double *floats = calloc(ARRAY_SIZE, sizeof *floats);
    for (long i = 1; i < ARRAY_SIZE / 2; i++)
        floats[i] = 1.0 / (double)i;
    for (int small = SMALLEST_DEPTH; small <= depth; small += 2) {
        long trees = 2 * nodes_of(depth + 2) / nodes_of(small);
        long nodes = 0;
        for (long i = 0; i < trees; i++) {
            struct node *root = new_node(NULL, NULL);
            populate(small, root);
            nodes += count_and_destroy(root);
        }
        for (long i = 0; i < trees; i++)
            nodes += count_and_destroy(build(small));
        printf("%ld trees of depth %d twice: %ld nodes\n", trees, small, nodes);
    }
    printf("long-lived tree of %ld nodes, %.3f\n", count_and_destroy(long_lived), floats[1000]);
    free(floats);
    return 0;
}
