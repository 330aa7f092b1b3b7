/*
 * samples.h - small files of many kinds, made here byte by byte.
 *
 * Runs on: any thread. Owns: nothing; what is made is the caller's to free.
 */
#ifndef SUPPORT_SAMPLES_H
#define SUPPORT_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

struct sample {
    const char *name; /* "scan.pdf" */
    const void *bytes;
    size_t size;
    const char *media; /* what it is, or NULL when it must be refused */
};
/* One of each kind that is taken and of each that is not; ended by a NULL name. Zip-based ones are not among them. */
extern const struct sample samples[];

#define SAMPLE_PDF_START "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
/* Fills `out` with a PDF of this size (more than its start), none like that of another seed; returns it. */
const void *sample_pdf(uint8_t *out, size_t size, int seed);

struct sample_entry {
    const char *name, *content;
};
/* A zip archive of these stored entries (ended by a NULL name), with `comment` behind them. The caller frees. */
uint8_t *sample_zip(const struct sample_entry *entries, const char *comment, size_t *size);
/* Documents: DOCX, XLSX, ODT. The caller frees. */
uint8_t *sample_docx(size_t *size);
uint8_t *sample_xlsx(size_t *size);
uint8_t *sample_odt(size_t *size);

#endif
