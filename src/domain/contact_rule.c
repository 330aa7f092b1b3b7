/*
 * contact_rule.c - see contact_rule.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/contact_rule.h"

#include "base/arena.h"
#include "base/ctx.h"
#include "domain/reason.h"

#include <string.h>

enum { SHORT_MIN = 3, PHONE_MIN = 7, PHONE_MAX = 15, MOBILE = 11, LINE_MIN = 10, LINE_MAX = 12, RESIDENT_ID = 18 };

/* How many digits, the first of them in `first`; -1 when something else stands there than what divides a number. */
static int phone_digits(const char *text, char *first, int *is_foreign)
{
    int count = 0;
    *first = '\0';
    *is_foreign = *text == '+';
    for (const char *c = text + (*text == '+'); *c != '\0'; c++) {
        if ((*c >= '0' && *c <= '9') || *c == '*') {
            *first = count == 0 ? *c : *first;
            count++;
        } else if (strchr(" -()", *c) == NULL) {
            return -1;
        }
    }
    *is_foreign = *is_foreign || strncmp(text, "00", 2) == 0;
    return count;
}

int contact_phone_fits(const char *text)
{
    char first;
    int is_foreign, count = phone_digits(text, &first, &is_foreign);
    if (!is_foreign && first == '1') {
        return count == MOBILE; /* one digit short is the commonest mistake */
    }
    if (!is_foreign && first == '0') {
        return count >= LINE_MIN && count <= LINE_MAX;
    }
    return count >= PHONE_MIN && count <= PHONE_MAX;
}

int contact_office_phone_fits(const char *text)
{
    char first;
    int is_foreign, count = phone_digits(text, &first, &is_foreign);
    return count >= SHORT_MIN && count <= PHONE_MAX;
}

int contact_resident_id_fits(const char *text)
{
    static const int weights[RESIDENT_ID - 1] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    if (strlen(text) != RESIDENT_ID) {
        return 0;
    }
    for (int i = 0; i < RESIDENT_ID - 1; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return 0;
        }
        sum += (text[i] - '0') * weights[i];
    }
    char last = text[RESIDENT_ID - 1] == 'x' ? 'X' : text[RESIDENT_ID - 1];
    return last == "10X98765432"[sum % 11];
}

enum rc contact_check(struct ctx *ctx, const struct person_in *p, const char *place)
{
    enum rc rc = RC_OK;
    if (p->phone != NULL && !contact_phone_fits(p->phone)) {
        rc = fault_add(&ctx->fault, reason(REASON_PHONE_FORM), arena_printf(ctx->arena, "%s/phone", place), NULL, NULL);
    }
    if (p->id_number != NULL && p->id_type != NULL && strcmp(p->id_type, "resident_id") == 0 &&
        !contact_resident_id_fits(p->id_number)) {
        rc = fault_add(&ctx->fault, reason(REASON_RESIDENT_ID_FORM), arena_printf(ctx->arena, "%s/id_number", place),
                       NULL, NULL);
    }
    return rc;
}
