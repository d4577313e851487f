/* A byte-code interpreter for a small part of Lua: the C twin of minilua.py and luavm/. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STACK_SIZE 100000
#define CALL_DEPTH 10000

static _Noreturn void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("error: ");
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
    exit(1);
}

static void *resize(void *memory, size_t count, size_t size)
{
    memory = realloc(memory, count * size + 1);
    if (memory == NULL)
        fail("out of memory");
    return memory;
}

/* Values: a word. An integer of 63 bits with the low bit set, or the address of an array. */

typedef intptr_t value;

struct array {
    long length;
    value items[];
};

#define SMALLEST (-((int64_t)1 << 62))
#define LARGEST (((int64_t)1 << 62) - 1)
#define ZERO ((value)1)

static inline int64_t number(value v)
{
    if ((v & 1) == 0)
        fail("number expected");
    return v >> 1;
}

static inline value tagged(int64_t number)
{
    return (value)((uint64_t)number << 1 | 1);
}

static inline value integer(int64_t number)
{
    if (number < SMALLEST || number > LARGEST)
        fail("integer overflow");
    return tagged(number);
}

static inline struct array *array(value v)
{
    if ((v & 1) != 0)
        fail("array expected");
    return (struct array *)v;
}

static inline value *item(value v, value index)
{
    struct array *a = array(v);
    int64_t i = number(index);
    if (i < 0 || i >= a->length)
        fail("index out of range");
    return &a->items[i];
}

static value new_zeros(value size)
{
    int64_t length = number(size);
    if (length < 0)
        fail("negative size");
    struct array *a = resize(NULL, sizeof *a + length * sizeof(value), 1);
    a->length = length;
    for (int64_t i = 0; i < length; i++)
        a->items[i] = ZERO;
    return (value)a;
}

/* Code: an instruction is opcode + operand * 256. */

enum op {
    CONSTANT, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, EQ, NE, LT, LE, GT, GE, JUMP, JUMP_IF_FALSE, NEXT, CALL, RETURN,
    ARRAY, LENGTH, GET_ITEM, SET_ITEM, PRINT, POP,
};

struct function {
    char *name;
    int params; /* -1 until it is defined */
    int slots;
    int frame_size;
    int32_t *code;
    value *constants;
};

/* Lexer */

enum token {
    END_OF_TEXT, NAME, NUMBER,
    FUNCTION, LOCAL, IF, THEN, ELSE, END, WHILE, DO, FOR, RETURN_WORD, PRINT_WORD, ARRAY_WORD, LEN,
    EQUAL, UNEQUAL, AT_MOST, AT_LEAST, DIVIDE, OPEN, CLOSE, OPEN_INDEX, CLOSE_INDEX, COMMA, ASSIGN, LESS, GREATER,
    PLUS, MINUS, TIMES, PERCENT, TOKENS,
};

static const char *const spelling[TOKENS] = {
    "end of text", "name", "number",
    "function", "local", "if", "then", "else", "end", "while", "do", "for", "return", "print", "array", "len",
    "==", "~=", "<=", ">=", "//", "(", ")", "[", "]", ",", "=", "<", ">", "+", "-", "*", "%",
};

static const char *text;
static int line = 1;
static enum token kind;
static char word[64];

static void skip_blanks(void)
{
    for (;;) {
        if (strncmp(text, "--", 2) == 0) {
            while (*text != '\0' && *text != '\n')
                text++;
        } else if (*text == '\n') {
            line++;
            text++;
        } else if (*text == ' ') {
            text++;
        } else {
            return;
        }
    }
}

static void advance(void)
{
    skip_blanks();
    if (*text == '\0') {
        kind = END_OF_TEXT;
        return;
    }
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    if (length > 0) {
        if (length >= sizeof word)
            fail("line %d: name too long", line);
        memcpy(word, text, length);
        word[length] = '\0';
        text += length;
        kind = isdigit((unsigned char)word[0]) ? NUMBER : NAME;
        for (enum token t = FUNCTION; t <= LEN; t++)
            if (strcmp(word, spelling[t]) == 0)
                kind = t;
        return;
    }
    for (enum token t = EQUAL; t < TOKENS; t++) {
        length = strlen(spelling[t]);
        if (strncmp(text, spelling[t], length) == 0) {
            text += length;
            kind = t;
            return;
        }
    }
    fail("line %d: unexpected character", line);
}

