/*
 * certificate_api.c - /certificates: what was destroyed, by whom and on what ground; for reading and on paper.
 *
 * A certificate stays for ever. Of its cases everybody sees those that they might have seen before: that a sealed case was there is
 * nobody's to know but its readers'.
 *
 * Runs on: workers (reading), craft threads (printing). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/print.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "domain/certificate.h"
#include "domain/perm.h"
#include "domain/reason.h"

#include <string.h>

static const char *const certificate_langs[] = {"zh", "en", NULL};

struct certificate_filter {
    struct page_in page;
};
struct certificate_in {
    const char *id, *lang;
    struct print_job job;
};
struct certificate_brief {
    const char *id, *number;
    int64_t made_at;
    const char *decided_by, *unit_name, *reason;
    int64_t cases;
};
struct certificate_list_out {
    struct certificate_brief *data;
    size_t data_count;
    struct page_out page;
};
struct certificate_case {
    const char *case_id, *case_number, *archive_number, *retention, *closed_on, *last_day, *proposed_by;
    int64_t proposed_at;
    const char *appraisal;
    int64_t documents, contacts, evidence, people, entries;
};
struct certificate_out {
    struct certificate_brief certificate;
    const char *digest;
    struct certificate_case *items;
    size_t items_count;
};

FIELD_SET(certificate_query, "CertificateFilter", struct certificate_filter, PAGE_IN(struct certificate_filter));
FIELD_SET(certificate_brief_set, "CertificateBrief", struct certificate_brief,
          OUT(struct certificate_brief, id, FIELD_ID, "Id"),
          OUT(struct certificate_brief, number, FIELD_TEXT, "Number, as it is printed"),
          OUT(struct certificate_brief, made_at, FIELD_STAMP, "When it was destroyed"),
          OUT(struct certificate_brief, decided_by, FIELD_TEXT, "Who decided"),
          OUT(struct certificate_brief, unit_name, FIELD_TEXT, "Unit"),
          OUT(struct certificate_brief, reason, FIELD_LONG, "Ground"),
          OUT(struct certificate_brief, cases, FIELD_INT, "How many cases"));
FIELD_SET(certificate_list_reply, "CertificateList", struct certificate_list_out,
          OUT_ROWS(struct certificate_list_out, data, certificate_brief_set, "Newest first"),
          OUT_PART(struct certificate_list_out, page, page_set, "Paging"));
FIELD_SET(certificate_params, "CertificateParams", struct certificate_in,
          IN_MUST(struct certificate_in, id, FIELD_ID, 0, 0, "Certificate"));
FIELD_SET(certificate_print_query, "CertificatePrintQuery", struct certificate_in,
          IN_ENUM(struct certificate_in, lang, 0, certificate_langs, "Language of the paper"));
FIELD_SET(certificate_case_set, "CertificateCase", struct certificate_case,
          OUT(struct certificate_case, case_id, FIELD_ID, "Case"),
          OUT(struct certificate_case, case_number, FIELD_TEXT, "Its number"),
          OUT_NULL(struct certificate_case, archive_number, FIELD_TEXT, "Number of the volume"),
          OUT(struct certificate_case, retention, FIELD_TEXT, "Term in years"),
          OUT(struct certificate_case, closed_on, FIELD_DATE, "Closed"),
          OUT(struct certificate_case, last_day, FIELD_DATE, "Last day of the term"),
          OUT(struct certificate_case, proposed_by, FIELD_TEXT, "Who proposed it"),
          OUT(struct certificate_case, proposed_at, FIELD_STAMP, "When"),
          OUT(struct certificate_case, appraisal, FIELD_LONG, "Why it was worth nothing any more"),
          OUT(struct certificate_case, documents, FIELD_INT, "Documents destroyed"),
          OUT(struct certificate_case, contacts, FIELD_INT, "Contacts destroyed"),
          OUT(struct certificate_case, evidence, FIELD_INT, "Pieces of evidence destroyed"),
          OUT(struct certificate_case, people, FIELD_INT, "People erased, because no other case needs them"),
          OUT(struct certificate_case, entries, FIELD_INT, "Entries of its journal that were reduced"));
FIELD_SET(certificate_reply, "Certificate", struct certificate_out,
          OUT_PART(struct certificate_out, certificate, certificate_brief_set, "The certificate"),
          OUT(struct certificate_out, digest, FIELD_TEXT,
              "Over the certificate and its cases; stands in the office's journal"),
          OUT_ROWS(struct certificate_out, items, certificate_case_set, "Cases that the actor may know of"));

static enum rc certificate_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct certificate_filter *in = call->in;
    struct certificate_list_out *out = call->out;
    struct certificate_list_row *rows;
    struct page p;
    size_t n;
    enum rc rc = page_begin(ctx, &in->page, "certificates", &p);
    if (rc == RC_OK) {
        _Static_assert((int)CERTIFICATE_LIST_AFTER == (int)CERTIFICATE_LIST_BACK_AFTER, "both share their mask");
        const char *actor = ctx->actor->account_id;
        int64_t today = clock_day_of(ctx->now_ms);
        unsigned mask = p.has_cursor ? CERTIFICATE_LIST_AFTER : 0;
        rc = p.is_backward
                 ? certificate_rows_list_back(
                       tx, ctx->arena, mask,
                       &(struct certificate_list_back_in){actor, today, p.at_number, p.at_text, p.limit + 1}, &rows, &n)
                 : certificate_rows_list(
                       tx, ctx->arena, mask,
                       &(struct certificate_list_in){actor, today, p.at_number, p.at_text, p.limit + 1}, &rows, &n);
    }
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct certificate_brief, n + 1);
    out->data_count = n;
    for (size_t i = 0; out->data != NULL && i < n; i++) {
        const struct certificate_list_row *r = &rows[i];
        out->data[i] = (struct certificate_brief){r->id,        r->number, r->made_ms, r->decided_name,
                                                  r->unit_name, r->reason, r->cases};
    }
    rc = page_end(ctx, &p, n, n ? rows[0].made_ms : 0, n ? rows[0].number : "", n ? rows[n - 1].made_ms : 0,
                  n ? rows[n - 1].number : "", &out->page);
    return out->data != NULL ? rc : RC_TOO_LARGE;
}

static enum rc certificate_items(struct ctx *ctx, struct tx *tx, const char *number, struct certificate_out *out)
{
    struct certificate_list_seen_out *rows;
    enum rc rc = certificate_rows_list_seen(
        tx, ctx->arena, &(struct certificate_list_seen_in){number, ctx->actor->account_id, clock_day_of(ctx->now_ms)},
        &rows, &out->items_count);
    out->items = rc == RC_OK ? arena_array_of(ctx->arena, struct certificate_case, out->items_count + 1) : NULL;
    for (size_t i = 0; out->items != NULL && i < out->items_count; i++) {
        const struct certificate_list_seen_out *r = &rows[i];
        out->items[i] = (struct certificate_case){r->case_id,
                                                  r->case_number,
                                                  r->archive_number,
                                                  r->retention,
                                                  api_day_text(ctx, r->closed_day),
                                                  api_day_text(ctx, r->last_day),
                                                  r->proposed_name,
                                                  r->proposed_ms,
                                                  r->appraisal,
                                                  r->documents,
                                                  r->contacts,
                                                  r->evidence,
                                                  r->people,
                                                  r->entries};
    }
    return rc != RC_OK || out->items != NULL ? rc : RC_TOO_LARGE;
}

static enum rc certificate_read(struct ctx *ctx, struct tx *tx, const char *id, struct certificate_out *out)
{
    struct certificate_row row;
    struct certificate_get_names_out names;
    enum rc rc = certificate_get(ctx, tx, id, &row);
    if (rc == RC_OK) {
        rc = certificate_rows_get_names(tx, ctx->arena, &(struct certificate_get_names_in){row.number}, &names);
    }
    char *hex = arena_alloc(ctx->arena, 2 * CRYPTO_HASH_SIZE + 1);
    if (rc != RC_OK || hex == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    crypto_hex(row.digest.data, row.digest.size < CRYPTO_HASH_SIZE ? row.digest.size : CRYPTO_HASH_SIZE, hex);
    out->digest = hex;
    out->certificate = (struct certificate_brief){row.id,          row.number, row.made_ms, names.decided_name,
                                                  names.unit_name, row.reason, row.cases};
    return certificate_items(ctx, tx, row.number, out);
}

static enum rc certificate_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return certificate_read(ctx, tx, ((const struct certificate_in *)call->in)->id, call->out);
}

/* What the template asks for. */
struct certificate_words {
    struct ctx *ctx;
    const struct certificate_out *of;
    int is_zh;
};

