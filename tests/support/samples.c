/*
 * samples.c - see samples.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "support/samples.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLE(file, text, type)                                                                                       \
    {                                                                                                                  \
        (file), (text), sizeof(text) - 1, (type)                                                                       \
    }

const struct sample samples[] = {
    SAMPLE("scan.pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n", "application/pdf"),
    SAMPLE("photo.jpg", "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9", "image/jpeg"),
    SAMPLE("photo.JPEG", "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9", "image/jpeg"),
    SAMPLE("shot.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90\x77\x53\xde", "image/png"),
    SAMPLE("shot.webp", "RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\7\0", "image/webp"),
    SAMPLE("phone.heic",
           "\0\0\0\x18"
           "ftypheic\0\0\0\0mif1heic\0\0\0\0",
           "image/heic"),
    SAMPLE("note.txt", "\xe8\xb7\xaf\xe7\x81\xaf\xe4\xb8\x8d\xe4\xba\xae\r\n", "text/plain"),
    SAMPLE("gbk.txt", "\xc2\xb7\xb5\xc6\xb2\xbb\xc1\xc1\xa3\xac\xc7\xeb\xd0\xde\r\n", "text/plain"),
    SAMPLE("call.mp3", "ID3\3\0\0\0\0\0\0\xff\xfb\x90\x64\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
           "audio/mpeg"),
    SAMPLE("call.wav", "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\0\0\0\0",
           "audio/wav"),
    SAMPLE("call.m4a",
           "\0\0\0\x18"
           "ftypM4A \0\0\0\0M4A mp42\0\0\0\0",
           "audio/mp4"),
    SAMPLE("film.mp4",
           "\0\0\0\x18"
           "ftypmp42\0\0\0\0mp42isom\0\0\0\0",
           "video/mp4"),
    /* not taken */
    SAMPLE("page.html", "<!DOCTYPE html><html><script>alert(1)</script></html>\n", NULL),
    SAMPLE("page.txt", "<!DOCTYPE html><html><body>x</body></html>\n", NULL),
    SAMPLE("logo.svg", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>\n", NULL),
    SAMPLE("run.sh", "#!/bin/sh\nrm -rf /\n", NULL),
    SAMPLE("run.txt", "#!/usr/bin/env python3\nimport os\n", NULL),
    SAMPLE("run.exe",
           "MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
           "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\0\0\0",
           NULL),
    SAMPLE("run",
           "\x7f"
           "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0",
           NULL),
    SAMPLE("data.gz", "\x1f\x8b\x08\0\0\0\0\0\0\3\x03\0\0\0\0\0\0\0\0\0", NULL),
    SAMPLE("data.rar", "Rar!\x1a\7\1\0\x33\x92\xb5\xe5", NULL),
    SAMPLE("moving.gif", "GIF89a\1\0\1\0\0\0\0;", NULL),
    SAMPLE("old.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0>\0\3\0\xfe\xff\t\0", NULL),
    SAMPLE("binary.txt", "text and then\0\1\2\3\4\5\6\7 no text any more", NULL),
    {NULL, NULL, 0, NULL},
};

struct growing {
    uint8_t *bytes;
    size_t n;
};

static void put(struct growing *g, const void *bytes, size_t n)
{
    uint8_t *more = realloc(g->bytes, g->n + n + 1);
    if (more == NULL) {
        abort();
    }
    memcpy(more + g->n, bytes, n);
    g->bytes = more;
    g->n += n;
}

static void put_number(struct growing *g, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        uint8_t b = (uint8_t)(v >> (8 * i));
        put(g, &b, 1);
    }
}

static uint32_t crc_of(const char *text)
{
    uint32_t crc = 0xffffffffU;
    for (; *text != '\0'; text++) {
        crc ^= (uint8_t)*text;
        for (int i = 0; i < 8; i++) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
        }
    }
    return ~crc;
}

/* What the entry itself and the list at the end have in common, from the version that is needed on. */
static void put_common(struct growing *g, const struct sample_entry *e)
{
    uint32_t size = (uint32_t)strlen(e->content);
    put_number(g, 20, 2);
    put_number(g, 0, 2); /* flags */
    put_number(g, 0, 2); /* stored */
    put_number(g, 0, 4); /* time */
    put_number(g, crc_of(e->content), 4);
    put_number(g, size, 4);
    put_number(g, size, 4);
    put_number(g, (uint32_t)strlen(e->name), 2);
    put_number(g, 0, 2);
}

uint8_t *sample_zip(const struct sample_entry *entries, const char *comment, size_t *size)
{
    struct growing zip = {NULL, 0}, list = {NULL, 0};
    uint32_t count = 0;
    for (const struct sample_entry *e = entries; e->name != NULL; e++, count++) {
        put_number(&list, 0x02014b50U, 4);
        put_number(&list, 20, 2);
        put_common(&list, e);
        put_number(&list, 0, 2 + 2 + 2);
        put_number(&list, 0, 4);
        put_number(&list, (uint32_t)zip.n, 4);
        put(&list, e->name, strlen(e->name));
        put_number(&zip, 0x04034b50U, 4);
        put_common(&zip, e);
        put(&zip, e->name, strlen(e->name));
        put(&zip, e->content, strlen(e->content));
    }
    uint32_t at = (uint32_t)zip.n;
    put(&zip, list.bytes, list.n);
    put_number(&zip, 0x06054b50U, 4);
    put_number(&zip, 0, 4);
    put_number(&zip, count, 2);
    put_number(&zip, count, 2);
    put_number(&zip, (uint32_t)list.n, 4);
    put_number(&zip, at, 4);
    put_number(&zip, (uint32_t)strlen(comment), 2);
    put(&zip, comment, strlen(comment));
    free(list.bytes);
    *size = zip.n;
    return zip.bytes;
}

uint8_t *sample_docx(size_t *size)
{
    static const struct sample_entry entries[] = {
        {"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", "<r/>"}, {"word/document.xml", "<d/>"}, {NULL, NULL}};
    return sample_zip(entries, "", size);
}

uint8_t *sample_xlsx(size_t *size)
{
    static const struct sample_entry entries[] = {
        {"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<w/>"}, {NULL, NULL}};
    return sample_zip(entries, "", size);
}

uint8_t *sample_odt(size_t *size)
{
    static const struct sample_entry entries[] = {
        {"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<c/>"}, {NULL, NULL}};
    return sample_zip(entries, "", size);
}

const void *sample_pdf(uint8_t *out, size_t size, int seed)
{
    memcpy(out, SAMPLE_PDF_START, sizeof SAMPLE_PDF_START - 1);
    for (size_t i = sizeof SAMPLE_PDF_START - 1; i < size; i++) {
        out[i] = (uint8_t)(i * 37 + i / 999 + (size_t)seed);
    }
    return out;
}
