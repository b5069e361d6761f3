// Runs compiled kernels on recorded cases, and compares what they leave with what is recorded, bit for bit; any NaN
// equals any NaN. Reads what FusedOptim.Arm64/CaseWriter.cs writes. Exits with 1 where anything differs, or a kernel was
// not run.
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    page = 4096,
    // Room for an operand: a whole block of doubles.
    room = 3 * page,
    // What is filled with canaries, and looked at, on the side of an operand that has no page without access.
    margin = 128,
    canary = 0xA5,
    largest_operand_count = 32,
    // Step constants, then operands.
    largest_place_count = 1 + largest_operand_count,
    shown_differences = 10,
};

typedef struct {
    int32_t address;
    int32_t lane_count;
    char rule[256];
    char name[256];
    long runs;
    long differences;
} kernel;

// Elements in whole rows of lanes, their number, one more row.
typedef double sum_code(uint64_t, int32_t, uint64_t);

typedef void kernel_code(const void *segment, uint64_t start, uint64_t end);

// What stands for addresses in a recorded segment (FusedOptim.Arm64/MarkedSegment.cs).
static const uint64_t marked_places = 0x5EED000000000000, marked_table = 0x5EED000000000100, marked_call = 0x5EED000000000200;

// What the segments of a step have in common: nothing that a kernel of one segment needs.
static const uint64_t call[8];

static FILE *input;
static uint8_t *image;
static const kernel *running;
static long all_differences;

static void fail(const char *message) {
    fflush(stdout);
    if (running)
        fprintf(stderr, "%s, %s: ", running->rule, running->name);
    fprintf(stderr, "%s\n", message);
    _exit(1);
}

static void read_bytes(void *bytes, size_t count) {
    if (fread(bytes, 1, count, input) != count)
        fail("the file of cases ends too early");
}

static int32_t read_number(void) {
    int32_t number;
    read_bytes(&number, sizeof number);
    return number;
}

static void read_text(char *text, size_t capacity) {
    for (size_t i = 0; i < capacity; i++) {
        read_bytes(&text[i], 1);
        if (!text[i])
            return;
    }
    fail("a name is too long");
}

static void on_call_outside(void) { fail("calls a method that is not in the image"); }

static void on_fault(int signal) {
    (void)signal;
    fail("reads or writes outside its operands, or runs into what is no code");
}

static void read_image(void) {
    int32_t length = read_number();
    image = mmap(0, length, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (image == MAP_FAILED)
        fail("no memory for the image");
    read_bytes(image, length);
    for (int32_t remaining = read_number(); remaining > 0; remaining--) {
        int32_t cell = read_number();
        int32_t target = read_number();
        uint64_t address = target ? (uint64_t)(image + target) : (uint64_t)on_call_outside;
        memcpy(image + cell, &address, sizeof address);
    }
    __builtin___clear_cache((char *)image, (char *)image + length);
}

// Memory between pages that nobody may touch. An operand lies at its end or, at every other run, at its start, so that
// all that is read or written outside on that side is a fault, and operands start wherever their lengths put them.
typedef struct {
    uint8_t *pages;
    uint8_t *operand;
    uint8_t *margin;
} guarded;

static void make_guarded(guarded *memory) {
    uint8_t *pages = mmap(0, page + room + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + page, room, PROT_READ | PROT_WRITE))
        fail("no memory for operands");
    memory->pages = pages + page;
}

static void place(guarded *memory, const uint8_t *content, size_t length, int at_end) {
    if (length + margin > room)
        fail("an operand is too long");
    memory->operand = at_end ? memory->pages + room - length : memory->pages;
    memory->margin = at_end ? memory->operand - margin : memory->operand + length;
    memset(memory->margin, canary, margin);
    memcpy(memory->operand, content, length);
}

static int is_touched_outside(const guarded *memory) {
    for (int i = 0; i < margin; i++)
        if (memory->margin[i] != canary)
            return 1;
    return 0;
}

static uint64_t bits_of(const uint8_t *element, int32_t bytes) {
    uint64_t bits = 0;
    memcpy(&bits, element, bytes);
    return bits;
}