static const char *certificate_day(const struct certificate_words *w, int64_t at_ms)
{
    char day[CLOCK_DATE_ZH_SIZE > CLOCK_DATE_SIZE ? CLOCK_DATE_ZH_SIZE : CLOCK_DATE_SIZE];
    if (w->is_zh) {
        clock_format_day_zh(clock_day_of(at_ms), day);
    } else {
        clock_format_day(clock_day_of(at_ms), day);
    }
    return arena_strdup(w->ctx->arena, day);
}

static const char *certificate_lines(const struct certificate_words *w)
{
    struct buf b;
    buf_init(&b, w->ctx->arena);
    for (size_t i = 0; i < w->of->items_count; i++) {
        const struct certificate_case *c = &w->of->items[i];
        buf_printf(&b,
                   w->is_zh ? "%zu. %s　案卷号：%s　保管期限：%s 年（%s 办结，%s 期满）　文书 %lld 件、联系 %lld "
                              "次、证据 %lld 件、个人信息 %lld 人　提出人：%s　鉴定意见：%s\n"
                            : "%zu. %s, volume %s, %s years (closed %s, until %s): %lld documents, %lld contacts, %lld "
                              "pieces of evidence, %lld people. Proposed by %s: %s\n",
                   i + 1, c->case_number, c->archive_number ? c->archive_number : "-", c->retention, c->closed_on,
                   c->last_day, (long long)c->documents, (long long)c->contacts, (long long)c->evidence,
                   (long long)c->people, c->proposed_by, c->appraisal);
    }
    size_t hidden = (size_t)w->of->certificate.cases - w->of->items_count;
    if (hidden > 0) {
        buf_printf(&b, w->is_zh ? "另有 %zu 件不在查看范围内\n" : "%zu more are not visible to who printed this\n",
                   hidden);
    }
    return buf_cstr(&b);
}