static bool accept(enum token expected)
{
    if (kind != expected)
        return false;
    advance();
    return true;
}

static void expect(enum token expected)
{
    if (!accept(expected))
        fail("line %d: %s expected, found %s", line, spelling[expected], spelling[kind]);
}

static char *expect_name(void)
{
    char *name = strcpy(resize(NULL, strlen(word), 1), word);
    expect(NAME);
    return name;
}

/* Compiler: recursive descent, one pass. */

static struct function *functions;
static int function_count;

static struct call {
    int function, arguments, line;
} *calls;
static int call_count;

static int32_t *code;
static int code_length;
static int64_t *constants;
static int constant_count;
static char **local_names;
static int slots;
static int depth, deepest;

static void expression(void);
static void block(void);

static int emit(enum op op, int operand, int effect)
{
    code = resize(code, code_length + 1, sizeof *code);
    code[code_length] = op | operand << 8;
    depth += effect;
    if (depth > deepest)
        deepest = depth;
    return code_length++;
}

static void set_target(int jump)
{
    code[jump] |= code_length << 8;
}

static int new_slot(char *name)
{
    local_names = resize(local_names, slots + 1, sizeof *local_names);
    local_names[slots] = name;
    return slots++;
}

static int slot_of(const char *name)
{
    for (int i = slots - 1; i >= 0; i--)
        if (strcmp(local_names[i], name) == 0)
            return i;
    fail("line %d: unknown variable %s", line, name);
}

static int function_number(char *name)
{
    for (int i = 0; i < function_count; i++)
        if (strcmp(functions[i].name, name) == 0)
            return i;
    functions = resize(functions, function_count + 1, sizeof *functions);
    functions[function_count] = (struct function){.name = name, .params = -1};
    return function_count++;
}

static void emit_number(int64_t number)
{
    int i = 0;
    while (i < constant_count && constants[i] != number)
        i++;
    if (i == constant_count) {
        constants = resize(constants, constant_count + 1, sizeof *constants);
        constants[constant_count++] = number;
    }
    emit(CONSTANT, i, 1);
}

static void parenthesized(void)
{
    expect(OPEN);
    expression();
    expect(CLOSE);
}

static void call(char *name)
{
    int arguments = 0;
    int number = function_number(name);
    if (kind != CLOSE) {
        do {
            expression();
            arguments++;
        } while (accept(COMMA));
    }
    expect(CLOSE);
    calls = resize(calls, call_count + 1, sizeof *calls);
    calls[call_count++] = (struct call){number, arguments, line};
    emit(CALL, number, 1 - arguments);
}

static void operand(void)
{
    if (kind == NUMBER) {
        emit_number(atoll(word));
        advance();
    } else if (accept(ARRAY_WORD)) {
        parenthesized();
        emit(ARRAY, 0, 0);
    } else if (accept(LEN)) {
        parenthesized();
        emit(LENGTH, 0, 0);
    } else if (kind == OPEN) {
        parenthesized();
    } else {
        char *name = expect_name();
        if (accept(OPEN))
            call(name);
        else
            emit(LOAD, slot_of(name), 1);
    }
    while (accept(OPEN_INDEX)) {
        expression();
        expect(CLOSE_INDEX);
        emit(GET_ITEM, 0, -1);
    }
}

static void product(void)
{
    operand();
    while (kind == TIMES || kind == DIVIDE || kind == PERCENT) {
        enum op op = kind == TIMES ? MUL : kind == DIVIDE ? DIV : MOD;
        advance();
        operand();
        emit(op, 0, -1);
    }
}

static void sum(void)
{
    product();
    while (kind == PLUS || kind == MINUS) {
        enum op op = kind == PLUS ? ADD : SUB;
        advance();
        product();
        emit(op, 0, -1);
    }
}

static int comparison_op(enum token token)
{
    switch (token) {
    case EQUAL: return EQ;
    case UNEQUAL: return NE;
    case LESS: return LT;
    case AT_MOST: return LE;
    case GREATER: return GT;
    case AT_LEAST: return GE;
    default: return -1;
    }
}

static void expression(void)
{
    sum();
    int op = comparison_op(kind);
    if (op >= 0) {
        advance();
        sum();
        emit(op, 0, -1);
    }
}

