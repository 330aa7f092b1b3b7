/*
 * faulty.h - what the library that lets calls fail and the sweep that loads it agree on.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef FAULT_FAULTY_H
#define FAULT_FAULTY_H

enum faulty_kind {
    FAULTY_PWRITE,
    FAULTY_PREAD,
    FAULTY_SYNC,
    FAULTY_TRUNCATE,
    FAULTY_OPEN,
    FAULTY_MALLOC,
    FAULTY_KINDS
};
#define FAULTY_NAMES "pwrite", "pread", "sync", "truncate", "open", "malloc"

/* In a file that both have mapped. */
struct faulty_book {
    long calls[FAULTY_KINDS];
    int has_struck;
};

#endif