static const char *certificate_say(void *arg, const char *name)
{
    const struct certificate_words *w = arg;
    const struct certificate_brief *k = &w->of->certificate;
    const struct {
        const char *name, *text;
    } texts[] = {{"number", k->number},
                 {"unit", k->unit_name},
                 {"reason", k->reason},
                 {"decided_by", k->decided_by},
                 {"digest", w->of->digest}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i].name, name) == 0) {
            return texts[i].text;
        }
    }
    if (strcmp(name, "decided_on") == 0) {
        return certificate_day(w, k->made_at);
    }
    if (strcmp(name, "cases") == 0) {
        return arena_printf(w->ctx->arena, "%lld", (long long)k->cases);
    }
    return strcmp(name, "items") == 0 ? certificate_lines(w) : NULL;
}

static enum rc certificate_print_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct certificate_in *in = call->in;
    struct certificate_out of = {0};
    struct template_find_out found;
    const char *lang = in->lang ? in->lang : "zh";
    struct certificate_words w = {ctx, &of, strcmp(lang, "zh") == 0};
    enum rc rc = certificate_read(ctx, tx, in->id, &of);
    if (rc == RC_OK) {
        rc = template_rows_find(tx, ctx->arena, &(struct template_find_in){"destruction_certificate", lang, INT32_MAX},
                                &found);
        rc = rc == RC_NOT_FOUND
                 ? fault_set(&ctx->fault, rc, reason(REASON_NO_TEMPLATE), NULL, "destruction_certificate", NULL)
                 : rc;
    }
    if (rc != RC_OK) {
        return rc;
    }
    in->job = (struct print_job){.title = of.certificate.number,
                                 .lang = w.is_zh ? "zh-CN" : "en",
                                 .name = arena_printf(ctx->arena, "%s-certificate.pdf", of.certificate.id),
                                 .made_ms = of.certificate.made_at};
    return template_fill(ctx->arena, found.body, certificate_say, &w, &in->job.lines, &in->job.count);
}

static enum rc certificate_print_craft(struct ctx *ctx, struct call *call)
{
    return print_make(ctx, call, &((struct certificate_in *)call->in)->job);
}

/* All is made; what is left is to send it. */
static enum rc certificate_print_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)ctx, (void)tx;
    return call->file != NULL ? RC_OK : RC_INTERNAL;
}

static const enum rc certificate_list_may[] = {RC_MALFORMED, RC_OK};
static const enum rc certificate_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(certificate_api_table,
               {.method = "GET",
                .path = "/api/v1/certificates",
                .operation = "listCertificates",
                .tag = "retention",
                .summary = "Certificates of destruction, newest first",
                .need = PERM_RETENTION_MANAGE,
                .query = &certificate_query,
                .reply = &certificate_list_reply,
                .in_size = sizeof(struct certificate_filter),
                .out_size = sizeof(struct certificate_list_out),
                .ok = 200,
                .may = certificate_list_may,
                .cost = 2,
                .run = certificate_list},
               {.method = "GET",
                .path = "/api/v1/certificates/{id}",
                .operation = "getCertificate",
                .tag = "retention",
                .summary = "One certificate with its cases",
                .need = PERM_RETENTION_MANAGE,
                .params = &certificate_params,
                .reply = &certificate_reply,
                .in_size = sizeof(struct certificate_in),
                .out_size = sizeof(struct certificate_out),
                .ok = 200,
                .may = certificate_may,
                .cost = 2,
                .run = certificate_show},
               {.method = "GET",
                .path = "/api/v1/certificates/{id}/pdf",
                .operation = "printCertificate",
                .tag = "retention",
                .summary = "A certificate as PDF",
                .need = PERM_RETENTION_MANAGE,
                .params = &certificate_params,
                .query = &certificate_print_query,
                .file = "application/pdf",
                .in_size = sizeof(struct certificate_in),
                .ok = 200,
                .may = certificate_may,
                .cost = 20,
                .load = certificate_print_load,
                .craft = certificate_print_craft,
                .run = certificate_print_run});
