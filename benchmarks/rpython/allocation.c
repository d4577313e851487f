/* See allocation.py. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIVE 64
#define BUFFER (32 << 10)

typedef struct {
    uint64_t header;
    int64_t first, second;
} pair;

static _Alignas(64) char buffer[BUFFER];
static char *cursor = buffer;

static inline pair *new_pair(int64_t first, int64_t second)
{
    if (cursor + sizeof(pair) > buffer + BUFFER) {
        cursor = buffer;
        memset(buffer, 0, BUFFER);
    }
    pair *p = (pair *)cursor;
    cursor += sizeof(pair);
    p->header = 1;
    p->first = first;
    p->second = second;
    return p;
}

int main(int argc, char **argv)
{
    int64_t count = argc > 1 ? atol(argv[1]) * 1000000 : 1000;
    static pair *ring[LIVE], zero;
    int64_t checksum = 0;
    for (int i = 0; i < LIVE; i++)
        ring[i] = &zero;
    for (int64_t i = 0; i < count; i++) {
        checksum ^= ring[i % LIVE]->first;
        ring[i % LIVE] = new_pair(i, checksum);
    }
    printf("%lld\n", (long long)checksum);
    return 0;
}
