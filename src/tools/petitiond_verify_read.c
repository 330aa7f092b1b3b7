/*
 * petitiond_verify_read.c - lines of the list of checkpoints and receipts of petitioners, read strictly.
 *
 * Both are JSON as the office writes it and in no other form: what is accepted and written anew gives the same bytes.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <string.h>

enum { DIGITS_MAX = 15 };

static int take_word(const char **at, const char *word)
{
    size_t n = strlen(word);
    int is_there = strncmp(*at, word, n) == 0;
    *at += is_there ? n : 0;
    return is_there;
}

/* Digits without a sign and without zeros in front. */
static int take_number(const char **at, const char *before, int64_t *out)
{
    *out = 0;
    if (!take_word(at, before)) {
        return 0;
    }
    size_t digits = strspn(*at, "0123456789");
    if (digits == 0 || digits > DIGITS_MAX || ((*at)[0] == '0' && digits > 1)) {
        return 0;
    }
    for (; digits > 0; digits--) {
        *out = 10 * *out + (*(*at)++ - '0');
    }
    return 1;
}

/* Text of these characters up to a quote, 1 to room - 1 of them. */
static int take_text(const char **at, const char *before, const char *alphabet, char *out, size_t room)
{
    if (!take_word(at, before)) {
        return 0;
    }
    size_t n = strspn(*at, alphabet);
    if (n == 0 || n >= room || (*at)[n] != '"') {
        return 0;
    }
    memcpy(out, *at, n);
    out[n] = '\0';
    *at += n + 1;
    return 1;
}

static unsigned char nibble(char digit)
{
    return (unsigned char)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* Bytes in hex up to a quote, whole pieces of `piece` bytes, at most `room`; `*size`: how many bytes. */
static int take_bytes(const char **at, const char *before, size_t piece, unsigned char *out, size_t room, size_t *size)
{
    *size = 0;
    if (!take_word(at, before)) {
        return 0;
    }
    size_t digits = strspn(*at, "0123456789abcdef");
    if (digits % (2 * piece) != 0 || digits > 2 * room || (*at)[digits] != '"') {
        return 0;
    }
    for (size_t i = 0; i < digits; i += 2) {
        out[(*size)++] = (unsigned char)(nibble((*at)[i]) << 4 | nibble((*at)[i + 1]));
    }
    *at += digits + 1;
    return 1;
}

/* Exactly `size` bytes. */
static int take_whole(const char **at, const char *before, unsigned char *out, size_t size)
{
    size_t n;
    return take_bytes(at, before, size, out, size, &n) && n == size;
}

static int take_checkpoint(const char **at, struct checkpoint *k)
{
    size_t office = 0, key = 0;
    memset(k, 0, sizeof *k);
    int is_good =
        take_number(at, "{\"seq\":", &k->seq) && take_number(at, ",\"at_ms\":", &k->at_ms) &&
        take_number(at, ",\"epoch\":", &k->epoch) && take_number(at, ",\"heads\":", &k->heads) &&
        take_whole(at, ",\"root\":\"", k->root, HASH) && take_number(at, ",\"office_seq\":", &k->office_seq) &&
        take_bytes(at, ",\"office_hash\":\"", HASH, k->office_hash, HASH, &office) &&
        take_whole(at, ",\"hash\":\"", k->hash, HASH) && take_whole(at, ",\"signature\":\"", k->signature, SIGNATURE) &&
        take_bytes(at, ",\"public_key\":\"", HASH, k->key, HASH, &key) && take_word(at, "}");
    k->office_hash_size = (int)office;
    k->key_size = (int)key;
    return is_good;
}

static int is_end(const char *at)
{
    return at[0] == '\0' || strcmp(at, "\n") == 0 || strcmp(at, "\r\n") == 0;
}

int verify_read_line(const char *text, struct checkpoint *k)
{
    return take_checkpoint(&text, k) && is_end(text);
}

static int take_inclusion(const char **at, struct receipt *r)
{
    return take_text(at, "{\"case_id\":\"", "0123456789abcdefghijklmnopqrstuvwxyz", r->case_id, sizeof r->case_id) &&
           take_number(at, ",\"index\":", &r->index) &&
           take_bytes(at, ",\"path\":\"", HASH, r->way[0], sizeof r->way, &r->way_size) &&
           take_bytes(at, ",\"previous\":\"", HASH, r->previous, HASH, &r->previous_size) &&
           take_word(at, ",\"checkpoint\":") && take_checkpoint(at, &r->checkpoint) && take_word(at, "}");
}

int verify_read_receipt(const char *text, struct receipt *r)
{
    memset(r, 0, sizeof *r);
    if (!take_text(&text, "{\"number\":\"", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-",
                   r->number, sizeof r->number) ||
        !take_number(&text, ",\"seq\":", &r->seq) || !take_number(&text, ",\"at_ms\":", &r->at_ms) ||
        !take_whole(&text, ",\"hash\":\"", r->hash, HASH) || !take_number(&text, ",\"epoch\":", &r->epoch) ||
        !take_whole(&text, ",\"signature\":\"", r->signature, SIGNATURE) || !take_word(&text, ",\"inclusion\":")) {
        return 0;
    }
    r->is_included = !take_word(&text, "null");
    return (!r->is_included || take_inclusion(&text, r)) && take_word(&text, "}") && is_end(text);
}