static void if_statement(void)
{
    expression();
    expect(THEN);
    int to_else = emit(JUMP_IF_FALSE, 0, -1);
    block();
    if (accept(ELSE)) {
        int to_end = emit(JUMP, 0, 0);
        set_target(to_else);
        block();
        set_target(to_end);
    } else {
        set_target(to_else);
    }
    expect(END);
}

static void while_statement(void)
{
    int start = code_length;
    expression();
    expect(DO);
    int to_end = emit(JUMP_IF_FALSE, 0, -1);
    block();
    expect(END);
    emit(JUMP, start, 0);
    set_target(to_end);
}

static void for_statement(void)
{
    char *name = expect_name();
    expect(ASSIGN);
    expression();
    int counter = new_slot(name);
    emit(STORE, counter, -1);
    expect(COMMA);
    expression();
    int limit = new_slot("");
    emit(STORE, limit, -1);
    expect(DO);
    int start = code_length;
    emit(LOAD, counter, 1);
    emit(LOAD, limit, 1);
    emit(LE, 0, -1);
    int to_end = emit(JUMP_IF_FALSE, 0, -1);
    block();
    expect(END);
    emit(NEXT, counter, 0);
    emit(JUMP, start, 0);
    set_target(to_end);
}

static void assignment_or_call(void)
{
    char *name = expect_name();
    if (accept(OPEN)) {
        call(name);
        emit(POP, 0, -1);
    } else if (accept(ASSIGN)) {
        expression();
        emit(STORE, slot_of(name), -1);
    } else {
        emit(LOAD, slot_of(name), 1);
        expect(OPEN_INDEX);
        expression();
        expect(CLOSE_INDEX);
        while (accept(OPEN_INDEX)) {
            emit(GET_ITEM, 0, -1);
            expression();
            expect(CLOSE_INDEX);
        }
        expect(ASSIGN);
        expression();
        emit(SET_ITEM, 0, -3);
    }
}

static void statement(void)
{
    if (accept(LOCAL)) {
        char *name = expect_name();
        expect(ASSIGN);
        expression();
        emit(STORE, new_slot(name), -1);
    } else if (accept(IF)) {
        if_statement();
    } else if (accept(WHILE)) {
        while_statement();
    } else if (accept(FOR)) {
        for_statement();
    } else if (accept(RETURN_WORD)) {
        expression();
        emit(RETURN, 0, -1);
    } else if (accept(PRINT_WORD)) {
        parenthesized();
        emit(PRINT, 0, -1);
    } else {
        assignment_or_call();
    }
}

static void block(void)
{
    while (kind != END && kind != ELSE)
        statement();
}

static void definition(void)
{
    expect(FUNCTION);
    int number = function_number(expect_name());
    code = NULL;
    constants = NULL;
    code_length = constant_count = slots = depth = deepest = 0;
    expect(OPEN);
    while (kind == NAME) {
        new_slot(expect_name());
        if (!accept(COMMA))
            break;
    }
    expect(CLOSE);
    functions[number].params = slots;
    block();
    expect(END);
    emit_number(0);
    emit(RETURN, 0, -1);
    struct function *function = &functions[number];
    function->slots = slots;
    function->frame_size = slots + deepest;
    function->code = code;
    function->constants = resize(NULL, constant_count, sizeof(value));
    for (int i = 0; i < constant_count; i++)
        function->constants[i] = integer(constants[i]);
    free(constants);
}

static void compile(void)
{
    advance();
    while (kind != END_OF_TEXT)
        definition();
    for (int i = 0; i < call_count; i++) {
        struct function *function = &functions[calls[i].function];
        if (function->params < 0)
            fail("line %d: function %s is not defined", calls[i].line, function->name);
        if (function->params != calls[i].arguments)
            fail("line %d: %s takes %d arguments, not %d", calls[i].line, function->name, function->params,
                 calls[i].arguments);
    }
}

/* Interpreter */

struct caller {
    const struct function *function;
    const int32_t *pc;
    value *base;
};

static inline value multiply(int64_t a, int64_t b)
{
    int64_t result;
    if (__builtin_mul_overflow(a, b, &result))
        fail("integer overflow");
    return integer(result);
}

static inline int64_t divisor(value v)
{
    int64_t result = number(v);
    if (result == 0)
        fail("division by zero");
    return result;
}

/* Division rounds down, as in Lua. */

