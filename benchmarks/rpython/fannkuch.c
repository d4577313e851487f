/* Pancake flipping over all permutations: the C twin of fannkuch.py. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST 16

static int count_flips(const int *permutation, int n)
{
    int scratch[LARGEST];
    memcpy(scratch, permutation, n * sizeof *scratch);
    int flips = 0;
    int first = scratch[0];
    while (first != 0) {
        for (int low = 1, high = first - 1; low < high; low++, high--) {
            int item = scratch[low];
            scratch[low] = scratch[high];
            scratch[high] = item;
        }
        int item = scratch[first];
        scratch[first] = first;
        first = item;
        flips++;
    }
    return flips;
}

static void rotate(int *permutation, int count)
{
    int first = permutation[0];
    for (int i = 0; i < count - 1; i++)
        permutation[i] = permutation[i + 1];
    permutation[count - 1] = first;
}

static int fannkuch(int n, long *checksum)
{
    int permutation[LARGEST], rotations[LARGEST] = {0};
    int most = 0;
    bool even = true;
    for (int i = 0; i < n; i++)
        permutation[i] = i;
    *checksum = 0;
    for (;;) {
        if (permutation[0] != 0) {
            int flips = count_flips(permutation, n);
            if (flips > most)
                most = flips;
            *checksum += even ? flips : -flips;
        }
        even = !even;
        for (int prefix = 2;; prefix++) {
            if (prefix > n)
                return most;
            rotate(permutation, prefix);
            if (++rotations[prefix - 1] < prefix)
                break;
            rotations[prefix - 1] = 0;
        }
    }
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 7;
    if (n < 1 || n > LARGEST)
        return 1;
    long checksum;
    int most = fannkuch(n, &checksum);
    printf("%ld\nPfannkuchen(%d) = %d\n", checksum, n, most);
    return 0;
}