static int is_nan(uint64_t bits, int32_t bytes) {
    return bytes == 4 ? (bits & 0x7FFFFFFF) > 0x7F800000 : (bits & INT64_MAX) > 0x7FF0000000000000;
}

static void tell(const kernel *k, int32_t count, int32_t operand, const char *what) {
    if (all_differences++ < shown_differences)
        printf("%s, %s, of %d elements, operand %d: %s\n", k->rule, k->name, count, operand, what);
}

// The elements that fill whole vectors.
static int32_t whole_of(const kernel *k, int32_t count) { return count - count % k->lane_count; }

// Elements that do not fill a vector must be as before.
static void compare(kernel *k, int32_t count, int32_t bytes, int32_t operand, const guarded *memory, const uint8_t *before,
                    const uint8_t *after) {
    char text[128];
    int32_t whole = whole_of(k, count);
    for (int32_t i = 0; i < count; i++) {
        uint64_t is = bits_of(memory->operand + i * bytes, bytes);
        uint64_t must = bits_of((i < whole ? after : before) + i * bytes, bytes);
        if (is == must || (is_nan(is, bytes) && is_nan(must, bytes)))
            continue;
        k->differences++;
        snprintf(text, sizeof text, "element %d must be %0*llX, is %0*llX", i, 2 * bytes, (unsigned long long)must, 2 * bytes,
                 (unsigned long long)is);
        tell(k, count, operand, text);
    }
    if (is_touched_outside(memory)) {
        k->differences++;
        tell(k, count, operand, "bytes outside it are written");
    }
}

// Puts addresses in the places of marks: those of places, of where the table has the addresses of places, and of the call.
static void resolve(uint64_t *words, int32_t count, const uint64_t *addresses) {
    for (int32_t i = 0; i < count; i++) {
        uint64_t place = words[i] - marked_places, entry = words[i] - marked_table;
        if (place < largest_place_count)
            words[i] = addresses[place];
        else if (entry < largest_place_count)
            words[i] = (uint64_t)&addresses[entry];
        else if (words[i] == marked_call)
            words[i] = (uint64_t)call;
    }
}

static void run(kernel *k, const void *segment, int32_t count) {
    running = k;
    ((kernel_code *)(image + k->address))(segment, 0, whole_of(k, count));
    running = 0;
    k->runs++;
}

// Returns 0 behind the last case.
static int run_case(kernel *kernels, guarded *segment, guarded *constants, guarded *operands) {
    static uint64_t segment_words[32];
    static uint8_t constant_bytes[page], before[largest_operand_count][page], after[largest_operand_count][page];
    static long case_number;
    int32_t cases_kernels[8];
    // Of an element of each operand: sums are taken of doubles.
    int32_t bytes[largest_operand_count];
    int32_t kernel_count = read_number();
    if (!kernel_count)
        return 0;
    for (int32_t i = 0; i < kernel_count; i++)
        cases_kernels[i] = read_number();
    int32_t count = read_number();
    int32_t segment_length = read_number();
    if (segment_length > (int32_t)sizeof segment_words)
        fail("a segment is too long");
    read_bytes(segment_words, segment_length);
    int32_t constant_length = read_number();
    read_bytes(constant_bytes, constant_length);
    int32_t operand_count = read_number();
    if (operand_count > largest_operand_count || count * (int32_t)sizeof(double) + margin > page)
        fail("a case is too large");
    for (int32_t i = 0; i < operand_count; i++) {
        bytes[i] = read_number();
        read_bytes(before[i], count * bytes[i]);
        read_bytes(after[i], count * bytes[i]);
    }
    case_number++;
    for (int32_t i = 0; i < kernel_count; i++) {
        kernel *k = &kernels[cases_kernels[i]];
        uint64_t addresses[largest_place_count] = {0};
        place(constants, constant_bytes, constant_length, 1);
        addresses[0] = (uint64_t)constants->operand;
        for (int32_t operand = 0; operand < operand_count; operand++) {
            place(&operands[operand], before[operand], count * bytes[operand], (case_number + operand) % 2);
            addresses[1 + operand] = (uint64_t)operands[operand].operand;
        }
        place(segment, (uint8_t *)segment_words, segment_length, 1);
        resolve((uint64_t *)segment->operand, segment_length / (int32_t)sizeof(uint64_t), addresses);
        run(k, segment->operand, count);
        for (int32_t operand = 0; operand < operand_count; operand++)
            compare(k, count, bytes[operand], operand, &operands[operand], before[operand], after[operand]);
        if (is_touched_outside(constants) || memcmp(constants->operand, constant_bytes, constant_length)) {
            k->differences++;
            tell(k, count, -1, "constants are written");
        }
    }
    return 1;
}

