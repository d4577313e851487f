/* Counting the words of a text: the C twin of wordcount.py and wordcount_dict.py. */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 10

/* A word of the table; its text lies in the buffer of the file. */
struct entry {
    const char *word;
    size_t length;
    uint64_t hash;
    long count;
};

/* Entries in the order of their first use, and an open-addressed index of their numbers plus one. */
struct table {
    struct entry *entries;
    size_t count;
    uint32_t *index;
    size_t index_size;
};

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL)
        abort();
    return memory;
}

static int folded(char c)
{
    return (unsigned char)c | 32;
}

static bool is_letter(char c)
{
    return folded(c) >= 'a' && folded(c) <= 'z';
}

static uint64_t hash_of(const char *word, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ folded(word[i])) * 1099511628211u;
    return hash;
}

static bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (folded(a[i]) != folded(b[i]))
            return false;
    return true;
}

static void resize(struct table *table, size_t index_size)
{
    free(table->index);
    table->index = allocate(index_size * sizeof *table->index);
    memset(table->index, 0, index_size * sizeof *table->index);
    table->index_size = index_size;
    table->entries = realloc(table->entries, index_size / 2 * sizeof *table->entries);
    if (table->entries == NULL)
        abort();
    for (size_t i = 0; i < table->count; i++) {
        size_t slot = table->entries[i].hash & (index_size - 1);
        while (table->index[slot] != 0)
            slot = (slot + 1) & (index_size - 1);
        table->index[slot] = i + 1;
    }
}

static void add(struct table *table, const char *word, size_t length)
{
    uint64_t hash = hash_of(word, length);
    size_t mask = table->index_size - 1;
    size_t slot = hash & mask;
    while (table->index[slot] != 0) {
        struct entry *entry = &table->entries[table->index[slot] - 1];
        if (entry->hash == hash && entry->length == length && same_letters(entry->word, word, length)) {
            entry->count++;
            return;
        }
        slot = (slot + 1) & mask;
    }
    table->entries[table->count++] = (struct entry){word, length, hash, 1};
    table->index[slot] = table->count;
    if (table->count == table->index_size / 2)
        resize(table, table->index_size * 2);
}

static void count_words(struct table *table, const char *text, size_t size)
{
    size_t i = 0;
    while (i < size) {
        while (i < size && !is_letter(text[i]))
            i++;
        size_t start = i;
        while (i < size && is_letter(text[i]))
            i++;
        if (i > start)
            add(table, text + start, i - start);
    }
}

static void print_most_frequent(const struct table *table)
{
    const struct entry *best[SHOWN + 1];
    int found = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct entry *entry = &table->entries[i];
        if (found == SHOWN && entry->count <= best[found - 1]->count)
            continue;
        int place = found;
        while (place > 0 && best[place - 1]->count < entry->count) {
            best[place] = best[place - 1];
            place--;
        }
        best[place] = entry;
        if (found < SHOWN)
            found++;
    }
    for (int i = 0; i < found; i++) {
        printf("%8ld ", best[i]->count);
        for (size_t j = 0; j < best[i]->length; j++)
            putchar(tolower((unsigned char)best[i]->word[j]));
        putchar('\n');
    }
}

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    *size = ftell(file);
    rewind(file);
    char *text = allocate(*size + 1);
    if (fread(text, 1, *size, file) != *size) {
        perror(path);
        exit(1);
    }
    fclose(file);
    return text;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        puts("usage: wordcount FILE");
        return 2;
    }
    size_t size;
    char *text = read_file(argv[1], &size);
    struct table table = {.count = 0};
    resize(&table, 1024);
    count_words(&table, text, size);
    printf("%zu words\n", table.count);
    print_most_frequent(&table);
    free(table.entries);
    free(table.index);
    free(text);
    return 0;
}