static inline value divide(int64_t a, int64_t b)
{
    return integer(a / b - (a % b != 0 && (a % b < 0) != (b < 0)));
}

static inline value modulo(int64_t a, int64_t b)
{
    int64_t rest = a % b;
    return integer(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);
}

static void execute(const struct function *function, value argument)
{
    static value stack[STACK_SIZE];
    static struct caller callers[CALL_DEPTH];
    int calls_open = 0;
    value *base = stack;
    value *top = base + function->slots;
    const int32_t *pc = function->code;
    const value *constant = function->constants;
    for (value *slot = base; slot < top; slot++)
        *slot = ZERO;
    base[0] = argument;
    for (;;) {
        int32_t instruction = *pc++;
        int32_t operand = instruction >> 8;
        switch ((enum op)(instruction & 255)) {
        case CONSTANT:
            *top++ = constant[operand];
            break;
        case LOAD:
            *top++ = base[operand];
            break;
        case STORE:
            base[operand] = *--top;
            break;
        case ADD:
            top--;
            top[-1] = integer(number(top[-1]) + number(top[0]));
            break;
        case SUB:
            top--;
            top[-1] = integer(number(top[-1]) - number(top[0]));
            break;
        case MUL:
            top--;
            top[-1] = multiply(number(top[-1]), number(top[0]));
            break;
        case DIV:
            top--;
            top[-1] = divide(number(top[-1]), divisor(top[0]));
            break;
        case MOD:
            top--;
            top[-1] = modulo(number(top[-1]), divisor(top[0]));
            break;
        case EQ:
            top--;
            top[-1] = tagged(number(top[-1]) == number(top[0]));
            break;
        case NE:
            top--;
            top[-1] = tagged(number(top[-1]) != number(top[0]));
            break;
        case LT:
            top--;
            top[-1] = tagged(number(top[-1]) < number(top[0]));
            break;
        case LE:
            top--;
            top[-1] = tagged(number(top[-1]) <= number(top[0]));
            break;
        case GT:
            top--;
            top[-1] = tagged(number(top[-1]) > number(top[0]));
            break;
        case GE:
            top--;
            top[-1] = tagged(number(top[-1]) >= number(top[0]));
            break;
        case JUMP:
            pc = function->code + operand;
            break;
        case JUMP_IF_FALSE:
            if (number(*--top) == 0)
                pc = function->code + operand;
            break;
        case NEXT:
            base[operand] = integer(number(base[operand]) + 1);
            break;
        case CALL:
            if (calls_open == CALL_DEPTH)
                fail("too many nested calls");
            callers[calls_open++] = (struct caller){function, pc, base};
            function = &functions[operand];
            constant = function->constants;
            pc = function->code;
            base = top - function->params;
            if (base + function->frame_size > stack + STACK_SIZE)
                fail("stack overflow");
            while (top < base + function->slots)
                *top++ = ZERO;
            break;
        case RETURN: {
            value result = top[-1];
            if (calls_open == 0)
                return;
            base[0] = result;
            top = base + 1;
            struct caller caller = callers[--calls_open];
            function = caller.function;
            constant = function->constants;
            pc = caller.pc;
            base = caller.base;
            break;
        }
        case ARRAY:
            top[-1] = new_zeros(top[-1]);
            break;
        case LENGTH:
            top[-1] = tagged(array(top[-1])->length);
            break;
        case GET_ITEM:
            top--;
            top[-1] = *item(top[-1], top[0]);
            break;
        case SET_ITEM:
            top -= 3;
            *item(top[0], top[1]) = top[2];
            break;
        case PRINT:
            printf("%lld\n", (long long)number(*--top));
            break;
        case POP:
            top--;
            break;
        }
    }
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail("cannot open %s", path);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *content = resize(NULL, size, 1);
    if (fread(content, 1, size, file) != (size_t)size)
        fail("cannot read %s", path);
    content[size] = '\0';
    fclose(file);
    return content;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        puts("usage: minilua PROGRAM SIZE");
        return 2;
    }
    text = read_file(argv[1]);
    compile();
    for (int i = 0; i < function_count; i++) {
        if (strcmp(functions[i].name, "main") == 0 && functions[i].params == 1) {
            execute(&functions[i], integer(atoll(argv[2])));
            return 0;
        }
    }
    fail("no function main with one parameter");
}