// Runs the sums of blocks. Returns how many differ.
static long run_sums(guarded *whole, guarded *rest) {
    static uint8_t bytes[room];
    long runs = 0, differences = 0;
    for (int32_t address; (address = read_number()); runs++) {
        int32_t whole_count = read_number();
        guarded *parts[] = {whole, rest};
        for (int i = 0; i < 2; i++) {
            int32_t length = read_number();
            if (length + margin > room)
                fail("a block is too long");
            read_bytes(bytes, length);
            place(parts[i], bytes, length, (runs + i) % 2);
        }
        double must;
        read_bytes(&must, sizeof must);
        double is = ((sum_code *)(image + address))((uint64_t)whole->operand, whole_count, (uint64_t)rest->operand);
        if (memcmp(&is, &must, sizeof is) && (is == is || must == must)) {
            if (differences++ < shown_differences)
                printf("sum of a block, %d elements in whole rows: must be %a, is %a\n", whole_count, must, is);
        }
    }
    printf("%-40s %19ld runs %4ld differences\n", "sums of blocks", runs, differences);
    return runs ? differences : 1;
}

// One line a rule; kernels are in the order of rules.
static int report(const kernel *kernels, int32_t kernel_count) {
    long rules = 0, all_runs = 0, kernels_not_run = 0;
    for (int32_t i = 0; i < kernel_count;) {
        long runs = 0, differences = 0;
        int32_t first = i;
        for (; i < kernel_count && !strcmp(kernels[i].rule, kernels[first].rule); i++) {
            if (!kernels[i].runs) {
                printf("%s, %s was not run\n", kernels[i].rule, kernels[i].name);
                kernels_not_run++;
            }
            runs += kernels[i].runs;
            differences += kernels[i].differences;
        }
        printf("%-40s %3d kernels %7ld runs %4ld differences\n", kernels[first].rule, i - first, runs, differences);
        rules++;
        all_runs += runs;
    }
    printf("arm64: %ld rules, %d kernels, %ld runs, %ld differences\n", rules, kernel_count, all_runs, all_differences);
    return rules == 0 || kernels_not_run || all_differences;
}

int main(int count, char **arguments) {
    guarded segment, constants, operands[largest_operand_count];
    if (count != 2 || !(input = fopen(arguments[1], "rb"))) {
        fprintf(stderr, "usage: runner CASES\n");
        return 2;
    }
    signal(SIGSEGV, on_fault);
    signal(SIGBUS, on_fault);
    signal(SIGILL, on_fault);
    read_image();
    int32_t kernel_count = read_number();
    kernel *kernels = calloc(kernel_count, sizeof(kernel));
    for (int32_t i = 0; i < kernel_count; i++) {
        kernels[i].address = read_number();
        kernels[i].lane_count = read_number();
        read_text(kernels[i].rule, sizeof kernels[i].rule);
        read_text(kernels[i].name, sizeof kernels[i].name);
    }
    make_guarded(&segment);
    make_guarded(&constants);
    for (int32_t i = 0; i < largest_operand_count; i++)
        make_guarded(&operands[i]);
    while (run_case(kernels, &segment, &constants, operands)) {
    }
    int sums_differ = run_sums(&operands[0], &operands[1]) != 0;
    return report(kernels, kernel_count) || sums_differ;
}
